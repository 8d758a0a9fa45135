// Table and GraphQL type of a page without its body. A page belongs to no list of posts and has a place in a tree of its own; the row stores
// its path, which a move rewrites for the whole subtree.
import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { Image } from "../images/image.js";
import { PostStatus } from "../posts/post.entity.js";
import { Routable } from "../site/routable.js";

/** The state that is stored. SCHEDULED is PUBLISHED with a future time of publication, as for posts; pages have no trash. */
export type PageState = "DRAFT" | "PUBLISHED";

@ObjectType({
  implements: [Node, Routable],
  simpleResolvers: true,
  description:
    "A page that belongs to no list of posts, such as “About”. Pages form a tree, and their paths follow it.",
})
@Entity("page")
@Check("page_state_check", "state in ('DRAFT', 'PUBLISHED')")
@Check(
  "page_visible_from_check",
  "visible_from = case when state = 'PUBLISHED' then published_at else 'infinity'::timestamptz end",
)
@Check("page_published_at_check", "state <> 'PUBLISHED' or published_at is not null")
@Check("page_path_check", "path ~ '^/[^/]' and path !~ '^/(posts|categories|tags|authors|series)(/|$)'")
@Index(["path", "visibleFrom"])
@Index(["parentId", "position"])
@Index(["visibleFrom", "id"])
export class Page extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column("uuid", { nullable: true })
  parentId!: string | null;

  @ManyToOne(() => Page, { onDelete: "RESTRICT" })
  @JoinColumn({ name: "parent_id" })
  parentPage?: Relation<Page> | null;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "The last part of the path. Identifies the page among its siblings." })
  slug!: string;

  @Column({ type: "text", collation: "C", unique: true })
  path!: string;

  /** The place among the children of one parent, ascending; pages of the same position are ordered by title. */
  @Column("integer", { default: 0 })
  position!: number;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "The title in plain text." })
  title!: string;

  @Column("text")
  state!: PageState;

  /** Computed from `state` and `visibleFrom` by the database's clock when the row is read. */
  @Field(() => PostStatus, { description: "The status at this moment, by the clock of the database. Never TRASHED." })
  readonly status!: PostStatus;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "The time at which the page became or will become public. A draft that was public before keeps its former date. Null for a page that was never public.",
  })
  publishedAt!: string | null;

  /** Of a scheduled page: the date under which it was public before, which it gets back if it is unpublished before its instant. */
  @Column({ type: "timestamptz", precision: 3, nullable: true })
  formerPublishedAt!: string | null;

  /** `publishedAt` of a published page, else "infinity". */
  @Column({ type: "timestamptz", precision: 3, default: () => "'infinity'" })
  visibleFrom!: string;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  @Field(() => DateTimeScalar, { description: "The time at which the page was first saved." })
  createdAt!: string;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  @Field(() => DateTimeScalar, { description: "The time of the last change." })
  updatedAt!: string;

  @Column("integer", { default: 1 })
  @Field(() => Int, {
    description:
      "Increases by one with each accepted change that changes something; a move of a page above does not count. Mutations take it as expectedVersion.",
  })
  version!: number;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "The language of the page as a BCP 47 tag, such as zh-CN." })
  locale!: string;

  /** The start of the text, for search engines. */
  @Column("text", { name: "excerpt" })
  storedExcerpt!: string;

  @Column("text", { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: "The name of the template by which the front end shows the page; null for its usual one.",
  })
  template!: string | null;

  @Column("jsonb", { nullable: true })
  @Field(() => Image, { nullable: true, description: "A picture that is shown with the page." })
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

  override get globalId(): string {
    return encodeGlobalId("Page", this.id);
  }
}
