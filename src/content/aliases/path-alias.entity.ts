// The former paths of content. An alias names an object and never another path, so that redirects form neither chains nor cycles: all
// former paths of an object lead to its current one.
import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";

export type AliasKind = "post" | "category" | "tag" | "author" | "series";

@Entity("path_alias")
@Check("path_alias_kind_check", "kind in ('post', 'category', 'tag', 'author', 'series')")
@Index(["targetId"])
export class PathAliasRow {
  /** Site-relative, decoded, NFC, lower case, without a trailing slash. */
  @PrimaryColumn({ type: "text", collation: "C" })
  path!: string;

  @PrimaryColumn("text")
  kind!: AliasKind;

  /** Without a foreign key, since the kinds have different tables. Look-ups join the target, so that a dangling row has no effect. */
  @PrimaryColumn("uuid")
  targetId!: string;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  createdAt!: string;
}
