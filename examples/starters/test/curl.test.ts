// The curl commands of docs/clients.md, as they are printed.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { promisify } from "node:util";
import { type Data, draft, trustedUrl, url } from "./support";

const PAGE = new URL("../../../docs/clients.md", import.meta.url);

async function run(command: string): Promise<Data> {
  const { stdout } = await promisify(execFile)("bash", ["-c", `set -eu -o pipefail\n${command}`], {
    env: { PATH: process.env.PATH, TOKEN: draft.token, SLUG: draft.slug, ID: process.env.COLOPHON_DOCUMENT_ID },
  });
  return JSON.parse(stdout);
}

test("each curl command of the documentation gets data", async () => {
  const page = await readFile(PAGE, "utf8");
  const blocks = [...page.matchAll(/^```sh\n(curl .*?)^```/gms)].map(([, block = ""]) => block);
  assert.ok(blocks.length >= 4, "The page shows a plain GET, a POST, a preview and a trusted document.");
  for (const block of blocks) {
    const address = block.includes("/documents/") ? trustedUrl : url;
    const response = await run(block.replaceAll("http://127.0.0.1:4000/graphql", address));
    assert.equal(response.errors, undefined, block);
    assert.ok(
      Object.values(response.data).every((value) => value !== null),
      block,
    );
  }
});
