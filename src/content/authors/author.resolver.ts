// The queries for authors.
import { Arg, Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import type { Deferred, MaybeDeferred } from "../../platform/graphql/deferred.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { type ConnectionPage, connectionTypes, loadConnection } from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { normaliseSlug } from "../../platform/markup/slug.js";
import { breadcrumbList, type DescribedPage, type JsonLd, pageFacts } from "../seo/json-ld.js";
import { Seo } from "../seo/seo.type.js";
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

  @FieldResolver(() => Seo, { description: "Metadata of the page of the author for search engines." })
  seo(@Root() { name, path, bio, avatar }: Author): Seo {
    return Seo.ofTerm({
      ...{ title: name, path, description: bio, image: avatar },
      structured: (_, page) => [profilePage(page), breadcrumbList(page, [])],
    });
  }
}

function profilePage(page: DescribedPage): JsonLd {
  const { url, title, description, imageUrl, site } = page;
  const person = {
    "@type": "Person",
    name: title,
    url,
    description: description === "" ? null : description,
    image: imageUrl,
  };
  return { "@type": "ProfilePage", ...pageFacts(page), inLanguage: site.locale, mainEntity: person };
}
