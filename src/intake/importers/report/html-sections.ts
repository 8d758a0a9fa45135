// The sections of the report's page. Their words and groups are those of the terminal, with every item.
import type { ImportNoticeCode } from "../import-event.js";
import type { ImportReport } from "../import-report.js";
import { LINK_TARGETS } from "../links/link-counts.js";
import { html, isolated, type SafeHtml } from "./html-text.js";
import {
  addressReasons,
  kindGroups,
  leftOutItems,
  type NamedKind,
  type NoticeGroup,
  noticeGroups,
} from "./notice-groups.js";
import {
  addressFacts,
  arrivalFacts,
  type Fact,
  linkFacts,
  NOTICE_HEADINGS,
  pictureFacts,
  TARGET_WORDS,
} from "./report-facts.js";

export interface PageSection {
  id: string;
  heading: string;
  count: number | null;
  body: SafeHtml;
}

/** Longer lists are closed until they are asked for. */
const OPEN_ITEMS = 8;
const PREVIEWED_ITEMS = 3;

export function arrivalSection(report: ImportReport): PageSection {
  const items = leftOutItems(report);
  const list =
    items.length === 0
      ? null
      : html`<details><summary>What is not stored, by kind</summary>${kindTable(items)}</details>`;
  return { id: "arrived", heading: "What came in", count: null, body: html`${factTable(arrivalFacts(report))}${list}` };
}

export function noticeSection(report: ImportReport, code: ImportNoticeCode): PageSection | null {
  const groups = noticeGroups(report, code);
  const listed = report.notices.filter((notice) => notice.code === code).length;
  const unlisted = report.noticeCounts[code] - listed;
  const count = groups.reduce((sum, { items }) => sum + items.length, unlisted);
  if (count === 0) return null;
  const rest = unlisted > 0 ? html`<p class="soft">Of this kind, ${unlisted} more notices are only counted.</p>` : null;
  const body = html`${groups.map(groupHtml)}${rest}`;
  return { id: code.toLowerCase(), heading: NOTICE_HEADINGS[code], count, body };
}

function groupHtml({ sentence, items }: NoticeGroup): SafeHtml {
  const entries = items.map(
    ({ item, detail }) =>
      html`<li>${isolated(item)}${detail === null ? null : html` <small>${isolated(detail)}</small>`}</li>`,
  );
  return html`<div class="group"><p><span class="number">${items.length} ×</span> ${isolated(sentence)}</p>${folded(
    entries,
    items.map(({ item }) => item),
  )}</div>`;
}

function folded(entries: readonly SafeHtml[], names: readonly string[]): SafeHtml {
  if (entries.length <= OPEN_ITEMS) return html`<ul>${entries}</ul>`;
  const first = names.slice(0, PREVIEWED_ITEMS).map((name) => html`${isolated(name)}, `);
  return html`<details><summary>${first}and ${names.length - PREVIEWED_ITEMS} more</summary><ul>${entries}</ul></details>`;
}

export function kindSection(report: ImportReport): PageSection | null {
  const groups = kindGroups(report);
  if (groups.length === 0) return null;
  const count = groups.reduce((sum, { kinds }) => sum + kinds.length, 0);
  const body = groups.map(
    ({ sentence, kinds }) =>
      html`<div class="group"><p>${isolated(sentence)}</p>${
        kinds.length > OPEN_ITEMS
          ? html`${kindTable(kinds.slice(0, OPEN_ITEMS))}<details><summary>${kinds.length - OPEN_ITEMS} more</summary>${kindTable(kinds.slice(OPEN_ITEMS))}</details>`
          : kindTable(kinds)
      }</div>`,
  );
  return { id: "kinds", heading: "Dropped or changed, by name", count, body: html`${body}` };
}

export function addressSection(report: ImportReport): PageSection {
  const reasons = addressReasons(report);
  const why = reasons.length === 0 ? null : html`<h3>Why an old address is not known</h3>${kindTable(reasons)}`;
  return { id: "addresses", heading: "Addresses", count: null, body: html`${factTable(addressFacts(report))}${why}` };
}

export function linkSection(report: ImportReport): PageSection {
  const { links } = report;
  const tables = LINK_TARGETS.flatMap((target) => {
    const found = links.mostFrequent.filter((address) => address.target === target);
    if (found.length === 0) return [];
    const kinds = found.map(({ path, count, example }) => ({ name: path, count, firstItem: example }));
    const total = links.byTarget[target];
    const listed = kinds.reduce((sum, { count }) => sum + count, 0);
    const most = listed < total ? html` <small>the most frequent ones:</small>` : null;
    return [
      html`<div class="group"><p><span class="number">${total} ×</span> ${TARGET_WORDS[target]}${most}</p>${kindTable(kinds)}</div>`,
    ];
  });
  return {
    id: "links",
    heading: "Links",
    count: links.internal,
    body: html`${factTable(linkFacts(report, false))}${tables}`,
  };
}

export function fileSection(report: ImportReport): PageSection | null {
  const facts = pictureFacts(report);
  if (facts.length === 0) return null;
  const hosts = report.files.otherHosts.map(({ host, pictures, example }) => ({
    name: host,
    count: pictures,
    firstItem: example,
  }));
  const table = hosts.length === 0 ? null : html`<h3>Pictures on other hosts</h3>${kindTable(hosts)}`;
  return { id: "files", heading: "Pictures and files", count: null, body: html`${factTable(facts)}${table}` };
}

function factTable(facts: readonly Fact[]): SafeHtml {
  const rows = facts.map(({ label, text }) => html`<tr><th scope="row">${label}</th><td>${text}</td></tr>`);
  return html`<table class="facts"><tbody>${rows}</tbody></table>`;
}

function kindTable(kinds: readonly NamedKind[]): SafeHtml {
  const rows = kinds.map(
    ({ name, count, firstItem }) =>
      html`<tr><td class="count">${count}</td><td>${isolated(name)}</td><td>${
        firstItem === null ? null : html`<small>in ${isolated(firstItem)}</small>`
      }</td></tr>`,
  );
  return html`<table class="kinds"><tbody>${rows}</tbody></table>`;
}
