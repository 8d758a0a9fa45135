// What Jekyll reads, inherits, hides and where it publishes it, by its own rules.
import { join } from "node:path";
import { type FieldMap, flagOf, isEmpty, lineOf } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import type { ItemNotices } from "../item-notices.js";
import {
  type AddressedPage,
  type FileFolder,
  NO_RULES,
  type OldAddresses,
  type PageKind,
  type SiteFilePage,
  type SiteRules,
} from "../rules/site-rules.js";
import { jekyllTranslation } from "./body/jekyll-translation.js";
import { jekyllAddresses } from "./jekyll-addresses.js";
import { readJekyllAuthors } from "./jekyll-authors.js";
import { jekyllName } from "./jekyll-date.js";
import { jekyllDefaults } from "./jekyll-defaults.js";
import { JekyllEntries, type JekyllEntry } from "./jekyll-entries.js";
import { postsWithinLimit } from "./jekyll-limit.js";
import { type JekyllSettings, jekyllSettings } from "./jekyll-settings.js";

export interface JekyllSource {
  config: FrontMatterFields;
  /** The path from the folder of the configuration to the imported folder, with a slash at its end. Empty if they are the same. */
  place: string;
  /** The absolute path of the folder of the configuration. */
  root: string;
  now: Date;
  notices: ItemNotices;
  /** With the base of the site. Null if it is unknown. */
  siteUrl: string | null;
  /** Relative to the folder of the configuration. */
  paths: readonly string[];
  /** Null if it is not known in which zone the site was built. */
  timeZone: string | null;
}

export async function jekyllRules(given: JekyllSource): Promise<SiteRules> {
  const { config, paths, timeZone, siteUrl } = given;
  const settings = jekyllSettings(config);
  const entries = new JekyllEntries(settings);
  const { source } = settings;
  const inSource = paths.flatMap((path) => (path.startsWith(source) ? [path.slice(source.length)] : []));
  const defaultsFor = jekyllDefaults(settings, inSource);
  const inheritedBy = (entry: JekyllEntry): FieldMap => {
    if (entry.kind === "NONE") return new Map();
    if (entry.kind !== "PAGE") return defaultsFor(entry.path, entry.collection);
    // Jekyll does not ask the defaults whether a page is published, so that they cannot show one that hides itself.
    return new Map(
      [...defaultsFor(entry.path, "pages")].filter(([name, value]) => name !== "published" || value === false),
    );
  };
  const addresses = ({ path, fields }: Pick<AddressedPage, "path" | "fields">): OldAddresses | null => {
    const entry = entries.entryOf(path);
    if (entry.kind === "NONE" || entry.kind === "DRAFT") return null;
    return jekyllAddresses(entry, fields, inheritedBy(entry), { settings, timeZone });
  };
  const shown = await postsShown(given, settings, entries, inheritedBy);
  return {
    ...NO_RULES,
    generator: "JEKYLL",
    authors: await readJekyllAuthors(settings, given.root, given.notices),
    hasHtmlTexts: true,
    collections: [...settings.collections].flatMap(([name, { isPublished }]) => (isPublished ? [name] : [])),
    passedOver: (path) => reasonOf(entries, path),
    passedOverUnfenced(path) {
      const { kind } = entries.entryOf(path);
      const isOptional = kind === "PAGE" && settings.plugins.has("jekyll-optional-front-matter");
      return kind === "POST" || kind === "DRAFT" || isOptional
        ? null
        : "it has no front matter, so that Jekyll makes no page of it";
    },
    inherited: (path) => inheritedBy(entries.entryOf(path)),
    hides(path, fields) {
      const entry = entries.entryOf(path);
      return [
        ...(entry.kind === "POST" && entry.failure !== null ? [entry.failure] : []),
        ...(entry.kind === "COLLECTION" && settings.collections.get(entry.collection)?.isPublished !== true
          ? [`the collection ${entry.collection} has no pages, because its setting output is not true`]
          : []),
        ...(entry.kind === "POST" && shown !== null && !shown.has(path)
          ? [`Jekyll publishes only the latest ${settings.limit} posts by its setting limit_posts`]
          : []),
        ...reasonsIn(fields),
      ];
    },
    factsOf(facts, path) {
      const { date, slug } = jekyllName(path);
      // Of a folder, such as that of a language, the index is an ordinary page.
      const role = facts.role === "HOME" && path.slice(source.length).includes("/") ? "POST" : facts.role;
      return { ...facts, role, pathStyle: "JEKYLL", date, slug: slug === "" ? null : slug };
    },
    kindOf({ path }): PageKind {
      const entry = entries.entryOf(path);
      if (entry.kind === "COLLECTION") return { kind: "COLLECTION", name: entry.collection };
      return { kind: entry.kind === "PAGE" ? "PAGE" : "POST" };
    },
    translationOf,
    addresses,
    fileLeftOut: (path) => reasonOf(entries, path),
    fileFolders: fileFolders(settings, entries),
    translate: jekyllTranslation(settings, siteUrl, addresses),
  };
}

function reasonOf(entries: JekyllEntries, path: string): string | null {
  const entry = entries.entryOf(path);
  return entry.kind === "NONE" ? entry.reason : null;
}

/** Files without front matter are copied, also those of collections whose documents have pages. */
function fileFolders({ source, collectionsDir, collections }: JekyllSettings, entries: JekyllEntries): FileFolder[] {
  const leftOut = (path: string): string | null => reasonOf(entries, source + path);
  const published = [...collections].filter(([name, { isPublished }]) => isPublished && name !== "posts");
  return [
    { path: "/", folder: source.slice(0, -1), leftOut },
    ...published.map(([name]) => ({ path: `/${name}/`, folder: `${source}${collectionsDir}_${name}` })),
  ];
}

/** The paths of the posts that are published. Null if there is no limit. Of a part of the site, the latest posts are not known. */
async function postsShown(
  { paths, root, place, now, timeZone, config }: JekyllSource,
  settings: JekyllSettings,
  entries: JekyllEntries,
  inheritedBy: (entry: JekyllEntry) => FieldMap,
): Promise<Set<string> | null> {
  const { limit } = settings;
  if (limit === null) return null;
  if (place !== "") return new Set();
  const posts = paths.filter((path) => {
    const entry = entries.entryOf(path);
    return entry.kind === "POST" && entry.failure === null;
  });
  return await postsWithinLimit(
    posts.map((path) => ({ path, file: join(root, path) })),
    {
      limit,
      now,
      timeZone,
      isFutureShown: flagOf(config.first("future")) === true,
      complete: (path, fields) => fields.inheriting(inheritedBy(entries.entryOf(path))),
    },
  );
}

function reasonsIn(fields: FrontMatterFields): string[] {
  const target = lineOf(fields.first("redirect_to"));
  return [
    // Ruby reads a field without a value as no.
    ...(fields.has("published") && isEmpty(fields.first("published")) ? ["its published field has no value"] : []),
    ...(target === null ? [] : [`it was replaced by a redirect to ${target}`]),
  ];
}

/** By the fields that the guides to sites in several languages recommend. They mean nothing without a language. */
function translationOf({ fields, locale }: SiteFilePage): string | null {
  const reference = lineOf(fields.first("ref", "lang-ref", "page_id"));
  const language = lineOf(fields.first("lang", "language", "locale")) ?? locale;
  return language === null ? null : reference;
}
