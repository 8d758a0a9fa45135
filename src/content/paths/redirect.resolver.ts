// The list of redirects, and the object that a redirect leads to.
import { Args, ArgsType, Ctx, Field, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { mayEver } from "../../identity/access/policy.js";
import type { Context } from "../../identity/context.js";
import { decodePercent, isWellFormedText } from "../../lib/text.js";
import { BadInputError, ForbiddenError } from "../../platform/graphql/bad-input.js";
import type { Deferred, MaybeDeferred } from "../../platform/graphql/deferred.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { Node } from "../../platform/graphql/node.js";
import { type ConnectionPage, connectionTypes, loadConnection } from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { lowerCase } from "../../platform/markup/slug.js";
import { authorById } from "../authors/author.loaders.js";
import { categoryById } from "../categories/category.loaders.js";
import { pageById } from "../pages/page.loaders.js";
import { postById } from "../posts/post.loaders.js";
import { seriesById } from "../series/series.loaders.js";
import { MAX_PATH_BYTES, type RoutedKind } from "../site-path.js";
import { tagById } from "../tags/tag.loaders.js";
import { redirectsSource } from "./redirect.loaders.js";
import { StoredRedirect } from "./stored-redirect.js";

const { Connection: StoredRedirectConnection } = connectionTypes("StoredRedirect", () => StoredRedirect);
/** Anonymous requests cannot read the list, so no cached response depends on it. */
const REDIRECT_LIST_TAGS = { kind: "redirect", tagsOf: () => [] };

@ArgsType()
class RedirectsArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: "Selects the redirects whose path begins like this, such as /2019/. All if absent.",
  })
  pathPrefix?: string | null;
}

const targetByKind: Record<RoutedKind, (ctx: Context, id: string) => Deferred<Node | null>> = {
  post: (ctx, id) => postById(ctx).load(id),
  category: (ctx, id) => categoryById(ctx).load(id),
  tag: (ctx, id) => tagById(ctx).load(id),
  author: (ctx, id) => authorById(ctx).load(id),
  series: (ctx, id) => seriesById(ctx).load(id),
  page: (ctx, id) => pageById(ctx).load(id),
};

@Resolver(() => StoredRedirect)
export class RedirectResolver {
  @Query(() => StoredRedirectConnection, {
    description:
      "The former paths of objects and the redirects that editors made, ordered by path. For editors; other viewers get a FORBIDDEN error.",
  })
  redirects(
    @Args(() => RedirectsArgs) args: RedirectsArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<ConnectionPage<StoredRedirect>> {
    if (!mayEver(ctx.viewer, "manageRedirect")) throw new ForbiddenError("Only editors can read the redirects.");
    const prefix = args.pathPrefix == null ? null : normalisedPrefix(args.pathPrefix);
    const cursors = new CursorCodec({ list: "Query.redirects", order: "FROM ASC", filter: prefix ?? "" });
    const source = redirectsSource(prefix);
    const page = pageRequest(args, source.keyset, cursors);
    return loadConnection(
      ctx,
      StoredRedirect,
      null,
      { source, page, cursors, shape: `Query.redirects\n${prefix ?? ""}`, cacheTags: REDIRECT_LIST_TAGS },
      wholeRows(selectionOf(info)),
    );
  }

  @FieldResolver(() => Node, {
    nullable: true,
    description: "The object that it leads to, or null if it leads to a path or URL.",
  })
  target(@Root() { kind, targetId }: StoredRedirect, @Ctx() ctx: Context): Deferred<Node | null> | null {
    return kind === "url" ? null : targetByKind[kind](ctx, targetId);
  }
}

/** In the form in which paths are stored, but with the slash at its end, which excludes longer names. */
function normalisedPrefix(text: string): string {
  const prefix = lowerCase(decodePercent(text));
  if (Buffer.byteLength(prefix) <= MAX_PATH_BYTES && isWellFormedText(prefix)) {
    return prefix.startsWith("/") ? prefix : `/${prefix}`;
  }
  throw new BadInputError(
    "VALUE_OUT_OF_RANGE",
    `Expected the beginning of a path of at most ${MAX_PATH_BYTES} bytes in argument "pathPrefix".`,
    "pathPrefix",
  );
}
