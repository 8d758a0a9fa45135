// Paths that content answered to before. An alias names the object, never another path, so chains cannot form and cycles
// cannot exist: wherever the object moves, all its former paths lead there.
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

  /** No foreign key, as kinds differ in their table; look-ups join the target, so a dangling row answers nothing. */
  @PrimaryColumn("uuid")
  targetId!: string;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  createdAt!: string;
}
