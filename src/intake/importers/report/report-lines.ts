// Formats the fidelity report for a terminal of 80 columns: at most 60 lines, the most severe notices first, each reason once with its
// count and the first items. The page and the JSON of the report have the rest.
import { type ImportReport, NOTICE_CODES } from "../import-report.js";
import {
  addressReasons,
  kindGroups,
  type NamedKind,
  type NoticeGroup,
  type NoticeItem,
  noticeGroups,
} from "./notice-groups.js";
import {
  addressFacts,
  arrivalFacts,
  type Fact,
  linkFacts,
  NOTICE_HEADINGS,
  pictureFacts,
  reportTitle,
} from "./report-facts.js";
import { displayWidth, fitToWidth, padEndToWidth, printable, wrapToWidth } from "./terminal-text.js";

const MAX_LINES = 60;
const LABEL_WIDTH = 14;
const DEFAULT_WIDTH = 80;
/** The groups of a section and the lines of a list. The first with which the report is short enough is used. */
const LIMITS = [12, 10, 8, 6, 5, 4, 3, 2, 1];
const SHOWN_ITEMS = 5;

interface Layout {
  /** In columns. */
  width: number;
  limit: number;
}

export function reportLines(report: ImportReport, width = DEFAULT_WIDTH): string[] {
  let lines: string[] = [];
  for (const limit of LIMITS) {
    lines = linesWithin(report, { width, limit });
    if (lines.length <= MAX_LINES) return lines;
  }
  return lines;
}

function linesWithin(report: ImportReport, layout: Layout): string[] {
  return [
    ...wrapToWidth(printable(reportTitle(report)), layout.width),
    ...(report.isDryRun ? ["Dry run: nothing was stored"] : []),
    ...section("What came in", factLines(arrivalFacts(report), layout)),
    ...NOTICE_CODES.flatMap((code) => {
      const groups = noticeGroups(report, code);
      const kinds = code === "CHANGED" ? kindLines(report, layout) : [];
      const unlisted = report.noticeCounts[code] - report.notices.filter((notice) => notice.code === code).length;
      const count = groups.reduce((sum, { items }) => sum + items.length, unlisted);
      const heading = `${NOTICE_HEADINGS[code]} (${count})`;
      return [...section(heading, groupLines(groups, count, layout)), ...section("Dropped or changed, by name", kinds)];
    }),
    ...section("Addresses", [...factLines(addressFacts(report), layout), ...reasonLines(report, layout)]),
    ...section("Pictures and files", factLines(pictureFacts(report), layout)),
    ...section("Links", [...factLines(linkFacts(report, true), layout), ...linkLines(report, layout)]),
  ];
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", heading, ...lines];
}

function factLines(facts: readonly Fact[], { width }: Layout): string[] {
  return facts.flatMap(({ label, text }) =>
    wrapToWidth(printable(text), width - LABEL_WIDTH - 2).map(
      (line, index) => `  ${(index === 0 ? label : "").padEnd(LABEL_WIDTH)}${line}`,
    ),
  );
}

function groupLines(groups: readonly NoticeGroup[], count: number, layout: Layout): string[] {
  const shown = groups.slice(0, layout.limit);
  const rest = shown.reduce((sum, { items }) => sum - items.length, count);
  return [...shown.flatMap((group) => linesOfGroup(group, layout)), ...restLines(rest)];
}

function linesOfGroup({ sentence, items }: NoticeGroup, { width }: Layout): string[] {
  const [first] = items;
  if (first === undefined) return [];
  if (items.length === 1) return indented(`${first.item}: ${sentence}`, width, 2);
  return [...indented(`${sentence} (${items.length})`, width, 2), `    ${namesWithin(items, width - 4)}`];
}

/** As many names as fit, at least one, and how many more there are. */
function namesWithin(items: readonly NoticeItem[], width: number): string {
  const names = items
    .slice(0, SHOWN_ITEMS)
    .map(({ item, detail }) => printable(detail === null ? item : `${item} (${detail})`));
  for (let shown = names.length; shown > 1; shown -= 1) {
    const line = names.slice(0, shown).join(", ") + moreThan(shown, items);
    if (displayWidth(line) <= width) return line;
  }
  const more = moreThan(1, items);
  return fitToWidth(names[0] ?? "", width - displayWidth(more)) + more;
}

function moreThan(shown: number, { length }: { length: number }): string {
  return length > shown ? `, … and ${length - shown} more` : "";
}

function indented(text: string, width: number, indent: number): string[] {
  return wrapToWidth(printable(text), width - indent).map((line) => " ".repeat(indent) + line);
}

const restLines = (rest: number): string[] =>
  rest > 0 ? [`  … and ${rest} more; --report report.html shows all of them`] : [];

/** Of each sentence the most frequent kinds. */
function kindLines(report: ImportReport, { width, limit }: Layout): string[] {
  const groups = kindGroups(report);
  const shown = groups.slice(0, limit);
  const rest = groups.slice(limit).reduce((sum, { kinds }) => sum + kinds.length, 0);
  return [
    ...shown.flatMap(({ sentence, kinds }) => [
      ...indented(sentence, width, 2),
      ...namedLines(kinds, { width, limit }),
    ]),
    ...restLines(rest),
  ];
}

function reasonLines(report: ImportReport, { width }: Layout): string[] {
  return addressReasons(report).flatMap(({ name, count, firstItem }) =>
    indented(`${count}: ${name}${firstItem === null ? "" : ` The first is ${firstItem}.`}`, width, 2),
  );
}

function linkLines({ links }: ImportReport, layout: Layout): string[] {
  const addresses = links.mostFrequent.filter(({ target }) => target !== "FILE");
  const frequent = [...addresses].sort((one, other) => other.count - one.count).slice(0, 10);
  return namedLines(
    frequent.map(({ path, count, example }) => ({ name: path, count, firstItem: example })),
    { ...layout, limit: Math.min(layout.limit, frequent.length) },
  );
}

/** A table of counts, names and the first item of each. */
function namedLines(kinds: readonly NamedKind[], { width, limit }: Layout): string[] {
  const shown = kinds.slice(0, limit);
  const digits = Math.max(...shown.map(({ count }) => `${count}`.length));
  const names = shown.map(({ name }) => fitToWidth(printable(name), Math.floor(width / 2) - 4));
  const nameWidth = Math.max(...names.map(displayWidth));
  const rest = kinds.length - shown.length;
  return [
    ...shown.map(({ count, firstItem }, index) => {
      const name = padEndToWidth(names[index] ?? "", nameWidth);
      const start = `    ${`${count}`.padStart(digits)} ${name}`;
      const place = firstItem === null ? "" : `  in ${printable(firstItem)}`;
      return (start + fitToWidth(place, width - displayWidth(start))).trimEnd();
    }),
    ...(rest > 0 ? [`    … and ${rest} more`] : []),
  ];
}
