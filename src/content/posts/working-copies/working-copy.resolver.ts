// The field Post.workingCopy, and the fields of a working copy that need more than its row.
import { Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { mayTo } from "../../../identity/access/policy.js";
import type { Context } from "../../../identity/context.js";
import { ForbiddenError } from "../../../platform/graphql/bad-input.js";
import { FieldCost } from "../../../platform/graphql/cost-directive.js";
import { type Deferred, type MaybeDeferred, mapDeferred } from "../../../platform/graphql/deferred.js";
import {
  onceForSelection,
  type SelectedFields,
  type SelectingInfo,
  selectionOf,
} from "../../../platform/graphql/look-ahead.js";
import { requirePresent } from "../../../platform/graphql/read-skew.js";
import { ResponseTooLargeError } from "../../../platform/query-cost/response-size.js";
import { Author } from "../../authors/author.entity.js";
import { loadAuthorsOfPost } from "../../authors/author.loaders.js";
import { Category } from "../../categories/category.entity.js";
import { loadCategories } from "../../categories/category.loaders.js";
import { Seo } from "../../seo/seo.type.js";
import { Tag } from "../../tags/tag.entity.js";
import { loadTagsOfPost } from "../../tags/tag.loaders.js";
import { authorIdsOf } from "../authors/author-ids.js";
import { Body } from "../body/post-body.type.js";
import { Post } from "../post.entity.js";
import { needsRendering, renderedCopy } from "./rendered-copy.js";
import { seoOfCopy } from "./seo-of-copy.js";
import { workingCopyOf } from "./working-copy.loaders.js";
import { WorkingCopy } from "./working-copy.type.js";
import type { LoadCopy } from "./working-copy-conflict.js";

/** About the time of rendering a long post. */
const RENDERING_COST = 300;

/** A description that was not written follows from the text. */
export const readsSource = onceForSelection(
  (copy: SelectedFields): boolean => copy.has("body") || readsDescription(copy.at("seo")),
);

const readsDescription = (seo: SelectedFields): boolean => seo.has("description") || seo.has("structuredData");

/** Loads the working copy of the post with what the selection below the field needs. */
export const copyOfPost =
  (postId: string): LoadCopy =>
  (ctx, selection) =>
    workingCopyOf(ctx, postId, readsSource(selection));

@Resolver(() => Post)
export class PostWorkingCopyResolver {
  @FieldCost({ cost: 2 })
  @FieldResolver(() => WorkingCopy, {
    nullable: true,
    description:
      "Edits of the post that are not applied yet; null if there are none. Viewers who may not edit the post get a FORBIDDEN error.",
  })
  workingCopy(@Root() post: Post, @Ctx() ctx: Context, @Info() info: SelectingInfo): Deferred<WorkingCopy | null> {
    if (!mayTo(ctx.viewer, "writePost", authorIdsOf(post))) {
      throw new ForbiddenError("Only viewers who may edit the post can read its working copy.");
    }
    return copyOfPost(post.id)(ctx, selectionOf(info));
  }
}

const present = <Row>(ctx: Context, rows: MaybeDeferred<(Row | null)[]>): MaybeDeferred<Row[]> =>
  mapDeferred(rows, (all) => all.map((row) => requirePresent(ctx, row)));

@Resolver(() => WorkingCopy)
export class WorkingCopyResolver {
  @FieldCost({ cost: RENDERING_COST })
  @FieldResolver(() => Body, {
    description: "The body. `source` and `format` are read; all other forms are rendered when they are asked for.",
  })
  async body(@Root() copy: WorkingCopy, @Ctx() ctx: Context, @Info() info: SelectingInfo): Promise<Body> {
    const { owner, ownerId, version, basePath, slug, source, format } = copy;
    if (source === null) throw new ResponseTooLargeError(ctx.responseBytes);
    const known = needsRendering(selectionOf(info)) ? await renderedCopy(copy, ctx.responseBytes) : { source, format };
    return Object.assign(new Body(), { owner, ownerId, version, path: basePath + slug, known });
  }

  @FieldResolver(() => Seo, { description: "Metadata for search engines. Its URL has not been checked yet." })
  seo(@Root() copy: WorkingCopy, @Ctx() ctx: Context, @Info() info: SelectingInfo): Promise<Seo> | Seo {
    return seoOfCopy(copy, {
      needsDescription: readsDescription(selectionOf(info)),
      responseBytes: ctx.responseBytes,
    });
  }

  @FieldCost({ size: 2 })
  @FieldResolver(() => [Author], {
    description: "The authors as they were saved, without those that have been deleted since. Perhaps none.",
  })
  authors(@Root() { authorIds }: WorkingCopy, @Ctx() ctx: Context): MaybeDeferred<Author[]> {
    return present(ctx, loadAuthorsOfPost(ctx, authorIds));
  }

  @FieldCost({ size: 2 })
  @FieldResolver(() => [Category], {
    description: "The categories as they were saved, without those that have been deleted since.",
  })
  categories(@Root() { categoryIds }: WorkingCopy, @Ctx() ctx: Context): MaybeDeferred<Category[]> {
    return present(ctx, loadCategories(ctx, categoryIds));
  }

  @FieldCost({ size: 5 })
  @FieldResolver(() => [Tag], {
    description: "The tags that were saved by id, without those that have been deleted since.",
  })
  tags(@Root() { tagIds }: WorkingCopy, @Ctx() ctx: Context): MaybeDeferred<Tag[]> {
    return present(ctx, loadTagsOfPost(ctx, tagIds));
  }
}
