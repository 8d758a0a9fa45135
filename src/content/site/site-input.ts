// The checks of what the site is given, by the mutation or on the command line.
import type { EntityManager } from "typeorm";
import { checkAsset } from "../assets/checked-asset.js";
import { checkedImage } from "../images/image.inputs.js";
import { type InputCheck, LIMITS } from "../input-check.js";
import type { Site } from "./site.entity.js";
import type { UpdateSiteInput } from "./site.inputs.js";
import { knownZone } from "./site-zone.js";
import { checkedSocialLinks } from "./social-link.js";

export type SiteSettings = Pick<
  Site,
  | "title"
  | "description"
  | "url"
  | "locale"
  | "otherLocales"
  | "timeZone"
  | "logo"
  | "icon"
  | "image"
  | "socialLinks"
  | "postsPerPage"
  | "hasFormulas"
>;
export type GivenSettings = Omit<UpdateSiteInput, "expectedVersion">;

const MAX_LOCALES = 50;
const DEFAULT_POSTS_PER_PAGE = 10;
const MAX_POSTS_PER_PAGE = 100;

/** The settings that are given, as they are stored. */
export async function checkedSettings(
  tx: EntityManager,
  check: InputCheck,
  given: GivenSettings,
  before: SiteSettings,
): Promise<Partial<SiteSettings>> {
  const { title, description, url, timeZone, socialLinks, postsPerPage } = given;
  const checked: Partial<SiteSettings> = checkedLocales(check, given, before);
  if (title !== undefined) checked.title = check.text(title ?? "", { max: LIMITS.name, isRequired: true }, "title");
  if (description !== undefined) {
    checked.description = check.optionalText(description, { max: LIMITS.description }, "description");
  }
  if (url !== undefined) checked.url = checkedUrl(check, url ?? "");
  if (timeZone !== undefined) {
    const zone = await checkedZone(tx, check, timeZone ?? "");
    if (zone !== null) checked.timeZone = zone;
  }
  for (const name of ["logo", "icon", "image"] as const) {
    const image = given[name];
    if (image === undefined) continue;
    checked[name] = image === null ? null : checkedImage(check, image, name);
    await checkAsset(tx, check, checked[name], name);
  }
  if (socialLinks !== undefined) checked.socialLinks = checkedSocialLinks(check, socialLinks ?? [], "socialLinks");
  if (postsPerPage !== undefined) checked.postsPerPage = checkedPageSize(check, postsPerPage);
  if (given.hasFormulas !== undefined) checked.hasFormulas = given.hasFormulas ?? false;
  return checked;
}

/** Paths are appended to it, so that it has neither a query nor a fragment. */
function checkedUrl(check: InputCheck, value: string): string {
  const url = check.url(value, false, "url");
  if (/[?#]/.test(url)) check.invalid("Expected a URL without a query or fragment.", "url");
  return url.replace(/\/+$/, "");
}

async function checkedZone(tx: EntityManager, check: InputCheck, value: string): Promise<string | null> {
  const name = check.text(value, { max: LIMITS.name }, "timeZone");
  const zone = name === "" ? null : await knownZone(tx, name);
  if (zone === null) {
    check.invalid(`Expected an IANA time zone such as Asia/Shanghai, got "${name.slice(0, LIMITS.name)}".`, "timeZone");
  }
  return zone;
}

/** The main language and the others, which together are one list without repetitions. */
function checkedLocales(check: InputCheck, given: GivenSettings, before: SiteSettings): Partial<SiteSettings> {
  const { locale, locales } = given;
  if (locale === undefined && locales === undefined) return {};
  if (locale === null) check.invalid("The main language cannot be cleared.", "locale");
  const main = locale == null ? null : check.locale(locale, "locale");
  if (locales === undefined) {
    const others = before.otherLocales.includes(main ?? "")
      ? [before.locale, ...before.otherLocales]
      : before.otherLocales;
    return { locale: main ?? before.locale, otherLocales: others.filter((other) => other !== main) };
  }
  const all = locales ?? [];
  if (all.length > MAX_LOCALES)
    check.invalid(`Expected at most ${MAX_LOCALES} languages, got ${all.length}.`, "locales");
  for (const [place, tag] of all.slice(0, MAX_LOCALES).entries()) {
    check.locale(tag, "locales", String(place));
    if (all.indexOf(tag) < place) check.invalid(`The language "${tag}" is listed twice.`, "locales", String(place));
  }
  const first = main ?? all[0] ?? before.locale;
  return { locale: first, otherLocales: all.filter((tag) => tag !== first) };
}

function checkedPageSize(check: InputCheck, value: number | null): number {
  const size = value ?? DEFAULT_POSTS_PER_PAGE;
  if (size >= 1 && size <= MAX_POSTS_PER_PAGE) return size;
  check.invalid(`Expected 1 to ${MAX_POSTS_PER_PAGE} posts on a page, got ${size}.`, "postsPerPage");
  return DEFAULT_POSTS_PER_PAGE;
}
