// The items of an export by their number in WordPress, as far as others refer to them: the keys of posts and pages, the tree of pages, and
// which of them are hidden. It is made in the first pass, because an item may precede those that it refers to.
import { normaliseSlug, slugFrom } from "../../../../platform/markup/slug.js";
import type { ImportedTarget } from "../../import-event.js";
import { isShownToEverybody } from "../wxr-status.js";
import { KeyRegistry } from "./wxr-keys.js";
import type { WxrItem } from "./wxr-record.js";
import { decodedText, decodeName, ownCopy } from "./wxr-text.js";

const MAX_LEVELS = 32;

interface PageNode {
  slug: string;
  parent: string;
}

export class WxrItemIndex {
  readonly #posts = new Map<string, string>();
  readonly #pages = new Map<string, string>();
  readonly #hidden = new Set<string>();
  readonly #trashed = new Set<string>();
  readonly #nodes = new Map<string, PageNode>();
  #keys: ItemKeys | null = null;

  /** `pagesAre` is what pages are imported as. */
  constructor(private readonly pagesAre: "post" | "page") {}

  /** `siteUrls` are complete once the first item is reached. */
  add(item: WxrItem, type: string, siteUrls: () => Iterable<string>): void {
    this.#keys ??= new ItemKeys(siteUrls(), this.pagesAre);
    const id = item.fields.get("wp:post_id")?.trim() ?? "";
    if (id === "" || (type !== "post" && type !== "page")) return;
    const own = ownCopy(id);
    const key = this.#keys.of(type).keyOf(item)?.key;
    const keys = type === "post" ? this.#posts : this.#pages;
    if (key !== undefined && !keys.has(own)) keys.set(own, ownCopy(key));
    if (!isShownToEverybody(item)) this.#hidden.add(own);
    if (item.fields.get("wp:status")?.trim() === "trash") this.#trashed.add(own);
    if (type === "page" && !this.#nodes.has(own)) this.#nodes.set(own, nodeOf(item));
  }

  /** To be called after the last item. */
  finish(): void {
    this.#keys = null;
  }

  /** The post or page with this number. */
  targetOf(id: string): ImportedTarget | null {
    const post = this.#posts.get(id);
    if (post !== undefined) return { kind: "post", key: post };
    const page = this.#pages.get(id);
    return page === undefined ? null : { kind: this.pagesAre, key: page };
  }

  pageKeyOf(id: string): string | null {
    return this.#pages.get(id) ?? null;
  }

  isHidden(id: string): boolean {
    return this.#hidden.has(id);
  }

  isTrashed(id: string): boolean {
    return this.#trashed.has(id);
  }

  /** The path of a page by the slugs of the pages above it, as WordPress makes it. Those that are hidden or absent have a part in it, too. */
  pagePathOf(item: WxrItem): string {
    const { slug, parent } = nodeOf(item);
    const segments = [slug];
    const seen = new Set([item.fields.get("wp:post_id")?.trim() ?? ""]);
    for (let id = parent; !seen.has(id) && segments.length < MAX_LEVELS; ) {
      const node = this.#nodes.get(id);
      if (node === undefined) break;
      seen.add(id);
      segments.unshift(node.slug);
      id = node.parent;
    }
    return `/${segments.join("/")}`;
  }

  /** Whether a page is at `/slug`, which takes precedence over a post that is looked for there. */
  hasRootPage(slug: string): boolean {
    this.#rootSlugs ??= new Set([...this.#nodes.values()].filter(isRoot).map((node) => node.slug));
    return this.#rootSlugs.has(slug);
  }

  #rootSlugs: ReadonlySet<string> | null = null;
}

/** The registries of the keys of one pass. Kinds that are stored apart have a registry each. */
export class ItemKeys {
  readonly #byType: ReadonlyMap<string, KeyRegistry>;

  constructor(siteUrls: Iterable<string>, pagesAre: "post" | "page") {
    const urls = [...siteUrls];
    const posts = new KeyRegistry(urls);
    this.#byType = new Map([
      ["post", posts],
      ["page", pagesAre === "post" ? posts : new KeyRegistry(urls)],
      ["attachment", new KeyRegistry(urls)],
    ]);
  }

  of(type: "post" | "page" | "attachment"): KeyRegistry {
    const registry = this.#byType.get(type);
    if (registry === undefined) throw new Error(`There are no keys for the type ${type}.`);
    return registry;
  }
}

function isRoot({ parent }: PageNode): boolean {
  return parent === "" || parent === "0";
}

function nodeOf({ fields }: WxrItem): PageNode {
  const name = decodeName(fields.get("wp:post_name")?.trim() ?? "").replace(/__trashed(?:-\d+)?$/, "");
  const slug = normaliseSlug(name) ?? slugFrom(decodedText((fields.get("title") ?? "").slice(0, 1000)) || "page");
  return { slug: ownCopy(slug), parent: ownCopy(fields.get("wp:post_parent")?.trim() ?? "") };
}
