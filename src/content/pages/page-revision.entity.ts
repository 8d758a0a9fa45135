// A version of a page as it was saved. The GraphQL type is that of revisions of posts; the table is separate, since the key of a revision is
// its owner.
import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation, Unique } from "typeorm";
import type { Image } from "../images/image.js";
import type { RevisionKind } from "../posts/revisions/revision-kind.js";
import { Page, type PageState } from "./page.entity.js";

@Entity("page_revision")
@Unique(["pageId", "version"])
export class PageRevisionRow {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column("uuid")
  pageId!: string;

  @ManyToOne(() => Page, { onDelete: "CASCADE" })
  @JoinColumn({ name: "page_id" })
  page?: Relation<Page>;

  @Column("integer")
  version!: number;

  @Column("text")
  title!: string;

  @Column("text")
  source!: string;

  @Column("text")
  format!: "MARKDOWN" | "HTML";

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  createdAt!: string;

  /** The paths of the files that the text refers to, which may be assets. */
  @Column("text", { array: true, default: () => "'{}'" })
  assetPaths!: readonly string[];

  /** The name of the token or subject that wrote the version; null for an import. */
  @Column("text", { nullable: true })
  editor!: string | null;

  @Column("text")
  kind!: RevisionKind;

  @Column({ type: "text", collation: "C" })
  slug!: string;

  /** Without a foreign key: it stays what it was when the parent is deleted. */
  @Column("uuid", { nullable: true })
  parentId!: string | null;

  @Column("text")
  state!: PageState;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  publishedAt!: string | null;

  @Column({ type: "text", collation: "C" })
  locale!: string;

  @Column("text", { name: "excerpt" })
  storedExcerpt!: string;

  @Column("text", { nullable: true })
  template!: string | null;

  @Column("jsonb", { nullable: true })
  cover!: Image | null;

  @Column("text", { nullable: true })
  seoTitle!: string | null;

  @Column("text", { nullable: true })
  seoDescription!: string | null;

  @Column("jsonb", { nullable: true })
  seoImage!: Image | null;

  @Column("text", { nullable: true })
  canonicalUrl!: string | null;

  @Column("boolean")
  noIndex!: boolean;
}
