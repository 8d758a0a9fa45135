// Table and GraphQL type of a post without its body, which is large and not needed by lists.
import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { Author } from "../authors/author.entity.js";
import { Image } from "../images/image.js";
import { Routable } from "../site/routable.js";
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
  description: "The state of a post between its first draft and the trash.",
  valuesConfig: {
    DRAFT: { description: "The post is a draft. Only those who may edit it can read it." },
    SCHEDULED: { description: "The post becomes PUBLISHED at publishedAt without further action." },
    PUBLISHED: { description: "The post is visible to everyone." },
    TRASHED: { description: "The post is in the trash. It can be restored or permanently deleted." },
  },
});

/** The state that is stored. SCHEDULED is PUBLISHED with a future time of publication: the clock decides, without a job. */
export type PostState = Exclude<PostStatus, "SCHEDULED">;

export const ExcerptSource = { WRITTEN: "WRITTEN", GENERATED: "GENERATED" } as const;
export type ExcerptSource = (typeof ExcerptSource)[keyof typeof ExcerptSource];
registerEnumType(ExcerptSource, {
  name: "ExcerptSource",
  description: "The origin of an excerpt.",
  valuesConfig: {
    WRITTEN: { description: "A person wrote the excerpt. It is returned whole." },
    GENERATED: { description: "The excerpt is the start of the text." },
  },
});

@ObjectType({ implements: [Node, Routable], simpleResolvers: true, description: "An article of the site." })
@Entity("post")
@Check("post_state_check", "state in ('DRAFT', 'PUBLISHED', 'TRASHED')")
@Check(
  "post_visible_from_check",
  "visible_from = case when state = 'PUBLISHED' then published_at else 'infinity'::timestamptz end",
)
@Check("post_published_at_check", "state <> 'PUBLISHED' or published_at is not null")
@Check("post_excerpt_source_check", "excerpt_source in ('WRITTEN', 'GENERATED')")
@Index(["visibleFrom", "id"])
@Index(["authorId"])
@Index(["updatedAt", "id"])
@Index(["createdAt", "id"])
@Index(["title", "id"])
@Index("post_pinned_idx", ["visibleFrom", "id"], { where: "is_pinned" })
@Index("post_translation_group_locale_key", ["translationGroup", "locale"], {
  unique: true,
  where: "translation_group IS NOT NULL",
})
export class Post extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column({ type: "text", collation: "C", unique: true })
  @Field(() => String, {
    description: "Identifies the post in URLs. Unique among posts; Unicode in NFC and lower case.",
  })
  slug!: string;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "The title in plain text." })
  title!: string;

  @Column("text")
  state!: PostState;

  /** Computed from `state` and `visibleFrom` by the database's clock when the row is read. */
  @Field(() => PostStatus, { description: "The status at this moment, by the clock of the database." })
  readonly status!: PostStatus;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "The time at which the post became or will become public. A draft or a trashed post that was public before keeps its former date. Null for a post that was never public.",
  })
  publishedAt!: string | null;

  /** Of a scheduled post: the date under which it was public before, which it gets back if it is unpublished before its instant. */
  @Column({ type: "timestamptz", precision: 3, nullable: true })
  formerPublishedAt!: string | null;

  /** `publishedAt` of a published post, else "infinity". Visibility and the main order depend on this column alone. */
  @Column({ type: "timestamptz", precision: 3, default: () => "'infinity'" })
  visibleFrom!: string;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  @Field(() => DateTimeScalar, { description: "The time at which the post was first saved." })
  createdAt!: string;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  @Field(() => DateTimeScalar, { description: "The time of the last change." })
  updatedAt!: string;

  @Column("integer", { default: 1 })
  @Field(() => Int, {
    description:
      "Increases by one with each accepted change that changes something. Mutations take it as expectedVersion.",
  })
  version!: number;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "The language of the post as a BCP 47 tag, such as zh-CN." })
  locale!: string;

  /**
   * The same for the translations of one post, of which each has another language. Null for a post without translations: the database clears it
   * when the last but one leaves the group, and of a post that gets the language of another one.
   */
  @Column("uuid", { nullable: true })
  translationGroup!: string | null;

  /** The written excerpt, or one generated at the default length. Other lengths are cut from the summary of the body. */
  @Column("text", { name: "excerpt" })
  storedExcerpt!: string;

  @Column("text")
  @Field(() => ExcerptSource, { description: "Whether the excerpt was written or generated." })
  excerptSource!: ExcerptSource;

  /** The main author, who comes first in the list of authors. */
  @Column("uuid")
  authorId!: string;

  @ManyToOne(() => Author, { onDelete: "RESTRICT" })
  @JoinColumn({ name: "author_id" })
  writer?: Relation<Author>;

  /** The other authors, in the order of `post_author`. */
  @Column("uuid", { array: true, default: () => "'{}'" })
  coAuthorIds!: readonly string[];

  /** In the order of `post_category`, with the main category first. */
  @Column("uuid", { array: true, default: () => "'{}'" })
  categoryIds!: readonly string[];

  /** In the order of `post_tag`. */
  @Column("uuid", { array: true, default: () => "'{}'" })
  tagIds!: readonly string[];

  @Column("jsonb", { nullable: true })
  @Field(() => Image, { nullable: true, description: "A picture that is shown with the post." })
  cover!: Image | null;

  @Column("text", { nullable: true })
  seoTitle!: string | null;

  @Column("text", { nullable: true })
  seoDescription!: string | null;

  @Column("jsonb", { nullable: true })
  seoImage!: Image | null;

  @Column("text", { nullable: true })
  canonicalUrl!: string | null;

  @Column("boolean", { default: false })
  noIndex!: boolean;

  @Column("boolean", { default: false })
  @Field(() => Boolean, {
    description: "Whether the post stays at the top of lists that ask for it. No list orders by it on its own.",
  })
  isPinned!: boolean;

  @Column({ type: "text", collation: "C", nullable: true, unique: true })
  @Field(() => String, {
    nullable: true,
    description: "The id of the post in another system. Unique among posts, and compared exactly.",
  })
  externalId!: string | null;

  /** The columns of the body that were read together with the row. */
  knownBody?: Partial<BodyColumns>;

  get path(): string {
    return postPath(this.slug);
  }

  override get globalId(): string {
    return encodeGlobalId("Post", this.id);
  }
}
