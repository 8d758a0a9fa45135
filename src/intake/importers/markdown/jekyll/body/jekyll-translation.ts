// Gives the translation of bodies what it needs to know about the site and the addresses of its files.
import { postPathOf } from "../../../../../platform/markup/page-reference.js";
import { textOf } from "../../front-matter/field-value.js";
import { FrontMatterFields } from "../../front-matter/front-matter-fields.js";
import { isHtmlFile } from "../../html-file.js";
import type { AddressedPage, OldAddresses, SiteRules } from "../../rules/site-rules.js";
import { baseOf } from "../jekyll-addresses.js";
import type { JekyllSettings } from "../jekyll-settings.js";
import { jekyllBody } from "./jekyll-body.js";
import type { LiquidScope } from "./liquid-values.js";

type Addresses = (page: Pick<AddressedPage, "path" | "fields">) => OldAddresses | null;

/** `siteUrl` is the address of the site with its base. */
export function jekyllTranslation(
  settings: JekyllSettings,
  siteUrl: string | null,
  addresses: Addresses,
): SiteRules["translate"] {
  const base = baseOf(settings);
  const origin = siteUrl?.slice(0, siteUrl.length - (siteUrl.endsWith(base) ? base.length : 0)) ?? "";
  /** A post by its file, a page by its address without front matter of its own, and any other file by its path. */
  const linkTo = (path: string): string => {
    if (/(?:^|\/)_(?:posts|drafts)\//.test(path)) return postPathOf(path);
    const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
    const isContent = isHtmlFile(path) || settings.markdown.has(extension);
    const file = { path: settings.source + path.replace(/^\/+/, ""), fields: new FrontMatterFields() };
    const known = isContent ? addresses(file)?.path : null;
    return `${base}${known ?? `/${path.replace(/^\/+/, "")}`}`;
  };
  return (body, page, notices) => {
    const scope: LiquidScope = {
      config: settings.config,
      fields: page.fields,
      title: page.title,
      path: addresses(page)?.path ?? null,
      siteUrl: origin,
      base,
      variables: new Map(),
    };
    const format = isHtmlFile(page.path) ? "HTML" : "MARKDOWN";
    return jekyllBody(withMoreMark(body, scope), { settings, format, siteUrl, tags: { scope, notices, linkTo } });
  };
}

/** The text before the separator is the excerpt. By default, it is the first paragraph, which needs no mark. */
function withMoreMark(body: string, { config, fields }: LiquidScope): string {
  const separator = textOf(fields.first("excerpt_separator")) ?? textOf(config.first("excerpt_separator"));
  return separator === null ? body : body.replace(separator, () => "<!--more-->");
}
