// Compares docs/bad-input.md with the bad-input suite: the page lists every case once, and the test that it names contains the case.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** Cases are numbered in blocks: the first and the last number of each. */
const BLOCKS: readonly (readonly [first: number, last: number])[] = [
  [1, 143],
  [150, 158],
  [170, 179],
  [190, 192],
];

const rows = readFileSync(join(ROOT, "docs/bad-input.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => line.split(" | "))
  .map((cells) => ({
    number: Number(cells[0]?.slice(2)),
    result: cells[2] ?? "",
    test: /`([^`]+)`/.exec(cells[3] ?? "")?.[1] ?? null,
  }));

it("docs/bad-input.md lists every case once", () => {
  assert.deepEqual(
    rows.map(({ number }) => number),
    BLOCKS.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index)),
  );
});

it("docs/bad-input.md names a test for each case, or the reason why there is none", () => {
  for (const { number, result, test } of rows) {
    if (test === null) {
      assert.match(result, /^does not apply: ./, `C${number}`);
      continue;
    }
    assert.ok(existsSync(join(ROOT, test)), test);
    if (!test.startsWith("test/bad-input/")) continue;
    const source = readFileSync(join(ROOT, test), "utf8");
    assert.match(source, new RegExp(`badCase\\(\\s*\\w+,\\s*${number},|\\[\\s*${number},`), `C${number} in ${test}`);
  }
});
