// The queries for posts, and the fields of Post that need more than its row.
import { Arg, Args, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { BadInputError } from "../../platform/graphql/bad-input.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import { type Deferred, type MaybeDeferred, mapDeferred } from "../../platform/graphql/deferred.js";
import type { SelectingInfo } from "../../platform/graphql/look-ahead.js";
import { connectionTypes } from "../../platform/graphql/pagination/connection.js";
import { requirePresent } from "../../platform/graphql/read-skew.js";
import { generateExcerpt } from "../../platform/markup/excerpt.js";
import { normaliseSlug } from "../../platform/markup/slug.js";
import { Author } from "../authors/author.entity.js";
import { loadAuthorOfPost } from "../authors/author.loaders.js";
import { Category } from "../categories/category.entity.js";
import { Seo } from "../seo/seo.type.js";
import { loadSite } from "../site/site.resolver.js";
import { postPath } from "../site-path.js";
import { Tag } from "../tags/tag.entity.js";
import { loadBodyColumn } from "./body/post-body.loaders.js";
import { Body } from "./body/post-body.type.js";
import { loadPosts } from "./lists/post-list.js";
import { translationsByPost } from "./lists/post-translations.js";
import { ExcerptSource, Post } from "./post.entity.js";
import { PostsArgs } from "./post.inputs.js";
import { authorsOfPost, categoriesOfPost, loadPostByPath, tagsOfPost } from "./post.loaders.js";
import { structuredPost } from "./seo/structured-post.js";
import { DEFAULT_EXCERPT_LENGTH } from "./writing/post-record.js";

export const { Connection: PostConnection, Edge: PostEdge } = connectionTypes("Post", () => Post);

const MAX_EXCERPT_LENGTH = 1_000;

@Resolver(() => Post)
export class PostResolver {
  @Query(() => Post, {
    nullable: true,
    description: "The post whose current or former slug this is, or null if there is none that the viewer may read.",
  })
  post(
    @Arg("slug", () => String, {
      description: "The slug. It may be percent-encoded or in another Unicode normalization form.",
    })
    slug: string,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): Deferred<Post | null> | null {
    const normalised = normaliseSlug(slug);
    return normalised === null ? null : loadPostByPath(ctx, postPath(normalised), info);
  }

  @Query(() => PostConnection, {
    description: "The posts of the site, newest publication first unless `orderBy` is given.",
  })
  posts(@Args(() => PostsArgs) args: PostsArgs, @Ctx() ctx: Context, @Info() info: SelectingInfo) {
    return loadPosts(ctx, "site", null, args, info);
  }

  @FieldResolver(() => String, {
    description:
      "The excerpt in plain text: the written one, or else the start of the text, cut at a word or character boundary and ended by […].",
  })
  excerpt(
    @Root() post: Post,
    @Arg("maxLength", () => Int, {
      nullable: true,
      defaultValue: DEFAULT_EXCERPT_LENGTH,
      description:
        "The greatest length of a generated excerpt in characters as readers count them, including […]; 1 to 1000.",
    })
    maxLength: number | null,
    @Ctx() ctx: Context,
  ): MaybeDeferred<string> {
    const length = maxLength ?? DEFAULT_EXCERPT_LENGTH;
    if (length < 1 || length > MAX_EXCERPT_LENGTH) {
      throw new BadInputError(
        "VALUE_OUT_OF_RANGE",
        `Argument "maxLength" must be from 1 to ${MAX_EXCERPT_LENGTH}, but is ${length}.`,
        "maxLength",
      );
    }
    if (post.excerptSource === ExcerptSource.WRITTEN || length === DEFAULT_EXCERPT_LENGTH) return post.storedExcerpt;
    const body = { owner: "post", ownerId: post.id, version: post.version, known: post.knownBody } as const;
    return mapDeferred(loadBodyColumn(ctx, body, "summary"), (summary) => generateExcerpt(summary, length));
  }

  @FieldResolver(() => Body, {
    description: "The body of the post. Each of its forms is read only if it is selected.",
  })
  body(@Root() post: Post): Body {
    return Object.assign(new Body(), {
      ownerId: post.id,
      version: post.version,
      path: post.path,
      known: post.knownBody,
    });
  }

  @FieldResolver(() => String, {
    description:
      "The absolute URL of the post as Markdown with front matter: `url` with .md at its end, not percent-encoded.",
  })
  markdownUrl(@Root() { path }: Post, @Ctx() ctx: Context): Deferred<string> {
    return loadSite(ctx).map((site) => `${site.url}${path}.md`);
  }

  @FieldResolver(() => Seo, { description: "Metadata of the post for search engines." })
  seo(@Root() post: Post): Seo {
    return Seo.written(post, (ctx, page) => structuredPost(ctx, post, page));
  }

  @FieldResolver(() => Author, { description: "The main author of the post, the first of `authors`." })
  author(@Root() post: Post, @Ctx() ctx: Context): MaybeDeferred<Author> {
    return mapDeferred(loadAuthorOfPost(ctx, post.authorId), (author) => requirePresent(ctx, author));
  }

  @FieldCost({ size: 2 })
  @FieldResolver(() => [Author], { description: "The authors of the post, at least one, with the main author first." })
  authors(@Root() post: Post, @Ctx() ctx: Context): MaybeDeferred<Author[]> {
    return authorsOfPost(ctx, post);
  }

  @FieldCost({ size: 2 })
  @FieldResolver(() => [Category], { description: "The categories of the post, with the main one first." })
  categories(@Root() post: Post, @Ctx() ctx: Context): MaybeDeferred<Category[]> {
    return categoriesOfPost(ctx, post);
  }

  @FieldCost({ size: 5 })
  @FieldResolver(() => [Tag], { description: "The tags of the post in the order in which its author listed them." })
  tags(@Root() post: Post, @Ctx() ctx: Context): MaybeDeferred<Tag[]> {
    return tagsOfPost(ctx, post);
  }

  @FieldCost({ size: 2, cost: 2 })
  @FieldResolver(() => [Post], {
    description:
      "The visible translations of the post, of which each has another `locale`, in the order of their languages. At most 50. An import joins them as its source does.",
  })
  translations(@Root() post: Post, @Ctx() ctx: Context): Deferred<Post[]> {
    return translationsByPost(ctx).load(post.id);
  }
}
