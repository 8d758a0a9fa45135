// Reads a folder of Markdown posts as Hugo, Hexo and Jekyll keep them and streams import events. One file is in memory at a
// time besides the batch being filled; nothing here knows a database, and a bad file costs that file alone.
import { join, resolve } from "node:path";
import type { ImportEvent } from "../import-event.js";
import { EventBatch } from "./event-batch.js";
import { type FileFacts, type FileRole, fileFacts } from "./file-name.js";
import { walkFolder } from "./folder-walk.js";
import { type FrontMatter, readFrontMatter } from "./front-matter/front-matter.js";
import { FrontMatterError } from "./front-matter/front-matter-fence.js";
import { assertTimeZone } from "./front-matter/written-date.js";
import { readGeneratorSettings } from "./generator-settings.js";
import { ItemNotices } from "./item-notices.js";
import { type MappingContext, mapPost } from "./markdown-mapper.js";
import type { FlatCategories } from "./posts/front-matter-terms.js";
import { readSiteFile } from "./site-file.js";
import { SourceTally } from "./source-tally.js";
import { TermDirectory } from "./term-directory.js";
import { termEvent } from "./term-page.js";
import { readTextFile, UnreadableFileError } from "./text-file.js";

export interface MarkdownOptions {
  /** IANA name, for dates that name no zone; null or absent: as the generator's configuration says, else UTC. */
  timeZone?: string | null;
  /** BCP 47, for posts that name none; null or absent leaves it to the site. */
  locale?: string | null;
  /** What a flat list of categories means: one each (Hugo, Jekyll) or one path (Hexo); null or absent: as the place tells. */
  flatCategories?: FlatCategories | null;
  /** Of posts that name none; null or absent: as the generator's configuration says, else left to the importer. */
  author?: string | null;
  /**
   * The generator's pattern of paths, such as `/:section/:year/:month/:slug/`, so that old links lead to the posts. Null or
   * absent: as the generator's configuration says, else Jekyll's and Hexo's defaults for `_posts` and nothing elsewhere.
   */
  permalink?: string | null;
  /** Decides what is scheduled and what has expired. */
  now?: Date;
}

const MAX_BODY_BYTES = 2 * 1024 * 1024;
/** Front matter comes on top, and UTF-16 or GBK may need more bytes than the UTF-8 they become. */
const MAX_FILE_BYTES = 2 * MAX_BODY_BYTES;

interface Reading {
  folder: string;
  context: MappingContext;
  terms: TermDirectory;
  tally: SourceTally;
}

/**
 * The site file's and term pages' events come first, then posts in path order, then what was counted. Throws
 * UnreadableSourceError where the folder or its site file cannot be used, and a RangeError for an unknown time zone.
 */
export async function* readMarkdownFolder(folder: string, options: MarkdownOptions): AsyncGenerator<ImportEvent[]> {
  if (options.timeZone != null) assertTimeZone(options.timeZone);
  const walked = await walkFolder(folder);
  const told = new ItemNotices("the generator's configuration");
  const settings = await readGeneratorSettings(resolve(folder), told);
  const terms = new TermDirectory();
  const reading: Reading = {
    folder,
    context: {
      locale: options.locale ?? null,
      permalink: options.permalink ?? null,
      flatCategories: options.flatCategories ?? null,
      author: options.author ?? settings.author,
      timeZone: options.timeZone ?? settings.timeZone ?? "UTC",
      now: options.now ?? new Date(),
      settings,
      terms,
    },
    terms,
    tally: new SourceTally(walked.counts),
  };
  const batch = new EventBatch(walked.markdown.length);
  const own = await readSiteFile(folder, terms);
  const isNamed = own.some(({ kind }) => kind === "site");
  if (settings.site !== null && !isNamed) batch.add([{ kind: "site", site: settings.site }]);
  batch.add(own);
  batch.add(told.list.map((notice) => ({ kind: "notice", notice })));
  batch.add(walked.notices.map((notice) => ({ kind: "notice", notice })));
  yield batch.take();
  for (const path of inReadingOrder(walked.markdown, settings.place)) {
    batch.add(await readOne(path, reading));
    batch.done += 1;
    if (batch.isFull) yield batch.take();
  }
  batch.add(reading.tally.events());
  yield batch.take();
}

const TERM_ROLES: readonly FileRole[] = ["CATEGORY", "TAG", "SERIES", "AUTHOR"];

/** Term pages first, since they name what posts refer to; parents before children. Sections last: they need all terms. */
function inReadingOrder(paths: readonly string[], place: string): FileFactsAt[] {
  const files = paths.map((path) => ({
    path,
    facts: fileFacts(path.normalize("NFC").replace(/\p{Surrogate}/gu, "\uFFFD"), place),
  }));
  const depth = ({ facts }: FileFactsAt): number => facts.sectionPath.length;
  const termPages = files.filter(({ facts }) => TERM_ROLES.includes(facts.role)).sort((a, b) => depth(a) - depth(b));
  const sections = files.filter(({ facts }) => facts.role === "SECTION");
  const others = files.filter(({ facts }) => facts.role !== "SECTION" && !TERM_ROLES.includes(facts.role));
  return [...termPages, ...others, ...sections];
}

interface FileFactsAt {
  /** As the file system has it; the key in `facts` is NFC. */
  path: string;
  facts: FileFacts;
}

async function readOne({ path, facts }: FileFactsAt, reading: Reading): Promise<ImportEvent[]> {
  const notices = new ItemNotices(facts.key);
  const event = await eventOf(path, facts, reading, notices);
  const told = notices.list.map((notice): ImportEvent => ({ kind: "notice", notice }));
  return event === null ? told : [event, ...told];
}

async function eventOf(
  path: string,
  facts: FileFacts,
  reading: Reading,
  notices: ItemNotices,
): Promise<ImportEvent | null> {
  if (facts.role === "PROJECT_FILE") {
    notices.add("SKIPPED", "A file of this name is about the project and is no post.");
    return null;
  }
  if (facts.role === "HOME") {
    notices.add("SKIPPED", "The page of the whole site is no post.");
    return null;
  }
  const page = await readPage(join(reading.folder, path), notices);
  if (page === null) return null;
  const event =
    facts.role === "POST" ? postEvent(facts, page, reading, notices) : termEvent(facts, page, reading.terms);
  if (event === null && facts.role !== "POST") reading.tally.count("section pages (_index.md)");
  if (event?.kind === "post") reading.tally.countLeftovers(page.fields.unread(), event.post.source);
  return event;
}

function postEvent(
  facts: FileFacts,
  page: FrontMatter,
  { context }: Reading,
  notices: ItemNotices,
): ImportEvent | null {
  const post = mapPost(facts, page, context, notices);
  return post === null ? null : { kind: "post", post };
}

/** Null, and told why, where the file cannot be read. */
async function readPage(path: string, notices: ItemNotices): Promise<FrontMatter | null> {
  try {
    const { text, foreignEncoding } = await readTextFile(path, MAX_FILE_BYTES);
    const page = readFrontMatter(text);
    const bytes = Buffer.byteLength(page.body);
    if (bytes > MAX_BODY_BYTES) {
      throw new UnreadableFileError(`its body has ${bytes} bytes, and the limit is ${MAX_BODY_BYTES} bytes (2 MiB)`);
    }
    if (foreignEncoding !== null) notices.changed(`It is not UTF-8; it was read as ${foreignEncoding}.`);
    for (const change of page.changes) notices.changed(change);
    return page;
  } catch (error) {
    if (error instanceof FrontMatterError)
      notices.add("FAILED", `${notices.item}, line ${error.line}: ${error.message}.`);
    else if (error instanceof UnreadableFileError) notices.add("FAILED", `Not imported: ${error.message}.`);
    else throw error;
    return null;
  }
}
