// The fidelity report in the terminal: short, aligned by display width, without control characters, and with each reason once.
import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import type { ImportNotice } from "../../../src/intake/importers/import-event.js";
import { addNotice, emptyReport, type ImportReport } from "../../../src/intake/importers/import-report.js";
import { reportLines } from "../../../src/intake/importers/report/report-lines.js";
import { displayWidth, fitToWidth, wrapToWidth } from "../../../src/intake/importers/report/terminal-text.js";

function kind(item: string, count: number, firstItem: string, summary: string): ImportNotice {
  return { code: "CHANGED", item, reason: `${summary} It occurs.`, occurrence: { count, firstItem, summary } };
}

function sampleReport(): ImportReport {
  const report = emptyReport("wordpress:export.xml", false);
  Object.assign(report.posts, { created: 10, unchanged: 2, failed: 1 });
  report.visibility.published = 10;
  Object.assign(report.created, { authors: 1, tags: 2 });
  Object.assign(report.comments, { created: 100, unchanged: 20 });
  report.redirects = 3;
  report.linksRewritten = 1;
  report.seconds = 2;
  report.siteUrl = "https://old.example";
  Object.assign(report.addresses, { known: 10, unknown: 2, firstUnknown: "b.md", hidden: 1 });
  report.leftOut = [
    { what: "menu items", count: 7, example: null },
    { what: "front matter fields “math”", count: 3, example: "a.md" },
    { what: "items of the type map", count: 1, example: null },
  ];
  for (let i = 1; i <= 7; i += 1) addNotice(report, { code: "SKIPPED", item: `Page ${i}`, reason: "It is a page." });
  addNotice(report, { code: "FAILED", item: "Bad", reason: "Bad, it becomes public at 2030-01-02T03:04:05.000Z." });
  for (const [item, date] of [
    ["一.md", "2019-13-01"],
    ["二.md", "yesterday"],
  ])
    addNotice(report, { code: "CHANGED", item: item ?? "", reason: `The date “${date}” is invalid.` });
  addNotice(report, kind("[map]", 2, "First", "The shortcode was left out."));
  addNotice(report, kind("[form]", 12, "Second", "The shortcode was left out."));
  report.links = {
    ...{ internal: 14, resolved: 9, unresolved: 5 },
    byTarget: { MISSING: 3, HIDDEN: 0, LIST: 2, PAGE: 0, FILE: 0 },
    mostFrequent: [
      { path: "/归档", target: "MISSING", count: 3, example: "你好" },
      { path: "/tag/x", target: "LIST", count: 2, example: "Hello" },
    ],
  };
  return report;
}

it("the printed report has the counts and each reason once", () => {
  assert.deepEqual(reportLines(sampleReport()), [
    "Import of wordpress:export.xml",
    "",
    "What came in",
    "  Posts         13: 10 new, 2 unchanged, 1 failed",
    "  Visibility    10 published",
    "  New terms     1 author, 2 tags",
    "  Comments      120: 100 new, 20 unchanged",
    "  Left out      menu items (7), items of the type map (1)",
    "  Time          2.0 s, 7 posts a second",
    "",
    "Could not be imported (1)",
    "  Bad: It becomes public at 2030-01-02 03:04 UTC.",
    "",
    "Imported with changes (2)",
    "  The date … is invalid. (2)",
    "    一.md (“2019-13-01”), 二.md (“yesterday”)",
    "",
    "Dropped or changed, by name",
    "  The shortcode was left out.",
    "    12 [form]  in Second",
    "     2 [map]   in First",
    "  The field of the front matter has no meaning here and was left out.",
    "    3 math  in a.md",
    "",
    "Deliberately not imported (7)",
    "  It is a page. (7)",
    "    Page 1, Page 2, Page 3, Page 4, Page 5, … and 2 more",
    "",
    "Addresses",
    "  Known         10 posts can be found at the old address",
    "  Redirects     3 new, from former paths",
    "  Unknown       the old address of 2 public posts",
    "  Hidden        1 hidden post without an old address",
    "  2: Their addresses in the old site are not known. Import the folder with the",
    "  configuration of its generator, or state the pattern with --permalink. The",
    "  first is b.md.",
    "",
    "Links",
    "  Internal      14 links",
    "  Resolved      9; rewritten in 1 post",
    "  Unresolved    5: 3 to an address at which nothing is known; 2 to a list of",
    "                posts or a feed of the old site",
    "    3 /归档   in 你好",
    "    2 /tag/x  in Hello",
  ]);
});

it("the printed report has at most 60 lines and counts the notices that it does not list", () => {
  const report = emptyReport("x", true);
  for (let i = 0; i < 6_000; i += 1)
    for (const code of ["FAILED", "HIDDEN", "CHANGED", "SKIPPED"] as const)
      addNotice(report, {
        code,
        item: `${i}`,
        reason: `Reason ${"abcdefghij"[i % 10]}${"klmnopqrst"[(i >> 4) % 10]}.`,
      });
  for (let i = 0; i < 100; i += 1) addNotice(report, kind(`[k${i}]`, i, "x", `Reason ${i}.`));
  const lines = reportLines(report);
  assert.ok(lines.length <= 60, `${lines.length}`);
  assert.equal(lines[1], "Dry run: nothing was stored");
  for (const heading of ["Could not be imported (6000)", "Imported, but not public (6000)"])
    assert.ok(lines.includes(heading), heading);
  assert.ok(lines.some((line) => /^ {2}… and \d+ more; --report report\.html shows all of them$/.test(line)));
});

it("no text of a source makes a line wider than the terminal, or controls it", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.string({ unit: "binary", maxLength: 50 }),
    fc.constantFrom("\u001B[31mred", "a\r\nb", "\u202Edesrever", "中文".repeat(80), "x".repeat(300)),
  );
  fc.assert(
    fc.property(text, text, text, fc.integer({ min: 60, max: 100 }), (source, item, reason, width) => {
      const report = emptyReport(source, false);
      for (const code of ["FAILED", "CHANGED"] as const) {
        addNotice(report, { code, item, reason });
        addNotice(report, { code, item: reason, reason });
      }
      addNotice(report, kind(item, 3, source, reason));
      report.leftOut = [{ what: reason, count: 2, example: item }];
      report.links = {
        ...report.links,
        mostFrequent: [{ path: source, target: "MISSING", count: 1, example: item }],
      };
      for (const line of reportLines(report, width)) {
        assert.ok(displayWidth(line) <= width, JSON.stringify(line));
        assert.doesNotMatch(line, /[\p{Cc}\p{Surrogate}\u202A-\u202E\u2066-\u2069]/u);
      }
    }),
    { numRuns: 40 },
  );
});

it("a character of Chinese takes two columns, and lines break before it but not before its punctuation", () => {
  assert.equal(displayWidth("a中，é👍"), 8);
  assert.equal(fitToWidth("中文标题很长", 7), "中文标…");
  assert.deepEqual(wrapToWidth("文章没有标题，已忽略。 Next words", 12), ["文章没有标", "题，已忽略。", "Next words"]);
});
