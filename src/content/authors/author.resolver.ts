// Queries for authors.
import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, Info, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.js";
import { connectionTypes, loadConnection, type Page } from "../../graphql/connection.js";
import { CursorCodec } from "../../graphql/cursor.js";
import type { Loadable, Loading } from "../../graphql/loading.js";
import { PageArgs, pageRequest } from "../../graphql/page-args.js";
import { wholeRows } from "../../graphql/page-wants.js";
import { selectionOf } from "../../graphql/selection.js";
import { normaliseSlug } from "../../markup/slug.js";
import { Author } from "./author.entity.js";
import { AUTHORS_READ, authorBySlug, authorsSource } from "./author.loaders.js";

const { Connection: AuthorConnection } = connectionTypes("Author", () => Author);

const cursors = new CursorCodec({ list: "Query.authors", order: "NAME ASC", filter: "" });

@Resolver(() => Author)
export class AuthorResolver {
  @Query(() => Author, {
    nullable: true,
    description: "The author with this slug; null where no visible post is by such a one.",
  })
  author(
    @Arg("slug", () => String, { description: "Also percent-encoded or in another Unicode normal form." }) slug: string,
    @Ctx() ctx: Context,
  ): Loading<Author | null> | null {
    const normalised = normaliseSlug(slug);
    return normalised === null ? null : authorBySlug(ctx).load(normalised);
  }

  @Query(() => AuthorConnection, { description: "Authors of visible posts, by name." })
  authors(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Loadable<Page<Author>> {
    const source = authorsSource(ctx);
    const page = pageRequest(args, source.keyset, cursors);
    return loadConnection(
      ctx,
      Author,
      null,
      { source, page, cursors, shape: "Query.authors", reads: AUTHORS_READ },
      wholeRows(selectionOf(info)),
    );
  }
}
