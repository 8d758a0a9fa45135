// The columns of a text and of all forms that are derived from it when it is written, which the tables of bodies share.
import { Column } from "typeorm";
import type { BodyLink, CodeBlock, Heading, MarkupFormat } from "../../../platform/markup/body.js";

export abstract class BodyColumnsRow {
  @Column("text")
  source!: string;

  @Column("text")
  format!: MarkupFormat;

  @Column("text")
  html!: string;

  /** Null if it equals `html`. */
  @Column("text", { nullable: true })
  richHtml!: string | null;

  /** Of `richHtml`, see rich-version.ts. */
  @Column("integer", { default: 0 })
  richVersion!: number;

  /** Null if the source is Markdown, which is not stored twice. */
  @Column("text", { nullable: true })
  markdown!: string | null;

  @Column("text")
  text!: string;

  /** The start of the text on one line, without code, tables and headings. Excerpts are cut from it. */
  @Column("text")
  summary!: string;

  @Column("jsonb")
  tableOfContents!: Heading[];

  @Column("jsonb")
  codeBlocks!: CodeBlock[];

  @Column("jsonb")
  links!: BodyLink[];

  /** The paths of the files that the HTML refers to, which may be assets. */
  @Column("text", { array: true, default: () => "'{}'" })
  assetPaths!: readonly string[];

  /** The paths of those whose URL in the HTML does not tell it, by that URL. */
  @Column("jsonb", { default: () => "'{}'" })
  assetUrls!: Record<string, string>;

  @Column("integer")
  wordCount!: number;

  @Column("integer")
  readingTimeMinutes!: number;
}
