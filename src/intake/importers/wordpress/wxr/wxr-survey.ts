// Collects the facts of the first pass through an export: its terms and authors, the number of items that are not posts, and the images
// that posts refer to. The posts themselves are not retained.
import { internalPath } from "../../../../platform/markup/internal-path.js";
import type { ImportedImage, ImportedTerm } from "../../import-event.js";
import { PermalinkStructures } from "../addresses/permalink-structure.js";
import { permalinkParts, surveyedPath } from "../addresses/wxr-paths.js";
import { AttachmentLibrary } from "../content/attachment-library.js";
import { ReusableBlocks } from "../content/body-assembler.js";
import { MenuLinks } from "../items/menu-items.js";
import type { GuestAuthor } from "../wxr-authors.js";
import { offsetOf } from "../wxr-dates.js";
import { WxrLanguages } from "../wxr-languages.js";
import { OffsetCalendar } from "../wxr-offsets.js";
import { readTerm } from "../wxr-terms.js";
import { WxrItemIndex } from "./wxr-item-index.js";
import type { WxrFields, WxrItem, WxrRecord } from "./wxr-record.js";
import { decodedText, ownCopy, parseWebUrl, withoutTrailingSlashes } from "./wxr-text.js";

/** The maximum number of types and taxonomies with their own count. All others are counted together. */
const MAX_COUNTED_NAMES = 100;

const COUNTED_TYPES: ReadonlyMap<string, string> = new Map([["revision", "revisions"]]);
/** They become events of the second pass. */
const EVENT_TYPES: ReadonlySet<string> = new Set(["attachment", "page", "nav_menu_item"]);
const IMPORTED_DOMAINS: ReadonlySet<string> = new Set([
  "category",
  "post_tag",
  "tag",
  "series",
  "language",
  "author",
  "post_translations",
]);

export class WxrSurvey {
  readonly head = new Map<string, string>();
  readonly authors: WxrFields[] = [];
  /** Authors without an account, which Co-Authors Plus stores as items. */
  readonly guestAuthors: GuestAuthor[] = [];
  /** The terms of the taxonomy `author`, which are authors if the plugin PublishPress Authors is in use. */
  readonly #authorTerms: GuestAuthor[] = [];
  #hasPublishPress = false;
  readonly categories: WxrFields[] = [];
  readonly tags: WxrFields[] = [];
  /** The numbers of items that are not imported, by their name in the report. */
  readonly counts = new Map<string, number>();
  postCount = 0;
  readonly attachments = new AttachmentLibrary();
  readonly blocks = new ReusableBlocks();
  readonly menus = new MenuLinks();
  readonly languages = new WxrLanguages();
  readonly index: WxrItemIndex;
  readonly structures = new PermalinkStructures();
  readonly #linkedPaths = new Set<string>();
  readonly #tagsByTermId = new Map<string, ImportedTerm>();
  /** Hours between the local dates of posts and UTC. More than two need not be told apart. */
  readonly #offsets = new Set<number>();
  /** By which local dates without a UTC date are read. */
  readonly offsets = new OffsetCalendar();

  /** `pagesAre` is what pages are imported as. */
  constructor(pagesAre: "post" | "page") {
    this.index = new WxrItemIndex(pagesAre);
  }

  readonly add = (record: WxrRecord): void => {
    if (record.kind === "item") this.#addItem(record.item);
    else if (record.kind === "head") this.#addHead(record.name, record.text);
    else this.#addTerm(record.kind, record.fields);
  };

  /** To be called after the last record. Drops images that no post refers to. */
  finish(): void {
    for (const key of this.attachments.linkedPageKeys()) this.#addLinkedPath(key);
    this.attachments.dropUnused();
    this.index.finish();
    if (this.#hasPublishPress) this.guestAuthors.push(...this.#authorTerms);
  }

  /**
   * The IANA name of the offset that all posts have. An export does not name the time zone of the site; null if the posts have several
   * offsets, as with daylight saving time, or one that has no name.
   */
  get timeZone(): string | null {
    const [hours = null] = this.#offsets;
    if (hours === null || this.#offsets.size > 1 || !Number.isInteger(hours) || hours < -12 || hours > 14) return null;
    // The signs of these names are reversed, as in POSIX.
    return hours === 0 ? "UTC" : `Etc/GMT${hours > 0 ? "-" : "+"}${Math.abs(hours)}`;
  }

  /** The addresses of the site in the head. */
  get siteUrls(): string[] {
    return ["link", "wp:base_site_url", "wp:base_blog_url"].map((name) => this.head.get(name) ?? "");
  }

  /** Absolute, without a trailing slash. Null if the export has none. */
  get siteUrl(): string | null {
    this.#siteUrl ??= [siteUrlOf(this.head.get("wp:base_blog_url") ?? "") ?? siteUrlOf(this.head.get("link") ?? "")];
    return this.#siteUrl[0] ?? null;
  }

  #siteUrl: (string | null)[] | null = null;

  tagSlugs(): string[] {
    return this.tags.map((fields) => readTag(fields)?.slug).filter((slug) => slug !== undefined);
  }

  /** The paths within the site that bodies link to, except files. */
  linkedPaths(): Iterable<string> {
    return this.#linkedPaths;
  }

  tagOfTermId(id: string): ImportedTerm | null {
    return this.#tagsByTermId.get(id) ?? null;
  }

  coverOf(thumbnailId: string): ImportedImage | null {
    return this.attachments.imageOf(thumbnailId);
  }

  #addHead(name: string, text: string): void {
    if (!this.head.has(name)) this.head.set(name, ownCopy(text));
  }

  #addTerm(kind: "author" | "category" | "tag" | "term", fields: WxrFields): void {
    const taxonomy = fields.get("wp:term_taxonomy")?.trim() ?? "";
    if (kind === "term" && taxonomy !== "category" && taxonomy !== "post_tag") {
      if (taxonomy === "author") this.#addAuthorTerm(fields);
      if (taxonomy === "language") this.languages.add(fields);
      if (!IMPORTED_DOMAINS.has(taxonomy) && taxonomy !== "nav_menu") this.#count(`terms of the taxonomy ${taxonomy}`);
      return;
    }
    const own = new Map([...fields].map(([name, text]) => [name, ownCopy(text)]));
    if (kind === "author") this.authors.push(own);
    else if (kind === "category" || taxonomy === "category") this.categories.push(own);
    else this.#addTag(own);
  }

  #addTag(fields: WxrFields): void {
    this.tags.push(fields);
    const tag = readTag(fields);
    const id = fields.get("wp:term_id")?.trim() ?? "";
    if (tag !== null && id !== "") this.#tagsByTermId.set(id, tag);
  }

  #addItem(item: WxrItem): void {
    const type = (item.fields.get("wp:post_type") ?? "post").trim();
    this.index.add(item, type, () => this.siteUrls);
    if (type === "guest-author") {
      this.#addGuestAuthor(item);
      return;
    }
    if (type === "attachment") this.attachments.add(item);
    if (type === "wp_block") this.blocks.add(item);
    if (type === "nav_menu_item") this.menus.add(item);
    this.attachments.noteUses(item);
    if (type === "post" || type === "page") this.#countTerms(item);
    if (type === "post") this.#addPost(item);
    else if (!EVENT_TYPES.has(type)) {
      this.#count(COUNTED_TYPES.get(type) ?? `items of the type ${type}`);
      this.#count("comments of other items", item.commentCount);
    }
  }

  #addLinkedPath(key: string): void {
    const path = internalPath(key.startsWith("/") ? key : `https://${key}`, this.siteUrl);
    if (path === null || path === "/" || path.startsWith("/?")) return;
    this.#linkedPaths.add(path);
    this.structures.addLink(path);
  }

  #addPost(item: WxrItem): void {
    const { fields } = item;
    this.postCount += 1;
    this.#hasPublishPress ||= item.meta.has("ppma_authors_name");
    const path = fields.get("wp:status")?.trim() === "publish" ? surveyedPath(item, this.siteUrl) : null;
    if (path !== null) this.structures.addPost(path, permalinkParts(item));
    const offset = offsetOf(fields);
    this.offsets.add(fields);
    if (offset !== null && this.#offsets.size < 2) this.#offsets.add(offset);
  }

  #countTerms(item: WxrItem): void {
    for (const { domain } of item.terms) {
      if (domain === "post_format") this.#count("post formats");
      else if (domain !== null && !IMPORTED_DOMAINS.has(domain)) this.#count(`assignments of the taxonomy ${domain}`);
    }
  }

  #addAuthorTerm(fields: WxrFields): void {
    const login = fields.get("wp:term_slug")?.trim() ?? "";
    const name = fields.get("wp:term_name")?.trim() ?? "";
    if (login !== "" && !login.startsWith("cap-"))
      this.#authorTerms.push({ login: ownCopy(login), name: ownCopy(name), bio: null });
  }

  #addGuestAuthor({ meta }: WxrItem): void {
    const [login = ""] = meta.get("cap-user_login") ?? [];
    const [name = ""] = meta.get("cap-display_name") ?? [];
    const bio = decodedText((meta.get("cap-description")?.[0] ?? "").slice(0, 10_000));
    if (login.trim() === "") return;
    this.guestAuthors.push({ login: ownCopy(login.trim()), name: ownCopy(name.trim()), bio: ownCopy(bio) || null });
  }

  #count(what: string, by = 1): void {
    if (by === 0) return;
    const isNew = !this.counts.has(what);
    const name =
      isNew && this.counts.size >= MAX_COUNTED_NAMES ? "items of further types" : ownCopy(what.slice(0, 100));
    this.counts.set(name, (this.counts.get(name) ?? 0) + by);
  }
}

function siteUrlOf(text: string): string | null {
  const url = parseWebUrl(text);
  return url === null ? null : withoutTrailingSlashes(`${url.origin}${url.pathname}`);
}

export function readTag(fields: WxrFields): ImportedTerm | null {
  return readTerm(
    fields.get("wp:tag_slug") ?? fields.get("wp:term_slug") ?? null,
    fields.get("wp:tag_name") ?? fields.get("wp:term_name") ?? "",
  );
}
