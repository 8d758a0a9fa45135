// The first posts of a source on the page of the report: the source at the left, what it became at the right.
import type { ImportNotice, ImportNoticeCode } from "../import-event.js";
import type { ImportReport } from "../import-report.js";
import { previewOf } from "./html-body.js";
import { html, isolated, type SafeHtml, scriptLanguageOf } from "./html-text.js";
import type { SamplePost, SampleResult } from "./sample-posts.js";

const STATES: Readonly<Record<SampleResult["state"], { word: string; tone: string }>> = {
  PUBLISHED: { word: "public", tone: "good" },
  SCHEDULED: { word: "scheduled", tone: "warn" },
  DRAFT: { word: "draft", tone: "warn" },
  TRASHED: { word: "in the trash", tone: "warn" },
};
const NOTICE_WORDS: Readonly<Record<ImportNoticeCode, string>> = {
  FAILED: "Failed",
  HIDDEN: "Not public",
  RENAMED: "Renamed",
  CHANGED: "Changed",
  SKIPPED: "Skipped",
};
const SHOWN_PATHS = 5;
const SHOWN_NOTICES = 50;

export function samplesHtml(report: ImportReport): SafeHtml {
  const byItem = noticesByItem(report.notices);
  return html`${report.samples.map((sample) => {
    const names = new Set([sample.item, sample.key, sample.title]);
    return sampleHtml(sample, [...names].flatMap((name) => byItem.get(name) ?? []).slice(0, SHOWN_NOTICES));
  })}`;
}

function noticesByItem(notices: readonly ImportNotice[]): Map<string, ImportNotice[]> {
  const byItem = new Map<string, ImportNotice[]>();
  for (const notice of notices)
    byItem.set(notice.item, [...(byItem.get(notice.item) ?? []).slice(0, SHOWN_NOTICES), notice]);
  return byItem;
}

function sampleHtml(sample: SamplePost, notices: readonly ImportNotice[]): SafeHtml {
  const { result } = sample;
  const state = result === null ? { word: "not imported", tone: "bad" } : STATES[result.state];
  return html`<article class="sample">
<div class="sample-head"><h3>${isolated(result?.title ?? (sample.title || sample.item))}</h3> <span class="badge ${state.tone}">${state.word}</span></div>
<dl>${factsOf(sample)}${notices.map(({ code, reason }) => html`<dt>${NOTICE_WORDS[code]}</dt><dd>${isolated(reason)}</dd>`)}</dl>
<div class="pair"><div><h4>Source</h4><pre class="box" tabindex="0"${langOf(sample.text, null)}>${sample.text}${sample.isShortened ? "\n…" : null}</pre></div>
<div><h4>Result</h4>${resultHtml(result)}</div></div>
</article>
`;
}

function resultHtml(result: SampleResult | null): SafeHtml {
  if (result === null) return html`<div class="box soft">The post was not imported.</div>`;
  if (result.html === null) return html`<div class="box soft">The post is too long to be shown here.</div>`;
  return html`<div class="box result" tabindex="0"${langOf(result.html, result.locale)}>${previewOf(result.html)}</div>`;
}

function factsOf({ item, formerPaths, categories, tags, series, result }: SamplePost): SafeHtml[] {
  const old = formerPaths
    .slice(0, SHOWN_PATHS)
    .map((path, index) => html`${index === 0 ? null : ", "}${isolated(path)}`);
  const more = formerPaths.length - SHOWN_PATHS;
  const facts: [string, SafeHtml | string | null][] = [
    ["In the source", isolated(item)],
    ["Date", result?.publishedAt?.replace("T", " ").replace("Z", " UTC") ?? null],
    ["Authors", joined(result?.authors ?? [])],
    ["Categories", joined(categories)],
    ["Tags", joined(tags)],
    ["Series", series === null ? null : isolated(series)],
    ["Address", result === null ? null : isolated(result.path)],
    ["Old addresses", old.length === 0 ? null : html`${old}${more > 0 ? ` and ${more} more` : null}`],
  ];
  return facts.map(([label, value]) => (value === null ? html`` : html`<dt>${label}</dt><dd>${value}</dd>`));
}

function joined(names: readonly string[]): SafeHtml | null {
  if (names.length === 0) return null;
  return html`${names.map((name, index) => (index === 0 ? isolated(name) : html`, ${isolated(name)}`))}`;
}

/** The language of the text itself, if its characters tell; a post in Chinese may have the locale of an English site. */
function langOf(text: string, locale: string | null): SafeHtml {
  const found = scriptLanguageOf(text);
  const language = locale !== null && (found === null || locale.startsWith(found)) ? locale : found;
  return language === null ? html`` : html` lang="${language}"`;
}
