// The report on screen: aligned, short, and never saying the same thing many times.
import assert from "node:assert/strict";
import { it } from "node:test";
import { addNotice, emptyReport } from "../../../src/intake/importers/import-report.js";
import { reportLines } from "../../../src/intake/importers/report-lines.js";

it("says what came in, what did not, and one reason once", () => {
  const report = emptyReport("wordpress:export.xml", false);
  Object.assign(report.posts, { created: 10, unchanged: 2, failed: 1 });
  report.visibility.published = 10;
  Object.assign(report.created, { authors: 1, tags: 2 });
  report.redirects = 3;
  report.linksRewritten = 1;
  report.linksUnresolved = 2;
  report.seconds = 2;
  Object.assign(report.notImported, { "menu items": 7, comments: 120, "items of the type map": 1 });
  for (let i = 1; i <= 7; i += 1) addNotice(report, { code: "SKIPPED", item: `Page ${i}`, reason: "It is a page." });
  addNotice(report, { code: "FAILED", item: "Bad", reason: "It was refused." });
  assert.deepEqual(reportLines(report), [
    "Import of wordpress:export.xml",
    "",
    "  Posts         13: 10 new, 2 unchanged, 1 failed",
    "  Written as    10 published",
    "  New terms     1 author, 2 tags",
    "  Redirects     3 new, from paths of the old site",
    "  Links         to other posts rewritten in 1 post; 2 links to pages that are not here",
    "  Time          2.0 s, 7 posts a second",
    "",
    "  In the source, but no content here",
    "    120 comments",
    "      7 menu items",
    "      1 item of the type map",
    "",
    "  Could not be imported (1)",
    "    Bad: It was refused.",
    "",
    "  Left out on purpose (7)",
    "    It is a page. (7)",
    "      Page 1, Page 2, Page 3, Page 4, Page 5, … and 2 more",
  ]);
});

it("counts what it does not show, and what it does not keep", () => {
  const report = emptyReport("x", true);
  for (let i = 0; i < 6_000; i += 1) addNotice(report, { code: "CHANGED", item: `${i}`, reason: `Reason ${i}.` });
  assert.equal(report.notices.length, 5_000);
  const lines = reportLines(report);
  assert.match(lines[0] ?? "", /^Dry run, nothing was written/);
  assert.ok(lines.includes("  Imported with a change (6000)"));
  assert.equal(lines.at(-1), "    … and 5988 more; --report <file> lists them");
});
