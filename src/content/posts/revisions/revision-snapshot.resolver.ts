// The fields of a revision that need more than its row: the objects that its ids stand for, and how it differs from the one before.
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import { nullableColumn, selectColumns } from "../../../platform/db/entity-columns.js";
import { sql } from "../../../platform/db/sql-text.js";
import { FieldCost } from "../../../platform/graphql/cost-directive.js";
import { type MaybeDeferred, mapDeferred } from "../../../platform/graphql/deferred.js";
import { defineLoader, inKeyOrder } from "../../../platform/graphql/loader.js";
import { Author } from "../../authors/author.entity.js";
import { loadAuthorsOfPost } from "../../authors/author.loaders.js";
import { Category } from "../../categories/category.entity.js";
import { loadCategories } from "../../categories/category.loaders.js";
import { Tag } from "../../tags/tag.entity.js";
import { loadTagsOfPost } from "../../tags/tag.loaders.js";
import { NOT_RECORDED, Revision } from "./revision.entity.js";
import { differingFieldsSql } from "./revision-fields.js";

/** Nothing precedes version 1; otherwise the revision before may have been deleted, or may be from before all fields were recorded. */
const CHANGED_FIELDS = sql`/* Revision.changedFields */ select ${selectColumns(Revision, "r", ["id"])},
    ${nullableColumn("changedFields", "text[]", `case when r.version = 1 and r.kind is not null then '{}' when r.kind is not null and q.kind is not null then ${differingFieldsSql("r", "q")} end`)}
  from revision r left join revision q on q.post_id = r.post_id and q.version = r.version - 1
  where r.id = any($1::uuid[])`;

const changedFieldsOf = defineLoader<Context, string, string[] | null>("changedFieldsOf", async (ctx, ids) => {
  const rows = await ctx.db.query(CHANGED_FIELDS, [ids]);
  return inKeyOrder(ids, rows, (row) => row.id).map((row) => row?.changedFields ?? null);
});

const present = <Row>(rows: MaybeDeferred<(Row | null)[]>): MaybeDeferred<Row[]> =>
  mapDeferred(rows, (all) => all.filter((row) => row !== null));

@Resolver(() => Revision)
export class RevisionSnapshotResolver {
  @FieldCost({ size: 2 })
  @FieldResolver(() => [Author], {
    nullable: true,
    description: `The authors of that version, without those that have been deleted since. ${NOT_RECORDED}`,
  })
  authors(@Root() { authorId, coAuthorIds }: Revision, @Ctx() ctx: Context): MaybeDeferred<Author[]> | null {
    return authorId === null ? null : present(loadAuthorsOfPost(ctx, [authorId, ...(coAuthorIds ?? [])]));
  }

  @FieldCost({ size: 2 })
  @FieldResolver(() => [Category], {
    nullable: true,
    description: `The categories of that version, without those that have been deleted since. ${NOT_RECORDED}`,
  })
  categories(@Root() { categoryIds }: Revision, @Ctx() ctx: Context): MaybeDeferred<Category[]> | null {
    return categoryIds === null ? null : present(loadCategories(ctx, categoryIds));
  }

  @FieldCost({ size: 5 })
  @FieldResolver(() => [Tag], {
    nullable: true,
    description: `The tags of that version, without those that have been deleted since. ${NOT_RECORDED}`,
  })
  tags(@Root() { tagIds }: Revision, @Ctx() ctx: Context): MaybeDeferred<Tag[]> | null {
    return tagIds === null ? null : present(loadTagsOfPost(ctx, tagIds));
  }

  @FieldCost({ size: 3 })
  @FieldResolver(() => [String], {
    nullable: true,
    description:
      "The names of the fields of the post or page that differ from the revision before, such as title, body and tags; empty for the first revision. Null where that revision was deleted, or is from before all fields were recorded.",
  })
  changedFields(@Root() revision: Revision, @Ctx() ctx: Context): MaybeDeferred<string[] | null> {
    const { knownChangedFields } = revision;
    return knownChangedFields === undefined ? changedFieldsOf(ctx).load(revision.id) : knownChangedFields;
  }
}
