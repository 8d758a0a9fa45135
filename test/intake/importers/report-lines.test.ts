// The fidelity report in the terminal: aligned, short, and with each reason once.
import assert from "node:assert/strict";
import { it } from "node:test";
import { addNotice, emptyReport } from "../../../src/intake/importers/import-report.js";
import { reportLines } from "../../../src/intake/importers/report-lines.js";

it("the printed report has the counts and each reason once", () => {
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
  addNotice(report, { code: "FAILED", item: "Bad", reason: "It was rejected." });
  assert.deepEqual(reportLines(report), [
    "Import of wordpress:export.xml",
    "",
    "  Posts         13: 10 new, 2 unchanged, 1 failed",
    "  Visibility    10 published",
    "  New terms     1 author, 2 tags",
    "  Redirects     3 new, from former paths",
    "  Links         rewritten in 1 post; 2 links to pages that do not exist here",
    "  Time          2.0 s, 7 posts a second",
    "",
    "  Found in the source, but not imported",
    "    120 comments",
    "      7 menu items",
    "      1 item of the type map",
    "",
    "  Could not be imported (1)",
    "    Bad: It was rejected.",
    "",
    "  Deliberately not imported (7)",
    "    It is a page. (7)",
    "      Page 1, Page 2, Page 3, Page 4, Page 5, … and 2 more",
  ]);
});

it("the printed report counts the notices that it does not list", () => {
  const report = emptyReport("x", true);
  for (let i = 0; i < 6_000; i += 1) addNotice(report, { code: "CHANGED", item: `${i}`, reason: `Reason ${i}.` });
  assert.equal(report.notices.length, 5_000);
  const lines = reportLines(report);
  assert.match(lines[0] ?? "", /^Dry run of the import of x; nothing was stored$/);
  assert.ok(lines.includes("  Imported with changes (6000)"));
  assert.equal(lines.at(-1), "    … and 5988 more; use --report <file> to list all of them");
});
