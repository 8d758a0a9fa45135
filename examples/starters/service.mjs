// Starts the service from its compiled code, on a database of its own with the sample site, and stops it.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MAIN = process.env.COLOPHON_MAIN ?? join(import.meta.dirname, "../../dist/src/cli/main.js");
const START_MS = 60_000;

/** Resolves when the service is ready, with its URL and an administrator's token. */
export async function startService(settings = {}) {
  const folder = await mkdtemp(join(tmpdir(), "colophon-clients-"));
  const env = { PATH: process.env.PATH, PORT: "0", DATA_DIR: folder, LOG_LEVEL: "warn", ...settings };
  const child = spawn(process.execPath, [MAIN, "serve"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  let output = "";
  const ready = new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      const [url] = output.match(/http:\S+\/graphql/) ?? [];
      const [, token] = output.match(/Bearer (\S+)\n/) ?? [];
      if (url !== undefined && token !== undefined) resolve({ url, token });
    });
    child.once("exit", (code) => reject(new Error(`The service ended with code ${code}.\n${output}`)));
    setTimeout(() => reject(new Error(`The service is not ready.\n${output}`)), START_MS).unref();
  });
  try {
    return { ...(await ready), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The slug of a draft of the sample site, and a token that shows it. */
export async function createPreview({ url, token }) {
  const { posts } = await ask(
    { url, token },
    "{ posts(first: 1, filter: { statuses: [DRAFT] }) { nodes { id slug } } }",
  );
  const [{ id, slug }] = posts.nodes;
  const create = "mutation ($postId: ID!) { createPreviewToken(input: { postId: $postId }) { token } }";
  const { createPreviewToken } = await ask({ url, token }, create, { postId: id });
  return { slug, token: createPreviewToken.token };
}

async function ask({ url, token }, query, variables) {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
