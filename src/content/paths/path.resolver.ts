// The query that resolves a URL path of the site, for front ends that route dynamically.
import { Arg, Ctx, createUnionType, Field, Info, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import type { MaybeDeferred } from "../../platform/graphql/deferred.js";
import type { SelectingInfo } from "../../platform/graphql/look-ahead.js";
import { filePath } from "../../platform/markup/files/file-path.js";
import type { Asset } from "../assets/asset.entity.js";
import { addressForPath, assetAtPath, WHOLE_PICTURE } from "../assets/shown/asset-at-path.js";
import { Author } from "../authors/author.entity.js";
import { authorBySlug } from "../authors/author.loaders.js";
import { Category } from "../categories/category.entity.js";
import { loadCategoryBySlugPath } from "../categories/category.loaders.js";
import { Page } from "../pages/page.entity.js";
import { pageByPath } from "../pages/page.loaders.js";
import { Post } from "../posts/post.entity.js";
import { loadPostByPath } from "../posts/post.loaders.js";
import { Series } from "../series/series.entity.js";
import { seriesBySlug } from "../series/series.loaders.js";
import type { Routable } from "../site/routable.js";
import { normalisePath, type PathKind, parsePath, postPath } from "../site-path.js";
import { Tag } from "../tags/tag.entity.js";
import { tagBySlug } from "../tags/tag.loaders.js";
import { type RedirectAt, redirectAt } from "./path.loaders.js";
import { redirectPathsOf } from "./redirect-path.js";

@ObjectType({ simpleResolvers: true, description: "A redirect from a former path, or one that an editor made." })
export class Redirect {
  @Field(() => String, {
    description:
      "The current path, relative to the site, or an absolute URL, such as that of another site. It never redirects to another path of the site itself.",
  })
  to!: string;

  @Field(() => Int, { description: "The HTTP status code of the redirect, 301 or 308." })
  statusCode!: number;

  static of(redirect: RedirectAt): Redirect {
    return Object.assign(new Redirect(), redirect);
  }
}

const PathTarget = createUnionType({
  name: "PathTarget",
  description: "The result of resolving a path: an object of the site, or a redirect.",
  types: () => [Post, Page, Category, Tag, Author, Series, Redirect] as const,
  resolveType: (value) => value.constructor.name,
});

const currentByKind: Record<
  PathKind,
  (ctx: Context, name: string, info: SelectingInfo) => MaybeDeferred<Routable | null>
> = {
  post: (ctx, name, info) => loadPostByPath(ctx, postPath(name), info, "current"),
  category: (ctx, name) => loadCategoryBySlugPath(ctx, name),
  tag: (ctx, name) => tagBySlug(ctx).load(name),
  author: (ctx, name) => authorBySlug(ctx).load(name),
  series: (ctx, name) => seriesBySlug(ctx).load(name),
};

const toAsset = (ctx: Context, asset: Asset, path: string): RedirectAt => ({
  to: addressForPath(ctx, asset, path, WHOLE_PICTURE),
  statusCode: 301,
});

@Resolver()
export class PathResolver {
  @Query(() => PathTarget, {
    nullable: true,
    description:
      "Resolves a URL path of the site to its content, to a redirect if it is a former path, the former address of a picture or file, or one that an editor made, or to null.",
  })
  async resolvePath(
    @Arg("path", () => String, {
      description:
        "The path relative to the site, such as /posts/my-post. It may be percent-encoded and have a trailing slash or a query.",
    })
    path: string,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): Promise<object | null> {
    const normalised = normalisePath(path);
    if (normalised === null) return null;
    const parsed = parsePath(normalised);
    const current =
      parsed === null
        ? await pageByPath(ctx).load(normalised)
        : await currentByKind[parsed.kind](ctx, parsed.name, info);
    if (current !== null) return current;
    const file = filePath(path, null);
    const asset = file === null ? null : await assetAtPath(ctx, file);
    if (file !== null && asset !== null) return Redirect.of(toAsset(ctx, asset, file));
    const redirects = await redirectAt(ctx).loadMany(redirectPathsOf(path));
    const redirect = redirects.find((each) => each !== null);
    return redirect === undefined || redirect === null ? null : Redirect.of(redirect);
  }
}
