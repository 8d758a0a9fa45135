// Where Zola places a page: its folders, its language, its name and date, and the address that follows from them.
import { lineOf } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import type { ZolaSettings } from "./zola-settings.js";

export interface ZolaPlace {
  /** The path below `content`. */
  inContent: string;
  /** The folders above the page. That of a page with files of its own (`a/index.md`) is not among them. */
  folders: readonly string[];
  /** The name of the file or of the folder of `index.md`, without language and extension. */
  name: string;
  /** The name without its date. Null if nothing remains. */
  bareName: string | null;
  /** As text, from the name. Null if it has none. */
  date: string | null;
  language: string;
}

const CONTENT = "content/";
/** A date, or an instant as RFC 3339 writes it, alone or before `_` or `-`. */
const DATED =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?)(?:\s?[_-](.+)|$)/s;

/** Null if Zola does not read the file as content. */
export function zolaPlace(path: string, { languages, mainLanguage }: ZolaSettings): ZolaPlace | null {
  if (!path.startsWith(CONTENT)) return null;
  const inContent = path.slice(CONTENT.length).normalize("NFC");
  const folders = inContent.split("/");
  const stem = (folders.pop() ?? "").replace(/\.md$/, "");
  const suffix = /\.([^.]+)$/.exec(stem)?.[1] ?? "";
  const language = languages.has(suffix) ? suffix : mainLanguage;
  const own = languages.has(suffix) ? stem.slice(0, -suffix.length - 1) : stem;
  const isBundle = own === "index" && folders.length > 0;
  const name = isBundle ? (folders.at(-1) ?? "") : own;
  const dated = DATED.exec(name);
  return {
    inContent,
    folders: isBundle ? folders.slice(0, -1) : folders,
    name,
    bareName: dated === null ? name : (dated[2] ?? null),
    date: dated?.[1] ?? null,
    language,
  };
}

/** With a slash at each end. Null if Zola writes a part of it in letters of ASCII that are not known here. */
export function zolaAddress(place: ZolaPlace, fields: FrontMatterFields, settings: ZolaSettings): string | null {
  const own = lineOf(fields.first("path"));
  if (own !== null) return `/${own.replace(/^\/+|\/+$/g, "")}/`;
  const { folders, name, bareName, language } = place;
  const written = lineOf(fields.first("slug")) ?? (settings.keepsDates ? name : (bareName ?? name));
  const slug = zolaSlug(written, settings.slugs);
  if (slug === null) return null;
  const prefix = language === settings.mainLanguage ? [] : [language];
  return `/${[...prefix, ...folders, slug].join("/")}/`;
}

/** Null for characters outside of ASCII that Zola spells in other letters. */
function zolaSlug(text: string, slugs: ZolaSettings["slugs"]): string | null {
  if (slugs === "off") return text;
  if (slugs === "safe") {
    return text
      .trim()
      .replace(/[<>:/|?*#\\()[\]\n"\r\t]/g, "")
      .replace(/[\s.]+$/, "")
      .replace(/\s/g, "_");
  }
  const plain = text.normalize("NFD").replace(/\p{Mn}/gu, "");
  if (/[^\0-\x7f]/.test(plain)) return null;
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
