// A page in the terms of schema.org, with the pages above it.
import type { Context } from "../../identity/context.js";
import { DeferredList } from "../../platform/graphql/deferred.js";
import { breadcrumbList, type DescribedPage, type JsonLd, webPage } from "../seo/json-ld.js";
import type { Page } from "./page.entity.js";
import { pageByPath } from "./page.loaders.js";

export async function structuredPage(ctx: Context, { path, locale }: Page, page: DescribedPage): Promise<JsonLd[]> {
  const parts = path.split("/");
  const above = parts.slice(1, -1).map((_, place) => parts.slice(0, place + 2).join("/"));
  const found = await new DeferredList(above.map((each) => pageByPath(ctx).load(each)));
  const steps = found.flatMap((parent) =>
    parent === null ? [] : [{ name: parent.title, url: page.urlOf(parent.path) }],
  );
  return [webPage(page, locale), breadcrumbList(page, steps)];
}
