// Compares the table of invariants in docs/confidentiality.md with the tests: every invariant names a test that exists.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../../", import.meta.url);
const ROW = /^\| (\d+) \| [^|]+ \| `([^`]+)`: (.+) \|$/gm;

test("every invariant in docs/confidentiality.md names an existing test", () => {
  const rows = [...readFileSync(new URL("docs/confidentiality.md", ROOT), "utf8").matchAll(ROW)];
  assert.deepEqual(
    rows.map(([, number]) => Number(number)),
    Array.from({ length: 29 }, (_, index) => index + 1),
  );
  const wrong = rows.filter(([, , file, name]) => {
    const path = new URL(`test/${file}.test.ts`, ROOT);
    return !existsSync(path) || !readFileSync(path, "utf8").includes(`"${name}"`);
  });
  assert.deepEqual(
    wrong.map(([line]) => line),
    [],
    "Write the current file and name of the test into the table of docs/confidentiality.md.",
  );
});
