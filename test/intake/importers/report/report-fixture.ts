// A fidelity report that has one text in every field which comes from a source.
import {
  addNotice,
  emptyReport,
  type ImportReport,
  NOTICE_CODES,
} from "../../../../src/intake/importers/import-report.js";
import { LINK_TARGETS } from "../../../../src/intake/importers/links/link-counts.js";
import type { SamplePost } from "../../../../src/intake/importers/report/sample-posts.js";

export function hostileReport(text: string): ImportReport {
  const report = emptyReport(text, true);
  report.posts.created = 2;
  report.siteUrl = text;
  for (const code of NOTICE_CODES) {
    addNotice(report, { code, item: text, reason: text });
    addNotice(report, { code, item: `${text} 2`, reason: `“${text}” is another.` });
  }
  const occurrence = { count: 2, firstItem: text, summary: text };
  addNotice(report, { code: "CHANGED", item: text, reason: text, occurrence });
  addNotice(report, { code: "CHANGED", item: "old addresses", reason: text, occurrence });
  report.leftOut = [{ what: text, count: 2, example: text }];
  const mostFrequent = LINK_TARGETS.map((target) => ({ path: text, target, count: 1, example: text }));
  report.links = { ...report.links, internal: 5, unresolved: 5, mostFrequent };
  report.files = { ...report.files, otherPictures: 2, otherHosts: [{ host: text, pictures: 2, example: text }] };
  report.samples = [sample(text, true), sample(text, false)];
  return report;
}

function sample(text: string, isImported: boolean): SamplePost {
  const result = { title: text, path: text, state: "DRAFT" as const, publishedAt: text, locale: "en", authors: [text] };
  return {
    ...{ key: `key of ${text}`, item: `item ${text}`, title: text, text, isShortened: true },
    ...{ categories: [text], tags: [text], series: text, formerPaths: [text] },
    result: isImported ? { ...result, html: "<p>Body</p>" } : null,
  };
}
