// Table and GraphQL type of a revision: a version of a post as it was saved, with all that its authors set. Revisions from before this was
// recorded have the title and the text only, and no kind.
import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation, Unique } from "typeorm";
import { encodeGlobalId } from "../../../platform/graphql/global-id.js";
import { Node } from "../../../platform/graphql/node.js";
import { DateTimeScalar } from "../../../platform/graphql/scalars.js";
import { Image } from "../../images/image.js";
import { BodyFormat } from "../body/post-body.type.js";
import { type ExcerptSource, Post, type PostState, PostStatus } from "../post.entity.js";
import { RevisionKind } from "./revision-kind.js";

export const NOT_RECORDED = "Null for revisions from before this was recorded.";

@ObjectType({ implements: Node, simpleResolvers: true, description: "A version of a post or page as it was saved." })
@Entity("revision")
@Unique(["postId", "version"])
@Check("revision_kind_check", "num_nulls(kind, slug, state, locale, excerpt, excerpt_source, author_id) in (0, 7)")
export class Revision extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column("uuid")
  postId!: string;

  @ManyToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;

  @Column("integer")
  @Field(() => Int, { description: "The version of the post or page that this revision holds." })
  version!: number;

  @Column("text")
  @Field(() => String, { description: "The title of that version." })
  title!: string;

  @Column("text")
  @Field(() => String, { description: "The source of the body of that version, byte for byte." })
  source!: string;

  @Column("text")
  @Field(() => BodyFormat, { description: "The markup language of the source." })
  format!: "MARKDOWN" | "HTML";

  /** The paths of the files that the text refers to, which may be assets. */
  @Column("text", { array: true, default: () => "'{}'" })
  assetPaths!: readonly string[];

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  @Field(() => DateTimeScalar, { description: "The time at which the version was saved." })
  createdAt!: string;

  @Column("text", { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: "The name of the token or subject that wrote the version. Null for an import.",
  })
  editor!: string | null;

  @Column("text", { nullable: true })
  @Field(() => RevisionKind, { nullable: true, description: `What the write did. ${NOT_RECORDED}` })
  kind!: RevisionKind | null;

  @Column({ type: "text", collation: "C", nullable: true })
  @Field(() => String, { nullable: true, description: `The slug of that version. ${NOT_RECORDED}` })
  slug!: string | null;

  @Column("text", { nullable: true })
  state!: PostState | null;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: `The date of publication of that version, if it had one. ${NOT_RECORDED}`,
  })
  publishedAt!: string | null;

  @Column({ type: "text", collation: "C", nullable: true })
  @Field(() => String, { nullable: true, description: `The language of that version. ${NOT_RECORDED}` })
  locale!: string | null;

  @Column("text", { name: "excerpt", nullable: true })
  @Field(() => String, {
    name: "excerpt",
    nullable: true,
    description: `The excerpt of that version, written or generated. ${NOT_RECORDED}`,
  })
  storedExcerpt!: string | null;

  @Column("text", { nullable: true })
  excerptSource!: ExcerptSource | null;

  /** Without a foreign key, like all ids of a revision: it stays what it was when its author or term is deleted. */
  @Column("uuid", { nullable: true })
  authorId!: string | null;

  @Column("uuid", { array: true, nullable: true })
  coAuthorIds!: readonly string[] | null;

  @Column("uuid", { array: true, nullable: true })
  categoryIds!: readonly string[] | null;

  @Column("uuid", { array: true, nullable: true })
  tagIds!: readonly string[] | null;

  @Column("jsonb", { nullable: true })
  @Field(() => Image, { nullable: true, description: `The cover of that version, if it had one. ${NOT_RECORDED}` })
  cover!: Image | null;

  @Column("text", { nullable: true })
  seoTitle!: string | null;

  @Column("text", { nullable: true })
  seoDescription!: string | null;

  @Column("jsonb", { nullable: true })
  seoImage!: Image | null;

  @Column("text", { nullable: true })
  canonicalUrl!: string | null;

  @Column("boolean", { nullable: true })
  noIndex!: boolean | null;

  @Column("boolean", { nullable: true })
  isPinned!: boolean | null;

  @Column({ type: "text", collation: "C", nullable: true })
  externalId!: string | null;

  /** Of a revision of a page, which is read with what it changed. */
  knownChangedFields?: string[] | null;

  @Field(() => PostStatus, { nullable: true, description: `The status when the version was saved. ${NOT_RECORDED}` })
  get status(): PostStatus | null {
    const isLater = this.publishedAt !== null && Date.parse(this.publishedAt) > Date.parse(this.createdAt);
    return this.state === "PUBLISHED" && isLater ? "SCHEDULED" : this.state;
  }

  override get globalId(): string {
    return encodeGlobalId("Revision", this.id);
  }
}
