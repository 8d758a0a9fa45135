// A post in the terms of schema.org: what it says about itself, its authors and its subjects, and where it is on the site.
import type { Context } from "../../../identity/context.js";
import { requirePresent } from "../../../platform/graphql/read-skew.js";
import type { Category } from "../../categories/category.entity.js";
import { loadCategories } from "../../categories/category.loaders.js";
import { type Breadcrumb, breadcrumbList, type DescribedPage, type JsonLd, pageFacts } from "../../seo/json-ld.js";
import type { Post } from "../post.entity.js";
import { authorsOfPost, categoriesOfPost, tagsOfPost } from "../post.loaders.js";

export async function structuredPost(ctx: Context, post: Post, page: DescribedPage): Promise<JsonLd[]> {
  const [authors, categories, tags] = await Promise.all([
    authorsOfPost(ctx, post),
    categoriesOfPost(ctx, post),
    tagsOfPost(ctx, post),
  ]);
  return [
    {
      ...articleFacts(page, post.title, post.locale),
      datePublished: post.publishedAt,
      dateModified: post.updatedAt,
      author: authors.map(({ name, path }) => ({ "@type": "Person", name, url: page.urlOf(path) })),
      articleSection: textsOf(categories),
      keywords: textsOf(tags),
    },
    breadcrumbList(page, await stepsTo(ctx, categories[0], page)),
  ];
}

/** What a post says about itself. */
export const articleFacts = (page: DescribedPage, headline: string, inLanguage: string): JsonLd => ({
  "@type": "BlogPosting",
  ...pageFacts(page),
  headline,
  inLanguage,
});

const textsOf = (terms: readonly { name: string }[]): string[] | null =>
  terms.length === 0 ? null : terms.map(({ name }) => name);

/** The main category of the post, with those above it. */
async function stepsTo(ctx: Context, category: Category | undefined, page: DescribedPage): Promise<Breadcrumb[]> {
  if (category === undefined) return [];
  const ancestors = await loadCategories(ctx, category.ancestorIds);
  const steps = [...ancestors.map((ancestor) => requirePresent(ctx, ancestor)), category];
  return steps.map(({ name, path }) => ({ name, url: page.urlOf(path) }));
}
