// The comments of a post with the replies to each. Their HTML is sanitized by the service.
import type { CommentNode, CommentReplies, CommentsView } from "../../../routes/post/comments.js";
import { linkTo } from "../../../site-path.js";
import type { PageContext } from "../../theme.js";
import { Day, DOT } from "./bits.js";

export interface CommentsProps {
  comments: CommentsView;
  count: number;
  page: PageContext;
}

export function Comments({ comments, count, page }: CommentsProps) {
  const { words } = page;
  return (
    <section class="comments" id="comments" aria-labelledby="comments-title">
      <h2 id="comments-title">{words.comments(count)}</h2>
      {!comments.isFirst && (
        <p class="meta">
          <a href={comments.all}>{words.allComments}</a>
        </p>
      )}
      <ol>
        {comments.shown.map((comment) => (
          <Comment key={comment.id} comment={comment} comments={comments} page={page} />
        ))}
      </ol>
      {comments.more !== null && (
        <p class="more">
          <a href={comments.more}>{words.moreComments}</a>
        </p>
      )}
    </section>
  );
}

interface CommentProps {
  comment: CommentNode;
  comments: CommentsView;
  page: PageContext;
}

function Comment({ comment, comments, page }: CommentProps) {
  const { id, authorName, authorUrl, html, writtenAt, replies } = comment;
  const name = authorName === "" ? page.words.anonymous : authorName;
  return (
    <li id={`comment-${id}`}>
      <p class="meta">
        <strong>
          {authorUrl === null ? (
            name
          ) : (
            <a href={linkTo(authorUrl)} rel="nofollow ugc noopener external">
              {name}
            </a>
          )}
        </strong>
        {DOT}
        <a href={`#comment-${id}`}>
          <Day at={writtenAt} page={page} />
        </a>
      </p>
      <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />
      {replies !== undefined && replies.nodes.length > 0 && (
        <Replies of={replies} to={id} comments={comments} page={page} />
      )}
    </li>
  );
}

interface RepliesProps {
  of: CommentReplies;
  to: string;
  comments: CommentsView;
  page: PageContext;
}

function Replies({ of: { nodes, pageInfo }, to, comments, page }: RepliesProps) {
  // The one comment of a thread has its further replies on the next page.
  const isOwnThread = comments.shown.length === 1 && comments.shown[0]?.id === to && !comments.isFirst;
  return (
    <ol aria-label={page.words.replies}>
      {nodes.map((reply) => (
        <Comment key={reply.id} comment={reply} comments={comments} page={page} />
      ))}
      {pageInfo.hasNextPage && !isOwnThread && (
        <li class="more">
          <a href={comments.threadOf(to)}>{page.words.moreReplies}</a>
        </li>
      )}
    </ol>
  );
}
