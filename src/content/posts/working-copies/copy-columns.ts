// The columns that the working copies of posts and of pages have in common.
import { Column } from "typeorm";
import type { MarkupFormat } from "../../../platform/markup/body.js";
import type { Image } from "../../images/image.js";

/** Everything is as its editor sent it: a text may be blank, and a slug taken. That is checked when it is applied. */
export abstract class CopyColumnsRow {
  @Column("integer")
  version!: number;

  @Column("integer")
  baseVersion!: number;

  @Column("text")
  title!: string;

  /** Null derives the slug from the title. */
  @Column("text", { nullable: true })
  slug!: string | null;

  @Column("text")
  source!: string;

  @Column("text")
  format!: MarkupFormat;

  /** The paths of the files that the text refers to, which may be assets. */
  @Column("text", { array: true, default: () => "'{}'" })
  assetPaths!: readonly string[];

  /** Null stands for the language of the site. */
  @Column("text", { nullable: true })
  locale!: string | null;

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

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  savedAt!: string;

  @Column("text")
  savedBy!: string;
}
