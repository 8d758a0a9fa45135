// Maps an item of an export to a post: what it shares with pages, and its slug, terms, series, cover, excerpt and former paths.
import {
  type ImportedCategoryPath,
  type ImportedImage,
  type ImportedPost,
  importedAuthors,
} from "../../import-event.js";
import { wxrPaths } from "../addresses/wxr-paths.js";
import type { WxrItem } from "../wxr/wxr-record.js";
import { readExcerpt } from "../wxr-excerpt.js";
import { ofDomain, readSeries, readTags } from "../wxr-terms.js";
import { readPostSlug } from "../wxr-title.js";
import type { ItemFacts } from "./item-facts.js";
import type { ItemReport } from "./item-report.js";
import type { MapperResources } from "./wxr-resources.js";

const PRIMARY_CATEGORY = [
  "_yoast_wpseo_primary_category",
  "rank_math_primary_category",
  "_seopress_robots_primary_cat",
] as const;

export function postOf(item: WxrItem, facts: ItemFacts, resources: MapperResources, report: ItemReport): ImportedPost {
  const slug = readPostSlug(item);
  report.note("CHANGED", slug.notice);
  // Polylang makes a term for each group of translations.
  const translations = ofDomain(item.terms, "post_translations")[0]?.nicename ?? undefined;
  const { key, title, source, state, publishedAt, createdAt, updatedAt, locale, authors, seo } = facts;
  return {
    key,
    slug: slug.slug,
    title,
    source,
    format: "HTML",
    excerpt: readExcerpt(item, source),
    ...{ state, publishedAt, createdAt, updatedAt, locale },
    ...importedAuthors(authors),
    categories: categoriesOf(item, resources),
    tags: readTags(item.terms),
    series: readSeries(item),
    cover: coverOf(item, resources, report),
    seo,
    ...(translations !== undefined && { translationKey: translations }),
    formerPaths: wxrPaths(item, resources.siteUrl, resources.survey),
    ...(item.fields.get("wp:is_sticky")?.trim() === "1" && { isPinned: true as const }),
  };
}

function categoriesOf(item: WxrItem, resources: MapperResources): ImportedCategoryPath[] {
  const paths = new Map<string, ImportedCategoryPath>();
  for (const named of ofDomain(item.terms, "category")) {
    const path = resources.categories.pathOf(named);
    if (path !== null) paths.set(path.map(({ slug }) => slug).join("/"), path);
  }
  const all = [...paths.values()];
  const primary = primaryCategoryOf(item, resources);
  return primary === null || !all.includes(primary) ? all : [primary, ...all.filter((path) => path !== primary)];
}

/** The one that a plugin marks as the main category, which is the first of a post here. */
function primaryCategoryOf(item: WxrItem, { categories }: MapperResources): ImportedCategoryPath | null {
  const id = PRIMARY_CATEGORY.map((key) => item.meta.get(key)?.[0]?.trim() ?? "").find((value) =>
    /^[1-9]\d*$/.test(value),
  );
  return id === undefined ? null : categories.pathOfTermId(id);
}

function coverOf(item: WxrItem, { survey }: MapperResources, report: ItemReport): ImportedImage | null {
  const id = item.meta.get("_thumbnail_id")?.[0]?.trim() ?? "";
  // WordPress writes 0 or -1 if an image was removed.
  if (!/^[1-9]/.test(id)) return null;
  const cover = survey.coverOf(id);
  if (cover === null) {
    report.note(
      "CHANGED",
      `Its featured image, attachment ${id.slice(0, 20)}, is not in the export; the post has no cover.`,
    );
  }
  return cover;
}
