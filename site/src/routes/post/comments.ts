// The comments of a post: by pages, and of a long thread the replies to one comment.
import { CommentsDocument, type CommentTextFragment, ThreadDocument } from "../../__generated__/graphql.js";
import type { SiteApi } from "../../api/site-api.js";
import { encodePath } from "../../site-path.js";

export interface CommentReplies {
  nodes: readonly CommentNode[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Without `replies` where the API gives no further level. */
export type CommentNode = CommentTextFragment & { replies?: CommentReplies };

export interface CommentsView {
  shown: readonly CommentNode[];
  /** Whether these are all or the first, and not a later page or a thread. */
  isFirst: boolean;
  /** The address of the next page; null if there is none. */
  more: string | null;
  /** The address of the first page. */
  all: string;
  /** The address of all replies to a comment. */
  threadOf(id: string): string;
}

export interface CommentsPart {
  after: string | null;
  /** The id of a comment; null for the whole list. */
  thread: string | null;
}

export function commentsPartOf(search: string): CommentsPart {
  const parameters = new URLSearchParams(search);
  return { after: parameters.get("comments") || null, thread: parameters.get("thread") || null };
}

export interface CommentedPost {
  path: string;
  slug: string;
  commentCount: number;
}

/** Null if there are none. A thread of another post is ignored. */
export async function readComments(
  api: SiteApi,
  { path, slug, commentCount }: CommentedPost,
  { after, thread }: CommentsPart,
): Promise<CommentsView | null> {
  if (commentCount === 0) return null;
  const address = (id: string | null, cursor: string | null): string => {
    const query = new URLSearchParams({
      ...(id !== null && { thread: id }),
      ...(cursor !== null && { comments: cursor }),
    });
    return `${encodePath(path)}${query.size === 0 ? "" : `?${query}`}#comments`;
  };
  const links = { all: address(null, null), threadOf: (id: string) => address(id, null) };
  const moreOf = ({ pageInfo: { hasNextPage, endCursor } }: CommentReplies, id: string | null): string | null =>
    hasNextPage ? address(id, endCursor) : null;
  const { node } = thread === null ? { node: null } : await api.query(ThreadDocument, { id: thread, after });
  if (node?.__typename === "Comment" && node.post.path === path) {
    return { ...links, shown: [node], isFirst: false, more: moreOf(node.replies, node.id) };
  }
  const from = thread === null ? after : null;
  const { post } = await api.query(CommentsDocument, { slug, after: from });
  if (post === null) return null;
  return { ...links, shown: post.comments.nodes, isFirst: from === null, more: moreOf(post.comments, null) };
}
