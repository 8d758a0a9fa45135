// Compares the table of test/support/README.md with the folder, so that every support file can be found there.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../../test/support/", import.meta.url));

it("test/support/README.md lists every support file", () => {
  const table = readFileSync(join(FOLDER, "README.md"), "utf8").split("## Files")[1] ?? "";
  const listed = [...table.matchAll(/^\| \[([\w-]+\.ts)\]\(\1\) \| \S/gm)].map(([, name]) => name);
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  assert.deepEqual([...listed].sort(), files.sort());
});
