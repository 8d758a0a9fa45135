// The queries for authors.
import { Arg, Args, Ctx, Info, Query, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import type { Deferred, MaybeDeferred } from "../../platform/graphql/deferred.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { type ConnectionPage, connectionTypes, loadConnection } from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { normaliseSlug } from "../../platform/markup/slug.js";
import { Author } from "./author.entity.js";
import { AUTHOR_LIST_TAGS, authorByAnySlug, authorsSource } from "./author.loaders.js";

const { Connection: AuthorConnection } = connectionTypes("Author", () => Author);

const cursors = new CursorCodec({ list: "Query.authors", order: "NAME ASC", filter: "" });

@Resolver(() => Author)
export class AuthorResolver {
  @Query(() => Author, {
    nullable: true,
    description: "The author with this slug or former slug, or null if no visible post is by such an author.",
  })
  author(
    @Arg("slug", () => String, {
      description: "A current or former slug. It may be percent-encoded or in another Unicode normalization form.",
    })
    slug: string,
    @Ctx() ctx: Context,
  ): Deferred<Author | null> | null {
    const normalised = normaliseSlug(slug);
    return normalised === null ? null : authorByAnySlug(ctx).load(normalised);
  }

  @Query(() => AuthorConnection, { description: "The authors of visible posts, ordered by name." })
  authors(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<ConnectionPage<Author>> {
    const source = authorsSource(ctx);
    const page = pageRequest(args, source.keyset, cursors);
    return loadConnection(
      ctx,
      Author,
      null,
      { source, page, cursors, shape: "Query.authors", cacheTags: AUTHOR_LIST_TAGS },
      wholeRows(selectionOf(info)),
    );
  }
}
