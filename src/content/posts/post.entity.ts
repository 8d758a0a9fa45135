// Table and GraphQL type of a post, without its body: lists read these columns only, and a body is many kilobytes.
import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { Author } from "../authors/author.entity.js";
import { Image } from "../images/image.js";
import { postPath } from "../site-path.js";
import type { BodyColumns } from "./body/post-body.loaders.js";

export const PostStatus = {
  DRAFT: "DRAFT",
  SCHEDULED: "SCHEDULED",
  PUBLISHED: "PUBLISHED",
  TRASHED: "TRASHED",
} as const;
export type PostStatus = (typeof PostStatus)[keyof typeof PostStatus];
registerEnumType(PostStatus, {
  name: "PostStatus",
  description: "Where a post is between its first draft and the trash.",
  valuesConfig: {
    DRAFT: { description: "Being written; only those who may edit it see it." },
    SCHEDULED: { description: "Becomes PUBLISHED by itself at publishedAt." },
    PUBLISHED: { description: "Visible to everybody." },
    TRASHED: { description: "Taken away; can be restored or deleted for good." },
  },
});

/** What is stored. SCHEDULED is PUBLISHED whose time has not come: the clock decides, not a job. */
export type PostState = Exclude<PostStatus, "SCHEDULED">;

export const ExcerptSource = { WRITTEN: "WRITTEN", GENERATED: "GENERATED" } as const;
export type ExcerptSource = (typeof ExcerptSource)[keyof typeof ExcerptSource];
registerEnumType(ExcerptSource, {
  name: "ExcerptSource",
  description: "Who made an excerpt.",
  valuesConfig: {
    WRITTEN: { description: "Written for the post by a person; given whole." },
    GENERATED: { description: "Cut from the start of the text." },
  },
});

@ObjectType({ implements: Node, simpleResolvers: true, description: "An article of the site." })
@Entity("post")
@Check("post_state_check", "state in ('DRAFT', 'PUBLISHED', 'TRASHED')")
@Check(
  "post_visible_from_check",
  "visible_from = case when state = 'PUBLISHED' then published_at else 'infinity'::timestamptz end",
)
@Check("post_published_at_check", "state <> 'PUBLISHED' or published_at is not null")
@Check("post_excerpt_source_check", "excerpt_source in ('WRITTEN', 'GENERATED')")
@Index(["visibleFrom", "id"])
@Index(["authorId", "visibleFrom", "id"])
@Index(["updatedAt", "id"])
@Index(["createdAt", "id"])
@Index(["title", "id"])
export class Post extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column({ type: "text", collation: "C", unique: true })
  @Field(() => String, { description: "Names the post in URLs; unique among posts. Unicode, NFC, lower case." })
  slug!: string;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "Plain text." })
  title!: string;

  @Column("text")
  state!: PostState;

  /** Computed from `state` and `visibleFrom` by the database's clock when the row is read. */
  @Field(() => PostStatus, { description: "What is true now, by the database's clock." })
  readonly status!: PostStatus;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the post became public, or will; null for a draft.",
  })
  publishedAt!: string | null;

  /** `publishedAt` of a published post, else "infinity": the one column visibility and the main order depend on. */
  @Column({ type: "timestamptz", precision: 3, default: () => "'infinity'" })
  visibleFrom!: string;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  @Field(() => DateTimeScalar, { description: "When the post was first saved." })
  createdAt!: string;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  @Field(() => DateTimeScalar, { description: "When the post was last changed." })
  updatedAt!: string;

  @Column("integer", { default: 1 })
  @Field(() => Int, { description: "Grows by one with each accepted write; given back as expectedVersion." })
  version!: number;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "Language of the post, BCP 47, such as zh-CN." })
  locale!: string;

  /** Written, or generated at the default length; other lengths are cut from the stored text. */
  @Column("text", { name: "excerpt" })
  storedExcerpt!: string;

  @Column("text")
  @Field(() => ExcerptSource, { description: "Who made the excerpt." })
  excerptSource!: ExcerptSource;

  @Column("uuid")
  authorId!: string;

  @ManyToOne(() => Author, { onDelete: "RESTRICT" })
  @JoinColumn({ name: "author_id" })
  writer?: Relation<Author>;

  /** In the order of `post_category`, the main one first. */
  @Column("uuid", { array: true, default: () => "'{}'" })
  categoryIds!: readonly string[];

  /** In the order of `post_tag`. */
  @Column("uuid", { array: true, default: () => "'{}'" })
  tagIds!: readonly string[];

  @Column("jsonb", { nullable: true })
  @Field(() => Image, { nullable: true, description: "Picture shown with the post." })
  cover!: Image | null;

  @Column("text", { nullable: true })
  seoTitle!: string | null;

  @Column("text", { nullable: true })
  seoDescription!: string | null;

  @Column("text", { nullable: true })
  canonicalUrl!: string | null;

  @Column("boolean", { default: false })
  noIndex!: boolean;

  /** The columns of the body that were read together with the row. */
  knownBody?: Partial<BodyColumns>;

  @Field(() => String, { description: "Site-relative path; resolvePath(path) answers this post." })
  get path(): string {
    return postPath(this.slug);
  }

  override get globalId(): string {
    return encodeGlobalId("Post", this.id);
  }
}
