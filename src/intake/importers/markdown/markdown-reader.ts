// Reads a folder of Markdown posts of Hugo, Hexo or Jekyll and streams import events. Only the current file and the current batch are in
// memory. An unreadable file is reported and skipped.
import { join, resolve } from "node:path";
import { DroppedKinds } from "../dropped-kinds.js";
import type { ImportEvent, ImportedPost } from "../import-event.js";
import { EventBatch } from "./event-batch.js";
import { type FileFacts, type FileRole, fileFacts } from "./file-name.js";
import { walkFolder } from "./folder-walk.js";
import { type FrontMatter, readFrontMatter } from "./front-matter/front-matter.js";
import { FrontMatterError } from "./front-matter/front-matter-fence.js";
import type { FrontMatterFields } from "./front-matter/front-matter-fields.js";
import { assertTimeZone } from "./front-matter/written-date.js";
import { type Generator, readGeneratorSettings } from "./generator-settings.js";
import { hasFence, isHtmlFile } from "./html-file.js";
import { ItemNotices } from "./item-notices.js";
import { type MappingContext, mapPage } from "./markdown-mapper.js";
import type { FlatCategories } from "./posts/front-matter-terms.js";
import { sitePlaces } from "./posts/post-files.js";
import { withoutComments } from "./posts/template-comments.js";
import { readFolderRule } from "./rules/read-folder-rule.js";
import { projectFolder, readSiteRules } from "./rules/read-site-rules.js";
import type { MenuTarget, SiteRules } from "./rules/site-rules.js";
import { readSiteFile } from "./site-file.js";
import { TermDirectory } from "./term-directory.js";
import { termEvent } from "./term-page.js";
import { MAX_FILE_BYTES, readTextFile, UnreadableFileError } from "./text-file.js";
import { UnimportedCounts } from "./unimported-counts.js";

export interface MarkdownOptions {
  /**
   * The IANA time zone of the site and of its dates without a zone. Null or absent means the zone in the site file or in the generator's
   * configuration, or else UTC.
   */
  timeZone?: string | null;
  /** The locale (BCP 47) of posts without a locale. Null or absent means the locale of the site. */
  locale?: string | null;
  /** Whether a flat list of categories means separate categories (Hugo, Jekyll) or one path (Hexo). Null or absent: by generator. */
  flatCategories?: FlatCategories | null;
  /** The author of posts without an author. Null or absent: from the generator's configuration, or else set by the importer. */
  author?: string | null;
  /**
   * The generator's pattern of paths, such as `/:section/:year/:month/:slug/`, for the redirects from former paths. Null or absent: from
   * the generator's configuration, or else the defaults of Jekyll and Hexo for `_posts`; there is no pattern for other folders.
   */
  permalink?: string | null;
  /**
   * The names of Jekyll's collections that are imported as posts, each in a category of its name. Null or absent means those whose
   * documents have pages in the old site.
   */
  collections?: readonly string[] | null;
  /** Posts are scheduled or expired relative to this time. */
  now?: Date;
}

const MAX_BODY_BYTES = 2 * 1024 * 1024;

interface Reading {
  folder: string;
  context: MappingContext;
  terms: TermDirectory;
  counts: UnimportedCounts;
  dropped: DroppedKinds;
}

/**
 * Yields the events of the site file and the term pages first, then posts in path order, then the counts. Throws UnreadableSourceError if
 * the folder or its site file is unusable, and a RangeError for an unknown time zone.
 */
export async function* readMarkdownFolder(folder: string, options: MarkdownOptions): AsyncGenerator<ImportEvent[]> {
  if (options.timeZone != null) assertTimeZone(options.timeZone);
  const configNotices = new ItemNotices("the generator's configuration");
  const settings = await readGeneratorSettings(resolve(folder), configNotices);
  const walked = await walkFolder(folder, await readFolderRule(settings, resolve(folder)));
  const terms = new TermDirectory();
  const siteEvents = await readSiteFile(folder, terms);
  const ownSite = siteEvents.find((event) => event.kind === "site")?.site ?? null;
  const timeZone = options.timeZone ?? ownSite?.timeZone ?? settings.timeZone;
  const now = options.now ?? new Date();
  const rules = await readSiteRules({ ...settings, timeZone }, resolve(folder), walked.markdown, now, configNotices);
  const root = projectFolder(resolve(folder), settings.place);
  for (const author of rules.authors) terms.authors.add(author);
  const reading: Reading = {
    folder,
    context: {
      locale: options.locale ?? null,
      permalink: options.permalink ?? null,
      flatCategories: options.flatCategories ?? null,
      author: options.author ?? settings.author,
      timeZone: timeZone ?? "UTC",
      now,
      settings,
      rules,
      root,
      hasFiles: (path) => walked.fileFolders.has(path === "." ? "" : path.slice(settings.place.length)),
      terms,
      collections: new Set(options.collections ?? rules.collections),
    },
    terms,
    counts: new UnimportedCounts(walked.counts),
    dropped: new DroppedKinds(),
  };
  const batch = new EventBatch(walked.markdown.length);
  const site = ownSite ?? settings.site;
  if (site !== null) batch.add([{ kind: "site", site: { ...site, timeZone } }]);
  batch.add(siteEvents.filter(({ kind }) => kind !== "site"));
  batch.add(configNotices.list.map((notice) => ({ kind: "notice", notice })));
  batch.add(walked.notices.map((notice) => ({ kind: "notice", notice })));
  batch.add([sitePlaces(root, rules, settings)]);
  yield batch.take();
  for (const path of inReadingOrder(walked.markdown, settings.place, reading.context.rules)) {
    batch.add(await readOne(path, reading));
    batch.done += 1;
    if (batch.isFull) yield batch.take();
  }
  batch.add(reading.context.rules.menus().map((menu) => ({ kind: "menu", menu })));
  batch.add(reading.counts.events());
  batch.add(reading.dropped.notices().map((notice) => ({ kind: "notice", notice })));
  yield batch.take();
}

const TERM_ROLES: readonly FileRole[] = ["CATEGORY", "TAG", "SERIES", "AUTHOR"];

/** Term pages come first, parents before children, because posts refer to them. Sections come last, because they need all terms. */
function inReadingOrder(paths: readonly string[], place: string, rules: SiteRules): FileFactsAt[] {
  const files = paths.map((path) => {
    const key = path.normalize("NFC").replace(/\p{Surrogate}/gu, "\uFFFD");
    return { path, facts: rules.factsOf(fileFacts(key, place), place + key) };
  });
  const depth = ({ facts }: FileFactsAt): number => facts.sectionPath.length;
  const termPages = files.filter(({ facts }) => TERM_ROLES.includes(facts.role)).sort((a, b) => depth(a) - depth(b));
  const sections = files.filter(({ facts }) => facts.role === "SECTION");
  const others = files.filter(({ facts }) => facts.role !== "SECTION" && !TERM_ROLES.includes(facts.role));
  return [...termPages, ...others, ...sections];
}

interface FileFactsAt {
  /** As the file system spells it. The key in `facts` is in NFC. */
  path: string;
  facts: FileFacts;
}

async function readOne({ path, facts }: FileFactsAt, reading: Reading): Promise<ImportEvent[]> {
  const notices = new ItemNotices(facts.key, reading.dropped);
  const events = await eventsOf(path, facts, reading, notices);
  return [...events, ...notices.list.map((notice): ImportEvent => ({ kind: "notice", notice }))];
}

async function eventsOf(
  path: string,
  factsOfPath: FileFacts,
  reading: Reading,
  notices: ItemNotices,
): Promise<ImportEvent[]> {
  const { rules, settings } = reading.context;
  const place = settings.place;
  const facts = rules.factsOf(factsOfPath, place + factsOfPath.key);
  if (facts.role === "PROJECT_FILE") {
    notices.add("SKIPPED", "A file with this name describes the project and is not a post.");
    return [];
  }
  if (facts.role === "HOME") {
    notices.add("SKIPPED", "The home page of the site is not a post.");
    return [];
  }
  const passedOver = rules.passedOver(place + facts.key);
  if (passedOver !== null) {
    notices.add("SKIPPED", `The file was not imported: ${passedOver}.`);
    return [];
  }
  const unfenced = rules.passedOverUnfenced(place + facts.key);
  if (unfenced !== null && isHtmlFile(path) && !(await hasFence(join(reading.folder, path)))) {
    reading.counts.add("HTML pages");
    return [];
  }
  const own = await readPage(join(reading.folder, path), settings.generator, notices);
  if (own === null) return [];
  if (unfenced !== null && !own.isFenced) {
    notices.add("SKIPPED", `The file was not imported: ${unfenced}.`);
    return [];
  }
  const inheriting = own.fields.inheriting(rules.inherited(place + facts.key, facts.locale));
  const page = { ...own, fields: rules.readFields(inheriting, facts, place + facts.key, notices) };
  if (facts.role !== "POST") {
    const event = termPageEvent(facts, page, reading);
    if (event === null) reading.counts.add("section pages (_index.md)");
    return event === null ? [] : [event];
  }
  const mapped = mapPage(facts, page, reading.context, notices);
  if (mapped === null) return [];
  if (mapped.kind === "collection") {
    reading.counts.add(
      `documents of the collection ${mapped.name} (--collections ${mapped.name} imports them as posts)`,
    );
    return [];
  }
  const places: ImportEvent = { kind: "filePlaces", places: mapped.places };
  if (mapped.kind === "page") {
    addToMenus({ kind: "page", ...mapped.page }, page.fields, reading.context);
    return [{ kind: "page", page: mapped.page }, places];
  }
  addToMenus({ kind: "post", ...mapped.post }, page.fields, reading.context);
  reading.counts.addLeftovers(page.fields.unread(), mapped.post.source, facts.key);
  return [{ kind: "post", post: mapped.post, origin: { text: own.text, item: facts.key } }, places];
}

/** The title of a post that is not public is not to be seen in a menu. */
function addToMenus(
  page: MenuTarget & Pick<ImportedPost, "state" | "publishedAt">,
  fields: FrontMatterFields,
  { rules, now }: MappingContext,
): void {
  const isPublic = page.state === "PUBLISHED" && page.publishedAt !== null && page.publishedAt <= now;
  if (isPublic) rules.addToMenus(fields, { kind: page.kind, key: page.key, title: page.title });
}

/** Null if the page is hidden or if it describes no known term. */
function termPageEvent(facts: FileFacts, page: FrontMatter, { context, terms }: Reading): ImportEvent | null {
  const { rules, settings } = context;
  const { text, isUnclosed } = withoutComments(page.body, settings.generator);
  if (isUnclosed || rules.hides(settings.place + facts.key, page.fields, facts.locale).length > 0) return null;
  return termEvent(facts, { ...page, body: text }, terms);
}

/** The page and the whole text of its file. Returns null and adds a notice if the file cannot be read. */
async function readPage(
  path: string,
  generator: Generator | null,
  notices: ItemNotices,
): Promise<(FrontMatter & { text: string }) | null> {
  try {
    const { text, foreignEncoding, removedNuls } = await readTextFile(path, MAX_FILE_BYTES);
    const page = readFrontMatter(text, { zonelessTimesAreUtc: generator === "JEKYLL" });
    const bytes = Buffer.byteLength(page.body);
    if (bytes > MAX_BODY_BYTES) {
      throw new UnreadableFileError(`its body has ${bytes} bytes, and the limit is ${MAX_BODY_BYTES} bytes (2 MiB)`);
    }
    if (foreignEncoding !== null) notices.changed(`The file is not UTF-8; it was read as ${foreignEncoding}.`);
    if (removedNuls > 0) notices.changed(`NUL characters were removed (${removedNuls}).`);
    for (const change of page.changes) notices.changed(change);
    return { ...page, text };
  } catch (error) {
    if (error instanceof FrontMatterError)
      notices.add("FAILED", `${notices.item}, line ${error.line}: ${error.message}.`);
    else if (error instanceof UnreadableFileError) notices.add("FAILED", `Not imported: ${error.message}.`);
    else throw error;
    return null;
  }
}
