// The redirects: former paths of content, and redirects that an editor made. A former path names an object and never another path, so that
// redirects form neither chains nor cycles: all former paths of an object lead to its current one.
import { Check, Column, Entity, Generated, Index, PrimaryColumn } from "typeorm";

export type AliasKind = "post" | "category" | "tag" | "author" | "series" | "page";

@Entity("path_alias")
@Check("path_alias_kind_check", "kind in ('post', 'category', 'tag', 'author', 'series', 'page', 'url')")
@Check("path_alias_to_url_check", "(kind = 'url') = (to_url is not null)")
@Check("path_alias_status_code_check", "status_code in (301, 308)")
@Index(["path", "visibleFrom"])
export class PathAliasRow {
  /**
   * Without a foreign key, since the kinds have different tables. Look-ups join the target, so that a dangling row has no effect. The id
   * of the row itself if it names no object.
   */
  @PrimaryColumn("uuid")
  targetId!: string;

  /** That of the object; `url` for a redirect that names none. */
  @PrimaryColumn("text")
  kind!: AliasKind | "url";

  /** Site-relative, decoded, NFC, lower case, without a trailing slash. */
  @PrimaryColumn({ type: "text", collation: "C" })
  path!: string;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  createdAt!: string;

  @Column("uuid", { unique: true })
  @Generated("uuid")
  id!: string;

  /** Where a redirect without an object leads, as it was written: a path of the site or an absolute URL. */
  @Column("text", { nullable: true })
  toUrl!: string | null;

  /** The path of `toUrl` in the form of `path` if it is on this site. There may be a redirect or, later, an object at this path. */
  @Column({ type: "text", collation: "C", nullable: true })
  toPath!: string | null;

  @Column("smallint", { default: 301 })
  statusCode!: number;

  /** Whether an editor made the redirect. */
  @Column("boolean", { default: false })
  isManual!: boolean;

  /** A copy of `visible_from` of the object; "-infinity" for categories and redirects that name no object. Triggers maintain it. */
  @Column({ type: "timestamptz", precision: 3, default: () => "'-infinity'" })
  visibleFrom!: string;
}
