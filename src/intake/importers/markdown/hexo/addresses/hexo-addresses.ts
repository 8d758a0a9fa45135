// The addresses of posts and pages by Hexo's own rules: the permalink in the front matter, or else the pattern of the configuration.
import { createHash } from "node:crypto";
import { lineOf, listOf } from "../../front-matter/field-value.js";
import type { FrontMatterFields } from "../../front-matter/front-matter-fields.js";
import type { OldAddresses } from "../../rules/site-rules.js";
import type { HexoSettings } from "../hexo-settings.js";
import { hexoCategorySlugs } from "./hexo-categories.js";
import { hexoClocks, instantOfClock } from "./hexo-date.js";
import { type HexoFileName, hexoFileName } from "./hexo-file-name.js";
import { hexoSlug } from "./hexo-slug.js";

const TOKEN = /:(\w*[^_\W])/g;
/** Fields whose values in Hexo are no texts. */
const OBJECTS = new Set(["date", "updated", "tags", "categories", "photos", "content", "excerpt", "more", "raw"]);
const MAX_PATTERN = 1_000;

/** A sentence about why an address cannot be determined. */
class UnknownAddressError extends Error {
  override readonly name = "UnknownAddressError";
}

/** `path` is relative to `_posts`. */
export function postAddresses(path: string, fields: FrontMatterFields, settings: HexoSettings): OldAddresses {
  const aliases = aliasesOf(fields, settings);
  const own = lineOf(fields.first("permalink"));
  if (own !== null) return served(withFolderSlash(own, settings), aliases, settings);
  try {
    const [address = "", ...further] = candidates(path, fields, settings);
    return served(address, [...aliases, ...further.map((other) => oldPath(other, settings))], settings);
  } catch (error) {
    if (!(error instanceof UnknownAddressError)) throw error;
    return { path: null, failure: error.message, others: aliases };
  }
}

/**
 * The addresses by the pattern, the most likely first. Which of several categories Hexo takes depends on the order in which it read the
 * files, and how it reads a date with a time zone depends on quotes around it.
 */
function candidates(path: string, fields: FrontMatterFields, settings: HexoSettings): string[] {
  const file = hexoFileName(path, settings.postName);
  const written = lineOf(fields.first("date")) ?? file.date;
  const clocks = written === null ? [] : hexoClocks(written, settings.timeZone);
  const slugs = hexoCategorySlugs(fields, settings);
  const categories = [...new Set([slugs.at(-1) ?? settings.defaultCategory, ...slugs])];
  const all = [clocks[0] ?? null, ...clocks.slice(1)].flatMap((clock) =>
    categories.map((category) => {
      const values = new TokenValues(file, fields, { category, clock }, settings);
      return withFolderSlash(
        settings.permalink.slice(0, MAX_PATTERN).replace(TOKEN, (_, token: string) => values.of(token)),
        settings,
      );
    }),
  );
  return [...new Set(all)];
}

/** `path` is relative to the source folder. */
export function pageAddresses(path: string, fields: FrontMatterFields, settings: HexoSettings): OldAddresses {
  const own = lineOf(fields.first("permalink"));
  const address = own ?? path.replace(/(?<=[^/])\.[^./]*$/, "");
  return served(
    /(?:\/|\.[^./]+)$/.test(address) && own !== null ? address : `${address}.html`,
    aliasesOf(fields, settings),
    settings,
  );
}

function served(address: string, aliases: readonly string[], settings: HexoSettings): OldAddresses {
  const path = oldPath(address, settings);
  // Most hosts of static sites, and links with the setting pretty_urls, leave out the extension.
  const bare = /(?<!\/index)\.html$/.test(path) ? [path.slice(0, -5)] : [];
  return { path, failure: null, others: [...bare, ...aliases] };
}

/** Characters with a meaning in URLs are escaped, because the path is that of a file. */
function oldPath(address: string, { root }: HexoSettings): string {
  return `${root}/${address}`.replace(/\/+/g, "/").replace(/[?#]/g, encodeURIComponent);
}

/** Of the plug-ins hexo-generator-alias and hexo-generator-redirect. */
function aliasesOf(fields: FrontMatterFields, { root }: HexoSettings): string[] {
  const written = ["alias", "aliases", "redirect_from"].flatMap((name) => listOf(fields.first(name)));
  return written
    .flatMap((item) => lineOf(item) ?? [])
    .map((path) => (/^https?:/.test(path) ? path : `${root}/${path}`.replace(/\/+/g, "/")));
}

/** With asset folders, every address is a folder. */
function withFolderSlash(address: string, { hasAssetFolders }: HexoSettings): string {
  return hasAssetFolders && !/(?:\/|\.html)$/.test(address) ? `${address}/` : address;
}

class TokenValues {
  constructor(
    private readonly file: HexoFileName,
    private readonly fields: FrontMatterFields,
    private readonly known: { category: string; clock: Date | null },
    private readonly settings: HexoSettings,
  ) {}

  of(token: string): string {
    const { slug } = this.file;
    if (token === "title" || token === "slug") return slug;
    if (token === "name") return slug.replace(/\/+$/, "").replace(/^.*\//s, "");
    if (token === "post_title") return hexoSlug(lineOf(this.fields.first("title")) ?? "", "LOWER");
    if (token === "category") return this.known.category;
    if (token === "hash") {
      const seconds = String(this.#seconds(token));
      return createHash("sha1")
        .update(slug + seconds)
        .digest("hex")
        .slice(0, 12);
    }
    if (token === "timestamp") return String(this.#seconds(token));
    const time = DATE_TOKENS[token];
    if (time !== undefined) return time(this.#knownClock(token));
    return this.#field(token);
  }

  #field(token: string): string {
    const { fields, settings } = this;
    const own = this.file.fields.get(token) ?? lineOf(fields.first(token));
    const isObject = OBJECTS.has(token) || (own === null && fields.first(token) !== null);
    if (isObject || (token === "id" && own === null))
      throw new UnknownAddressError(`Hexo's permalink has “:${token}”, whose value is only known to Hexo.`);
    if (own !== null) return own;
    const title = lineOf(fields.first("title"));
    if (token === "abbrlink" && settings.abbrlink !== null && title !== null) return settings.abbrlink(title);
    if (token === "layout") return "post";
    // Hexo writes “undefined” into the address.
    return lineOf(settings.permalinkDefaults.get(token) ?? null) ?? "undefined";
  }

  #knownClock(token: string): Date {
    if (this.known.clock !== null) return this.known.clock;
    throw new UnknownAddressError(
      `Hexo's permalink has “:${token}”, and the post has no date, so that Hexo used the time of its file.`,
    );
  }

  #seconds(token: string): number {
    const { timeZone } = this.settings;
    const instant = timeZone === null ? null : instantOfClock(this.#knownClock(token), timeZone);
    if (instant !== null) return Math.floor(instant.getTime() / 1000);
    throw new UnknownAddressError(
      `Hexo's permalink has “:${token}”, and the configuration has no timezone, so that Hexo used that of the computer.`,
    );
  }
}

const pad = (number: number): string => String(number).padStart(2, "0");

const DATE_TOKENS: Readonly<Record<string, (clock: Date) => string>> = {
  year: (clock) => String(clock.getUTCFullYear()),
  month: (clock) => pad(clock.getUTCMonth() + 1),
  i_month: (clock) => String(clock.getUTCMonth() + 1),
  day: (clock) => pad(clock.getUTCDate()),
  i_day: (clock) => String(clock.getUTCDate()),
  hour: (clock) => pad(clock.getUTCHours()),
  minute: (clock) => pad(clock.getUTCMinutes()),
  second: (clock) => pad(clock.getUTCSeconds()),
};
