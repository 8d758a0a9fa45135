// The fidelity report as one self-contained page: it loads nothing, has no script, and its policy forbids both. It has the sections of the
// terminal with all their items, and the first posts beside their source.
import { createHash } from "node:crypto";
import { type ImportReport, NOTICE_CODES } from "../import-report.js";
import { samplesHtml } from "./html-samples.js";
import {
  addressSection,
  arrivalSection,
  fileSection,
  kindSection,
  linkSection,
  noticeSection,
  type PageSection,
} from "./html-sections.js";
import { REPORT_STYLE } from "./html-style.js";
import { html, isolated, SafeHtml } from "./html-text.js";
import { counted, postTotal } from "./report-facts.js";

/** The first line of the page, by which a later report recognises a file that it may overwrite. */
export const REPORT_MARK = "<!-- Report of an import by Colophon -->";

export function htmlReport(report: ImportReport): string {
  const sections = sectionsOf(report);
  const title = `Import of ${report.source}`;
  const hash = createHash("sha256").update(REPORT_STYLE).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
${new SafeHtml(REPORT_MARK)}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new SafeHtml(REPORT_STYLE)}</style>
</head>
<body>
<header>
<p>${report.isDryRun ? html`<span class="badge warn">Dry run: nothing was stored</span> ` : null}<span class="soft">${timeOf(report)}</span></p>
<h1>Import of ${isolated(report.source)}</h1>
<p class="lead">${verdictOf(report)}</p>
<ul class="tiles">${tilesOf(report)}</ul>
<nav aria-label="Sections"><ul>${sections.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}</ul></nav>
</header>
<main>
${sections.map(
  ({ id, heading, count, body }) => html`<section id="${id}">
<h2>${heading}${count === null ? null : html` <small>${count}</small>`}</h2>
${body}
</section>
`,
)}</main>
<footer><p>Written by <code>colophon import</code>. Nothing on this page is loaded from the network; pictures are shown as boxes with their addresses.</p></footer>
</body>
</html>
`.markup;
}

function sectionsOf(report: ImportReport): PageSection[] {
  const sections = [
    arrivalSection(report),
    ...NOTICE_CODES.flatMap((code) =>
      code === "CHANGED" ? [noticeSection(report, code), kindSection(report)] : [noticeSection(report, code)],
    ),
    addressSection(report),
    fileSection(report),
    linkSection(report),
    samplesSection(report),
  ];
  return sections.filter((section) => section !== null);
}

function samplesSection(report: ImportReport): PageSection | null {
  if (report.samples.length === 0) return null;
  const heading = report.samples.length === 1 ? "The first post" : `The first ${report.samples.length} posts`;
  return { id: "posts", heading, count: null, body: samplesHtml(report) };
}

function timeOf({ startedAt, seconds }: ImportReport): string {
  return `${startedAt.slice(0, 16).replace("T", " ")} UTC, ${seconds.toFixed(1)} s`;
}

/** What an owner wants to know first. */
function verdictOf({ posts, noticeCounts, links, isDryRun }: ImportReport): string {
  const { failed } = posts;
  const arrived = postTotal(posts) - failed;
  const verb = isDryRun ? "would come in" : arrived === 1 ? "is here" : "are here";
  const sentences = [`${counted(arrived, "post")} of the source ${verb}.`];
  if (failed > 0) sentences.push(`${counted(failed, "post")} could not be imported.`);
  else if (noticeCounts.FAILED > 0) sentences.push(`${counted(noticeCounts.FAILED, "item")} could not be read.`);
  else sentences.push("Nothing failed.");
  const broken = links.byTarget.MISSING;
  if (broken > 0) sentences.push(`${counted(broken, "internal link")} ${broken === 1 ? "leads" : "lead"} nowhere.`);
  return sentences.join(" ");
}

function tilesOf({ posts, visibility, noticeCounts, links, addresses }: ImportReport): SafeHtml[] {
  const written = posts.created + posts.updated;
  const hidden = visibility.draft + visibility.trashed + visibility.scheduled;
  const tiles: [number, string, string][] = [
    [postTotal(posts), "posts in the source", ""],
    ...(written > 0
      ? ([
          [visibility.published, "public", "good"],
          [hidden, "not public", hidden > 0 ? "warn" : ""],
        ] as [number, string, string][])
      : []),
    ...(posts.unchanged > 0 ? ([[posts.unchanged, "unchanged", ""]] as [number, string, string][]) : []),
    [noticeCounts.FAILED, "failed", noticeCounts.FAILED > 0 ? "bad" : ""],
    [addresses.known, "old addresses kept", ""],
    [links.byTarget.MISSING, "links to nowhere", links.byTarget.MISSING > 0 ? "bad" : ""],
  ];
  return tiles.map(([count, label, tone]) => html`<li><b class="${tone}">${count}</b><span>${label}</span></li>`);
}
