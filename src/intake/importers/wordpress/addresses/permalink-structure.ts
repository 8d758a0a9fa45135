// The permalink structures of a site as its export shows them: by the addresses of its posts, and by the addresses in bodies, which may have an
// older structure under which WordPress still finds the posts. The notation is that of WordPress: `/%year%/%monthnum%/%postname%/`.
import { decodePercent } from "../../../../lib/text.js";

export interface PermalinkParts {
  slug: string;
  id: string;
  /** `2020-05-01`, by the clock of the site. Null if it is not known. */
  date: string | null;
}

const MAX_TEMPLATES = 200;
const MAX_USED = 6;
/** Of the addresses of posts. A rarer structure is an address that a person wrote. */
const MIN_SHARE = 0.2;
const EXTENSION = /\.html?$/i;
const DATED = /^((?:\/[^/\d][^/]{0,80}){0,2})\/\d{4}(\/\d\d)?(\/\d\d)?\/[^/]{1,300}?(\.html?)?$/;
const NUMBERED = /^((?:\/[^/\d][^/]{0,80})?\/(?:archives?|posts?|p|articles?|entry))\/\d{1,12}(\.html?)?$/i;

export class PermalinkStructures {
  readonly #ofPosts = new Map<string, number>();
  readonly #ofLinks = new Map<string, number>();
  #postCount = 0;

  /** The path of a post, decoded and without a trailing slash. */
  addPost(path: string, parts: PermalinkParts): void {
    const template = templateOf(path, parts);
    this.#postCount += 1;
    if (template !== null) countIn(this.#ofPosts, template);
  }

  /** The path of a link in a body. */
  addLink(path: string): void {
    const template = templateOfLink(path);
    if (template !== null) countIn(this.#ofLinks, template);
  }

  /** The structures that the addresses of posts have. */
  get ofPosts(): string[] {
    return mostFrequent(this.#ofPosts, this.#postCount * MIN_SHARE);
  }

  get ofLinks(): string[] {
    return mostFrequent(this.#ofLinks, 1);
  }

  /** What all addresses begin with before the first part of a post, such as `/blog`. Archives of terms and authors begin with it, too. */
  get front(): string {
    const [template = ""] = this.ofPosts;
    return /^((?:\/[^/%]+)*)\/[^/]*%/.exec(template)?.[1] ?? "";
  }
}

/** Null if the post lacks a part. */
export function fillTemplate(template: string, { slug, id, date }: PermalinkParts): string | null {
  if (slug === "" && template.includes("%postname%")) return null;
  if (date === null && /%(?:year|monthnum|day)%/.test(template)) return null;
  const [year = "", month = "", day = ""] = date?.split("-") ?? [];
  const values = new Map([
    ["%year%", year],
    ["%monthnum%", month],
    ["%day%", day],
    ["%post_id%", id],
    ["%postname%", slug],
  ]);
  return template.replace(/%[a-z_]+%/g, (part) => values.get(part) ?? part);
}

/** Null if the path does not identify the post. */
export function templateOf(path: string, { slug, id, date }: PermalinkParts): string | null {
  const [year, month, day] = date?.split("-") ?? [];
  const expected = [year, month, day];
  const names = ["%year%", "%monthnum%", "%day%"];
  let dated = 0;
  const segments = path.split("/").map((segment, index) => {
    if (index === 0) return segment;
    const extension = EXTENSION.exec(segment)?.[0] ?? "";
    const name = segment.slice(0, segment.length - extension.length);
    if (slug !== "" && sameName(name, slug)) return `%postname%${extension}`;
    if (id !== "" && name === id) return `%post_id%${extension}`;
    const part = names[dated];
    if (part === undefined || name !== expected[dated]) return segment;
    dated += 1;
    return part;
  });
  const template = segments.join("/");
  return /%post(?:name|_id)%/.test(template) ? template : null;
}

function templateOfLink(path: string): string | null {
  const [, front = "", month, day, extension = ""] = DATED.exec(path) ?? [];
  if (DATED.test(path)) {
    return `${front}/%year%${month === undefined ? "" : "/%monthnum%"}${day === undefined ? "" : "/%day%"}/%postname%${extension}`;
  }
  const [, prefix, ending = ""] = NUMBERED.exec(path) ?? [];
  return prefix === undefined ? null : `${prefix}/%post_id%${ending}`;
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase() || decodePercent(one).toLowerCase() === other.toLowerCase();
}

function countIn(counts: Map<string, number>, template: string): void {
  if (counts.has(template) || counts.size < MAX_TEMPLATES) counts.set(template, (counts.get(template) ?? 0) + 1);
}

function mostFrequent(counts: ReadonlyMap<string, number>, atLeast: number): string[] {
  const found = [...counts].filter(([, count]) => count >= atLeast).sort(([, one], [, other]) => other - one);
  return found.slice(0, MAX_USED).map(([template]) => template);
}
