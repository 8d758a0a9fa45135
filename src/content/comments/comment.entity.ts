// Table and GraphQL type of a comment on a post. Neither an e-mail address nor a network address of its author is stored.
import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { Post } from "../posts/post.entity.js";

export const CommentStatus = { VISIBLE: "VISIBLE", PENDING: "PENDING", HIDDEN: "HIDDEN", SPAM: "SPAM" } as const;
export type CommentStatus = (typeof CommentStatus)[keyof typeof CommentStatus];
registerEnumType(CommentStatus, {
  name: "CommentStatus",
  description: "What moderation has decided about a comment.",
  valuesConfig: {
    VISIBLE: { description: "Readers see it, if they see its post and every comment above it is visible." },
    PENDING: { description: "It waits for a decision. Only editors see it." },
    HIDDEN: { description: "An editor has hidden it." },
    SPAM: { description: "It is spam." },
  },
});

/** The depth of the deepest comments. A reply to one of them stands beside it. */
export const MAX_COMMENT_DEPTH = 5;

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A comment on a post. Readers see it if its status and that of every comment above it is VISIBLE, and if they see the post.",
})
@Entity("comment")
@Check("comment_status_check", "status in ('VISIBLE', 'PENDING', 'HIDDEN', 'SPAM')")
@Check("comment_is_shown_check", "status = 'VISIBLE' or not is_shown")
@Check("comment_depth_check", "depth between 1 and 5 and (depth = 1) = (parent_id is null)")
@Index(["postId", "writtenAt", "id"])
@Index("comment_roots_idx", ["postId", "writtenAt", "id"], { where: "parent_id IS NULL AND is_shown" })
@Index(["parentId", "writtenAt", "id"])
@Index(["writtenAt", "id"])
@Index(["status", "writtenAt", "id"])
@Index(["authorKey"])
export class Comment extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column("uuid")
  postId!: string;

  @ManyToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  postRow?: Relation<Post>;

  /** Null for a root. */
  @Column("uuid", { nullable: true })
  parentId!: string | null;

  @ManyToOne(() => Comment, { onDelete: "CASCADE" })
  @JoinColumn({ name: "parent_id" })
  parentRow?: Relation<Comment>;

  /** 1 for a root, at most `MAX_COMMENT_DEPTH`. */
  @Column("smallint")
  depth!: number;

  @Column("text")
  @Field(() => String, {
    description: "The name under which it was written, in plain text. Empty if there is none, or it was erased.",
  })
  authorName!: string;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "The website of its author, http or https." })
  authorUrl!: string | null;

  /** Keyed digest of the e-mail address; see `comment-author-key.ts`. */
  @Column({ type: "text", collation: "C", nullable: true })
  @Field(() => String, {
    nullable: true,
    description:
      "The same for two comments of one person; says nothing else. Null if no e-mail address was given, or the author was erased.",
  })
  authorKey!: string | null;

  @Column("text")
  @Field(() => String, {
    description:
      'The comment as sanitized HTML, which is safe to insert into a page: paragraphs, emphasis, quotes, lists, code and links with rel="nofollow ugc", and no pictures. Empty if its author was erased.',
  })
  html!: string;

  @Column("text")
  @Field(() => String, { description: "The comment in plain text. Empty if its author was erased." })
  text!: string;

  @Column({ type: "timestamptz", precision: 3 })
  @Field(() => DateTimeScalar, { description: "When it was written." })
  writtenAt!: string;

  @Column("text")
  @Field(() => CommentStatus, {
    description: "What moderation has decided about it. Comments with another status than VISIBLE are for editors.",
  })
  status!: CommentStatus;

  /** Whether its status and that of every comment above it is VISIBLE. Writes maintain it under a lock of the post. */
  @Column("boolean")
  isShown!: boolean;

  /** Identifies an imported comment with its source, so that a second import changes nothing. */
  @Column({ type: "text", collation: "C", unique: true, nullable: true })
  sourceKey!: string | null;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  createdAt!: string;

  override get globalId(): string {
    return encodeGlobalId("Comment", this.id);
  }
}
