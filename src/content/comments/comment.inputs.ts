// The inputs of the mutations of comments.
import { Field, ID, InputType } from "type-graphql";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { CommentStatus } from "./comment.entity.js";

/** The longest text of a comment, in characters. */
export const MAX_COMMENT_TEXT = 10_000;

@InputType({ description: "A new comment." })
export class AddCommentInput {
  @Field(() => ID, { description: "The post that it belongs to." })
  postId!: string;

  @Field(() => ID, {
    nullable: true,
    description: "The comment of the same post that it replies to. Beyond 5 levels it stands beside that comment.",
  })
  parentId?: string | null;

  @Field(() => String, { description: "The name under which it was written, 1 to 200 characters." })
  authorName!: string;

  @Field(() => String, {
    nullable: true,
    description: "The website of its author, http or https, at most 2000 characters.",
  })
  authorUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The e-mail address of its author. Never stored: only whether two are the same.",
  })
  authorEmail?: string | null;

  @Field(() => String, {
    description:
      "Markdown of a small subset: paragraphs, emphasis, quotes, lists, code and links, without pictures, headings and HTML. 1 to 10000 characters.",
  })
  text!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it was written; now if absent. It cannot be in the future.",
  })
  writtenAt?: string | null;

  @Field(() => CommentStatus, {
    nullable: true,
    defaultValue: CommentStatus.PENDING,
    description: "What has been decided about it already.",
  })
  status?: CommentStatus | null;
}

@InputType({ description: "Comments to moderate." })
export class ModerateCommentsInput {
  @Field(() => [ID], { description: "The comments, at most 100." })
  ids!: string[];

  @Field(() => CommentStatus, { description: "What is decided about all of them." })
  status!: CommentStatus;
}

@InputType({ description: "An author of comments to erase." })
export class EraseCommentAuthorInput {
  @Field(() => String, { description: "The value of the field `authorKey` of one of the comments." })
  authorKey!: string;
}
