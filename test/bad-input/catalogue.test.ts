// Holds docs/bad-input.md to the suite: every case is there once, and the test that it names has it.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const CASES = 112;

const rows = readFileSync(join(ROOT, "docs/bad-input.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => line.split(" | "))
  .map((cells) => ({
    number: Number(cells[0]?.slice(2)),
    outcome: cells[2] ?? "",
    test: /`([^`]+)`/.exec(cells[3] ?? "")?.[1] ?? null,
  }));

it("lists every case once", () => {
  assert.deepEqual(
    rows.map(({ number }) => number),
    Array.from({ length: CASES }, (_, i) => i + 1),
  );
});

it("names a test of each, or the reason why there is none", () => {
  for (const { number, outcome, test } of rows) {
    if (test === null) {
      assert.match(outcome, /^does not apply: ./, `C${number}`);
      continue;
    }
    assert.ok(existsSync(join(ROOT, test)), test);
    if (!test.startsWith("test/bad-input/")) continue;
    const source = readFileSync(join(ROOT, test), "utf8");
    assert.match(source, new RegExp(`badCase\\(\\s*\\w+,\\s*${number},|\\[\\s*${number},`), `C${number} in ${test}`);
  }
});
