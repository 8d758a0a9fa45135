// The list of comments for editors, and the fields of comments and posts that lead through a thread.
import { Args, ArgsType, Ctx, Field, FieldResolver, Info, Int, Query, Resolver, Root } from "type-graphql";
import { requireReader } from "../../identity/access/require-viewer.js";
import { ANONYMOUS, type Context } from "../../identity/context.js";
import type { ListSource } from "../../platform/db/lists/list-source.js";
import { BadInputError } from "../../platform/graphql/bad-input.js";
import type { Deferred, MaybeDeferred } from "../../platform/graphql/deferred.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { type ConnectionPage, connectionTypes, loadConnection } from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { requirePresent } from "../../platform/graphql/read-skew.js";
import { COMMENTS_OF } from "../cache-tags/cache-tags.js";
import { Post } from "../posts/post.entity.js";
import { postById } from "../posts/post.loaders.js";
import { Comment, CommentStatus } from "./comment.entity.js";
import { commentById, commentCountByPost, commentsSource, repliesSource, rootsSource } from "./comment.loaders.js";

const { Connection: CommentConnection } = connectionTypes("Comment", () => Comment);

/** A thread depends on the comments of its post, whose tag is added with the list. */
const LIST_TAGS = { kind: "comment", tagsOf: () => [] };

@ArgsType()
class CommentsArgs extends PageArgs {
  @Field(() => [CommentStatus], {
    nullable: true,
    description: "Only comments with one of these statuses, at most 4; all comments if it is absent.",
  })
  statuses?: CommentStatus[] | null;
}

/** Null for all. */
function checkedStatuses(statuses: readonly CommentStatus[] | null | undefined): CommentStatus[] | null {
  if (statuses == null) return null;
  const max = Object.keys(CommentStatus).length;
  if (statuses.length <= max) return [...new Set(statuses)].sort();
  const message = `Expected at most ${max} statuses in "statuses", got ${statuses.length}.`;
  throw new BadInputError("VALUE_OUT_OF_RANGE", message, "statuses");
}

interface Thread {
  list: string;
  sourceOf: (ctx: Context) => ListSource;
  cursors: CursorCodec;
}

const threadOf = (list: string, create: (reader: Context | typeof ANONYMOUS) => ListSource): Thread => {
  // Without a viewer and a preview token the list binds no value, so that its statements are composed once.
  const anonymous = create(ANONYMOUS);
  return {
    list,
    sourceOf: (ctx) => (ctx.viewer === null && ctx.previewPostId === null ? anonymous : create(ctx)),
    cursors: new CursorCodec({ list, order: "WRITTEN_AT ASC", filter: "" }),
  };
};
const ROOTS = threadOf("Post.comments", rootsSource);
const REPLIES = threadOf("Comment.replies", repliesSource);

/** `parentId` is the post or comment, `postId` the post. */
function loadThread(
  ctx: Context,
  { list, sourceOf, cursors }: Thread,
  { parentId, postId }: { parentId: string; postId: string },
  { args, info }: { args: PageArgs; info: SelectingInfo },
): MaybeDeferred<ConnectionPage<Comment>> {
  const source = sourceOf(ctx);
  const page = pageRequest(args, source.keyset, cursors);
  ctx.cacheTags.addIds(COMMENTS_OF, [postId]);
  const request = { source, page, cursors, shape: list, cacheTags: LIST_TAGS };
  return loadConnection(ctx, Comment, parentId, request, wholeRows(selectionOf(info)));
}

@Resolver(() => Post)
export class PostCommentsResolver {
  @FieldResolver(() => Int, {
    description: "The number of visible comments of the post, replies included. The same for every viewer of the post.",
  })
  commentCount(@Root() { id }: Post, @Ctx() ctx: Context): Deferred<number> {
    return commentCountByPost(ctx).load(id);
  }

  @FieldResolver(() => CommentConnection, {
    description:
      "The visible comments that are no replies, oldest first. Editors find the others in the list `comments` of the site.",
  })
  comments(
    @Root() { id }: Post,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<ConnectionPage<Comment>> {
    return loadThread(ctx, ROOTS, { parentId: id, postId: id }, { args, info });
  }
}

@Resolver(() => Comment)
export class CommentResolver {
  @Query(() => CommentConnection, {
    description: "The comments of the whole site, newest first. For editors; others get a FORBIDDEN error.",
  })
  async comments(
    @Args(() => CommentsArgs) args: CommentsArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): Promise<ConnectionPage<Comment>> {
    requireReader(ctx, "moderateComment");
    const statuses = checkedStatuses(args.statuses);
    const source = commentsSource(statuses);
    const filter = statuses === null ? "" : statuses.join(" ");
    const cursors = new CursorCodec({ list: "Query.comments", order: "WRITTEN_AT DESC", filter });
    const page = pageRequest(args, source.keyset, cursors);
    const shape = `Query.comments\n${statuses === null ? "all" : filter}`;
    const request = { source, page, cursors, shape, cacheTags: LIST_TAGS };
    return loadConnection(ctx, Comment, null, request, wholeRows(selectionOf(info)));
  }

  @FieldResolver(() => Post, { description: "The post that it belongs to." })
  post(@Root() { postId }: Comment, @Ctx() ctx: Context): Deferred<Post> {
    return postById(ctx)
      .load(postId)
      .map((post) => requirePresent(ctx, post));
  }

  @FieldResolver(() => Comment, {
    nullable: true,
    description:
      "The comment that it replies to, or null if it is no reply or the viewer may not see that comment. Threads have at most 5 levels: a reply to a comment of the last one stands beside it.",
  })
  parent(@Root() { parentId }: Comment, @Ctx() ctx: Context): Deferred<Comment | null> | null {
    return parentId === null ? null : commentById(ctx).load(parentId);
  }

  @FieldResolver(() => CommentConnection, { description: "The visible replies, oldest first." })
  replies(
    @Root() { id, postId }: Comment,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<ConnectionPage<Comment>> {
    return loadThread(ctx, REPLIES, { parentId: id, postId }, { args, info });
  }
}
