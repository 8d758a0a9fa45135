// Groups the notices of a report for people: notices whose sentences differ only in a name, a date or a number form one group, and kinds
// of things, such as tags, are listed by name below the sentence that says what became of them.
import type { ImportNotice, ImportNoticeCode } from "../import-event.js";
import type { ImportReport } from "../import-report.js";

export interface NoticeItem {
  item: string;
  /** What the sentence of this item says where that of the group has `…`. Null if the sentences are the same. */
  detail: string | null;
}

export interface NoticeGroup {
  sentence: string;
  items: NoticeItem[];
}

export interface NamedKind {
  name: string;
  count: number;
  firstItem: string | null;
}

export interface KindGroup {
  sentence: string;
  kinds: NamedKind[];
}

/** Readers give the reasons why a post has no old address as notices of this kind. */
const OLD_ADDRESSES = "old addresses";
const FIELDS = /^front matter fields “(.{1,100})”$/;
const FIELD_SENTENCE = "The field of the front matter has no meaning here and was left out.";
/** What differs between sentences of the same kind: quoted texts, instants, addresses and numbers. The lengths are bounded for linear time. */
const VARIABLE =
  /“[^”]{0,300}”|"[^"]{0,300}"|\d{4}-\d\d-\d\dT[\d:.]{1,20}Z|https?:\/\/[^\s,;]{1,300}[^\s,;.]|\d{1,20}/g;

/** The groups of the notices with this code, the largest first. Notices about kinds are left to `kindGroups`. */
export function noticeGroups(report: ImportReport, code: ImportNoticeCode): NoticeGroup[] {
  const groups = new Map<string, ImportNotice[]>();
  for (const notice of report.notices) {
    if (notice.code !== code || notice.occurrence !== undefined) continue;
    const pattern = sentenceOf(notice).replace(VARIABLE, "…");
    const known = groups.get(pattern);
    if (known === undefined) groups.set(pattern, [notice]);
    else known.push(notice);
  }
  return bySize([...groups].map(asGroup), ({ items }) => items.length);
}

function asGroup([pattern, notices]: [string, ImportNotice[]]): NoticeGroup {
  const [first] = notices;
  const areSame = first !== undefined && notices.every((notice) => sentenceOf(notice) === sentenceOf(first));
  if (areSame)
    return {
      sentence: withReadableTimes(sentenceOf(first)),
      items: notices.map(({ item }) => ({ item, detail: null })),
    };
  const items = notices.map((notice) => ({ item: notice.item, detail: variablesOf(sentenceOf(notice)) }));
  // A sentence that ends with the placeholder needs no full stop.
  return { sentence: pattern.replace(/…\.$/, "…"), items };
}

/** The reason without the name of the item at its start, which stands before it. */
function sentenceOf({ item, reason }: ImportNotice): string {
  if (!reason.startsWith(`${item}, `)) return reason;
  const rest = reason.slice(item.length + 2);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

function variablesOf(reason: string): string {
  return withReadableTimes((reason.match(VARIABLE) ?? []).join(", "));
}

/** What was dropped or changed by its name, and the fields of front matter that were left out. */
export function kindGroups(report: ImportReport): KindGroup[] {
  const groups = new Map<string, NamedKind[]>();
  const add = (sentence: string, kind: NamedKind): void => {
    const known = groups.get(sentence);
    if (known === undefined) groups.set(sentence, [kind]);
    else known.push(kind);
  };
  for (const { item, occurrence } of report.notices) {
    if (occurrence === undefined || item === OLD_ADDRESSES) continue;
    add(occurrence.summary, { name: item, count: occurrence.count, firstItem: occurrence.firstItem });
  }
  for (const { what, count, example } of report.leftOut) {
    const name = FIELDS.exec(what)?.[1];
    if (name !== undefined) add(FIELD_SENTENCE, { name, count, firstItem: example });
  }
  const ordered = [...groups].map(([sentence, kinds]) => ({ sentence, kinds: bySize(kinds, ({ count }) => count) }));
  return bySize(ordered, ({ kinds }) => kinds.reduce((sum, { count }) => sum + count, 0));
}

/** Why posts have no old address, by reason. */
export function addressReasons(report: ImportReport): NamedKind[] {
  const told = report.notices.flatMap(({ item, occurrence }) =>
    item === OLD_ADDRESSES && occurrence !== undefined ? [occurrence] : [],
  );
  const reasons = told.map(({ summary, count, firstItem }) => ({ name: summary, count, firstItem }));
  const rest = report.addresses.unknown - reasons.reduce((sum, { count }) => sum + count, 0);
  if (rest <= 0) return reasons;
  const name =
    "Their addresses in the old site are not known. Import the folder with the configuration of its generator, or state the pattern with --permalink.";
  return [...reasons, { name, count: rest, firstItem: report.addresses.firstUnknown }];
}

/** The kinds of items that are not imported, without the fields of front matter. */
export function leftOutItems(report: ImportReport): NamedKind[] {
  return report.leftOut
    .filter(({ what }) => !FIELDS.test(what))
    .map(({ what, count, example }) => ({ name: what, count, firstItem: example }));
}

/** Instants of sentences as people write them, to the minute. */
function withReadableTimes(sentence: string): string {
  return sentence.replace(/(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d{1,3})?Z/g, "$1 $2 UTC");
}

/** Those of the same size keep their order. */
function bySize<Entry>(entries: readonly Entry[], sizeOf: (entry: Entry) => number): Entry[] {
  return [...entries].sort((one, other) => sizeOf(other) - sizeOf(one));
}
