// The site of the sample blog that Next.js builds and serves in examples/next-blog: server components, and previews in draft mode.
import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { request } from "graphql-request";
import { type Data, draft, url } from "./support";

const BLOG = fileURLToPath(new URL("../../next-blog/", import.meta.url));
const NEXT = join(BLOG, "node_modules/next/dist/bin/next");
const { PATH, HOME } = process.env;
const env = { PATH, HOME, COLOPHON_URL: url, NEXT_TELEMETRY_DISABLED: "1" } as unknown as NodeJS.ProcessEnv;

let server: ChildProcess;
let site: string;

before(async () => {
  await promisify(execFile)(process.execPath, [NEXT, "build"], { cwd: BLOG, env });
  server = spawn(process.execPath, [NEXT, "start", "--port", "0", "--hostname", "127.0.0.1"], {
    cwd: BLOG,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  site = await new Promise((resolve, reject) => {
    let output = "";
    server.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const [address] = output.match(/http:\/\/127\.0\.0\.1:[1-9]\d*/) ?? [];
      if (address !== undefined && output.includes("Ready")) resolve(address);
    });
    server.once("exit", () => reject(new Error(`The server ended.\n${output}`)));
  });
});
after(async () => {
  server.kill();
  await once(server, "exit");
});

async function read(path: string, headers: Record<string, string> = {}): Promise<{ status: number; html: string }> {
  const response = await fetch(site + path, { headers });
  return { status: response.status, html: await response.text() };
}

test("server components show the newest posts and each post", async () => {
  const { posts } = await request<Data>(url, "{ posts(first: 10) { nodes { title path } } }");
  const { html } = await read("/");
  const links = [...html.matchAll(/<h2><a href="([^"]*)">/g)].map(([, href = ""]) => decodeURI(href));
  assert.deepEqual(
    links,
    posts.nodes.map(({ path }: Data) => path),
  );
  for (const { title, path } of posts.nodes) {
    assert.ok((await read(encodeURI(path))).html.includes(`<h1>${title}</h1>`), `${path} shows ${title}.`);
  }
});

test("draft mode shows the draft whose preview token it has, and only with it", async () => {
  const path = `/posts/${encodeURIComponent(draft.slug)}`;
  assert.equal((await read(path)).status, 404);
  const entry = `${site}/preview?${new URLSearchParams({ token: draft.token, slug: draft.slug })}`;
  const response = await fetch(entry, { redirect: "manual" });
  assert.equal(response.headers.get("location"), path);
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  assert.equal((await read(path, { cookie })).status, 200);
  assert.equal((await read(path)).status, 404);
});
