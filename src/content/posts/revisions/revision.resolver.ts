// The field Post.revisions, for viewers who may edit the post.
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { mayTo } from "../../../identity/access/policy.js";
import type { Context } from "../../../identity/context.js";
import { selectColumns } from "../../../platform/db/entity-columns.js";
import { tableList } from "../../../platform/db/lists/list-source.js";
import { sql } from "../../../platform/db/sql-text.js";
import { ForbiddenError } from "../../../platform/graphql/bad-input.js";
import type { MaybeDeferred } from "../../../platform/graphql/deferred.js";
import { defineLoader, inKeyOrder } from "../../../platform/graphql/loader.js";
import { type SelectingInfo, selectionOf } from "../../../platform/graphql/look-ahead.js";
import {
  type ConnectionPage,
  connectionTypes,
  loadConnection,
} from "../../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../../platform/graphql/pagination/page-fields.js";
import { authorIdsOf } from "../authors/author-ids.js";
import { Post } from "../post.entity.js";
import { Revision } from "./revision.entity.js";

export const { Connection: RevisionConnection } = connectionTypes("Revision", () => Revision);

const REVISION_COLUMNS = selectColumns(Revision, "r");

/** Responses with revisions are never anonymous and so never cached. */
const REVISION_LIST_TAGS = { kind: "revision", tagsOf: () => [] };

const cursors = new CursorCodec({ list: "Post.revisions", order: "VERSION DESC", filter: "" });

const source = tableList({
  name: "Post.revisions",
  table: "revision r",
  parent: "r.post_id",
  columns: REVISION_COLUMNS,
  keyset: { keys: [{ column: "r.version", type: "integer" }], direction: "DESC" },
});

const AUTHORS_OF_POST = selectColumns(Post, "p", ["authorId", "coAuthorIds"]);

/** Reads the authors of the post with each revision, since they decide who may see the revision. */
export const revisionById = defineLoader<Context, string, Revision | null>("revisionById", async (ctx, ids) => {
  // The published schema has no such table, and a preview token opens a post, not its history.
  if (ctx.viewer === null) return ids.map(() => null);
  const { viewer } = ctx;
  const rows = await ctx.db.query(
    sql`/* Revision.byId */ select ${REVISION_COLUMNS}, ${AUTHORS_OF_POST} from revision r join post p on p.id = r.post_id
     where r.id = any($1::uuid[])`,
    [ids],
  );
  const permitted = rows.filter((row) => mayTo(viewer, "writePost", authorIdsOf(row)));
  return inKeyOrder(
    ids,
    permitted.map((row) => Object.assign(new Revision(), row)),
    (revision) => revision.id,
  );
});

@Resolver(() => Post)
export class PostRevisionsResolver {
  @FieldResolver(() => RevisionConnection, {
    description: "The revisions of the post, newest first. Viewers who may not edit the post get a FORBIDDEN error.",
  })
  revisions(
    @Root() post: Post,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<ConnectionPage<Revision>> {
    if (!mayTo(ctx.viewer, "writePost", authorIdsOf(post))) {
      throw new ForbiddenError("Only viewers who may edit the post can read its revisions.");
    }
    const page = pageRequest(args, source.keyset, cursors);
    return loadConnection(
      ctx,
      Revision,
      post.id,
      {
        source,
        page,
        cursors,
        shape: "Post.revisions",
        cacheTags: REVISION_LIST_TAGS,
      },
      wholeRows(selectionOf(info)),
    );
  }
}
