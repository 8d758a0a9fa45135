// Maps an item of an export to a page, with its place in the tree of pages.
import type { ImportedPage } from "../../import-event.js";
import { pagePaths } from "../addresses/wxr-paths.js";
import type { WxrItem } from "../wxr/wxr-record.js";
import type { ItemFacts } from "./item-facts.js";
import type { MapperResources } from "./wxr-resources.js";

export function pageOf(item: WxrItem, facts: ItemFacts, { survey, siteUrl }: MapperResources): ImportedPage {
  const { key, title, source, state, publishedAt, updatedAt, locale, authors, seo } = facts;
  const order = Number(item.fields.get("wp:menu_order")?.trim() || Number.NaN);
  return {
    key,
    path: survey.index.pagePathOf(item),
    title,
    source,
    format: "HTML",
    ...{ state, publishedAt, updatedAt, locale },
    author: authors[0] ?? null,
    parentKey: survey.index.pageKeyOf(item.fields.get("wp:post_parent")?.trim() ?? ""),
    position: Number.isSafeInteger(order) ? order : null,
    template: templateOf(item),
    seo,
    formerPaths: pagePaths(item, siteUrl),
  };
}

function templateOf(item: WxrItem): string | null {
  const template = item.meta.get("_wp_page_template")?.[0]?.trim() ?? "";
  return template === "" || template === "default" ? null : template.slice(0, 200);
}
