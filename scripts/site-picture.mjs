// Takes the picture of the reader's site that README.md shows: starts the service with the sample site on a port and a data folder of its own, and
// writes docs/images/site.webp, the front page in the light scheme beside a post in the dark one.
//   npm run build && node scripts/site-picture.mjs      (CHROMIUM names another path than /usr/bin/chromium)
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import sharp from "sharp";

const PORT = 4175;
const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PICTURE = join(ROOT, "docs/images/site.webp");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const SIZE = { width: 720, height: 900 };
const PAGES = [
  { path: "/", colorScheme: "light" },
  { path: `/posts/${encodeURIComponent("linux-bridge-vxlan-overlay")}`, colorScheme: "dark" },
];

const folder = await mkdtemp(join(tmpdir(), "colophon-picture-"));
const service = spawn(process.execPath, [join(ROOT, "dist/src/cli/main.js"), "serve"], {
  cwd: folder,
  env: { PATH: process.env.PATH, HOME: folder, PORT: String(PORT), DATA_DIR: join(folder, "data"), LOG_LEVEL: "warn" },
  stdio: ["ignore", "ignore", "inherit"],
});
const ended = new Promise((resolve) => service.once("exit", resolve));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
try {
  await waitUntilReady();
  const shots = await Promise.all(PAGES.map(shoot));
  await mkdir(join(ROOT, "docs/images"), { recursive: true });
  const canvas = sharp({ create: { width: 2 * SIZE.width, height: SIZE.height, channels: 3, background: "#fff" } });
  const parts = shots.map((input, index) => ({ input, left: index * SIZE.width, top: 0 }));
  await canvas.composite(parts).webp({ quality: 82 }).toFile(PICTURE);
  console.log(`Wrote ${PICTURE}.`);
} finally {
  await browser.close();
  service.kill("SIGTERM");
  await ended;
  await rm(folder, { recursive: true, force: true });
}

async function shoot({ path, colorScheme }) {
  const page = await browser.newPage({ viewport: SIZE, colorScheme });
  await page.goto(`http://127.0.0.1:${PORT}${path}`, { waitUntil: "load" });
  return page.screenshot();
}

async function waitUntilReady() {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const isReady = await fetch(`http://127.0.0.1:${PORT}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("Expected the service to be ready within a minute.");
}
