// The queries for pages, and the fields of Page that need more than its row.
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { mayEver } from "../../identity/access/policy.js";
import type { Context } from "../../identity/context.js";
import { BadInputError, ForbiddenError } from "../../platform/graphql/bad-input.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import type { Deferred, MaybeDeferred } from "../../platform/graphql/deferred.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { type ConnectionPage, connectionTypes, loadConnection } from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { LISTS, OBJECT } from "../cache-tags/cache-tags.js";
import { Body } from "../posts/body/post-body.type.js";
import { PostStatus } from "../posts/post.entity.js";
import { Seo } from "../seo/seo.type.js";
import { normalisePath } from "../site-path.js";
import { Page } from "./page.entity.js";
import { childrenOfPage, MAX_CHILD_PAGES, pageByAnyPath, pagesSource, parentOfPage } from "./page.loaders.js";
import { structuredPage } from "./structured-page.js";

const { Connection: PageConnection } = connectionTypes("Page", () => Page);

const PAGE_LIST_TAGS = { kind: OBJECT.page, tagsOf: () => [LISTS.pages] };

@ArgsType()
class PagesArgs extends PageArgs {
  @Field(() => [PostStatus], {
    nullable: true,
    description:
      "The pages have one of these statuses, at most 4. PUBLISHED if absent; others give a FORBIDDEN error to viewers who may not edit pages. No page is TRASHED.",
  })
  statuses?: PostStatus[] | null;
}

@Resolver(() => Page)
export class PageResolver {
  @Query(() => Page, {
    nullable: true,
    description: "The page at this path, current or former, or null if there is none that is visible to the viewer.",
  })
  page(
    @Arg("path", () => String, {
      description: "The path on the site, such as /docs/setup. It may be percent-encoded and have a trailing slash.",
    })
    path: string,
    @Ctx() ctx: Context,
  ): Deferred<Page | null> | null {
    const normalised = normalisePath(path);
    return normalised === null ? null : pageByAnyPath(ctx).load(normalised);
  }

  @Query(() => PageConnection, {
    description: "The pages of the site ordered by path, so that a page comes before those below it.",
  })
  pages(
    @Args(() => PagesArgs) args: PagesArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<ConnectionPage<Page>> {
    const statuses = permittedStatuses(ctx, args.statuses);
    const filter = statuses.join();
    const cursors = new CursorCodec({ list: "Query.pages", order: "PATH ASC", filter });
    const source = pagesSource(ctx, statuses);
    const page = pageRequest(args, source.keyset, cursors);
    const request = { source, page, cursors, shape: `Query.pages\n${filter}`, cacheTags: PAGE_LIST_TAGS };
    return loadConnection(ctx, Page, null, request, wholeRows(selectionOf(info)));
  }

  @FieldResolver(() => Body, { description: "The body of the page. Each of its forms is read only if it is selected." })
  body(@Root() { id, version, path }: Page): Body {
    return Object.assign(new Body(), { owner: "page" as const, ownerId: id, version, path });
  }

  @FieldResolver(() => Seo, { description: "Metadata of the page for search engines." })
  seo(@Root() page: Page): Seo {
    return Seo.written(page, (ctx, described) => structuredPage(ctx, page, described));
  }

  @FieldResolver(() => Page, {
    nullable: true,
    description: "The page above, or null at the top of the tree and if the viewer may not see that page.",
  })
  parent(@Root() { parentId }: Page, @Ctx() ctx: Context): Deferred<Page | null> | null {
    return parentId === null ? null : parentOfPage(ctx).load(parentId);
  }

  @FieldCost({ size: 5 })
  @FieldResolver(() => [Page], {
    description: `The pages directly below that are visible to the viewer, in their order, at most ${MAX_CHILD_PAGES}.`,
  })
  children(@Root() { id }: Page, @Ctx() ctx: Context): Deferred<Page[]> {
    return childrenOfPage(ctx).load(id);
  }
}

/** Sorted and without duplicates. */
function permittedStatuses(ctx: Context, statuses: readonly PostStatus[] | null | undefined): PostStatus[] {
  if (statuses == null) return ["PUBLISHED"];
  const max = Object.keys(PostStatus).length;
  if (statuses.length > max) {
    const message = `Expected at most ${max} statuses in "statuses", got ${statuses.length}.`;
    throw new BadInputError("VALUE_OUT_OF_RANGE", message, "statuses");
  }
  if (!mayEver(ctx.viewer, "writePage") && statuses.some((status) => status !== "PUBLISHED")) {
    throw new ForbiddenError('Only viewers who may edit pages can select a status other than "PUBLISHED".');
  }
  return [...new Set(statuses)].sort();
}
