// Takes the picture of the playground that README.md shows: starts the service with the sample site on a port and a data folder of its
// own, sends the first query in headless Chromium, and writes docs/images/playground.png.
//   npm run build && node scripts/playground-picture.mjs      (CHROMIUM names another path than /usr/bin/chromium)
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const PORT = 4174;
const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PICTURE = join(ROOT, "docs/images/playground.png");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

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
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme: "light" });
  await page.goto(`http://127.0.0.1:${PORT}/graphql`, { waitUntil: "load" });
  await page.getByRole("button", { name: "Send Request" }).click();
  await page.getByText("200 OK").first().waitFor();
  await mkdir(join(ROOT, "docs/images"), { recursive: true });
  await page.screenshot({ path: PICTURE });
  console.log(`Wrote ${PICTURE}.`);
} finally {
  await browser.close();
  service.kill("SIGTERM");
  await ended;
  await rm(folder, { recursive: true, force: true });
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
