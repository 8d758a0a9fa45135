// An item of a menu. A target is stored by its kind and id, so that the item follows it wherever it moves.
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import type { RoutedKind } from "../site-path.js";
import { Menu } from "./menu.entity.js";

@Entity("menu_item")
@Check("menu_item_target_kind_check", "target_kind in ('post', 'page', 'category', 'tag', 'author', 'series')")
@Check(
  "menu_item_url_check",
  "num_nonnulls(target_id, url) = 1 and (target_id is null) = (target_kind is null) and (url is null or label is not null)",
)
@Index(["targetId"])
export class MenuItemRow {
  @PrimaryColumn("uuid")
  menuId!: string;

  @ManyToOne(() => Menu, { onDelete: "CASCADE" })
  @JoinColumn({ name: "menu_id" })
  menu?: Relation<Menu>;

  /** From 0, in the order of reading: an item comes before those below it. */
  @PrimaryColumn("integer")
  position!: number;

  /** The position of the item above it; null at the top. */
  @Column("integer", { nullable: true })
  parentPosition!: number | null;

  /** Null for the title of the target. */
  @Column("text", { nullable: true })
  label!: string | null;

  @Column("text", { nullable: true })
  targetKind!: RoutedKind | null;

  /** Without a foreign key, since the kinds have different tables. An item whose target was deleted is left out. */
  @Column("uuid", { nullable: true })
  targetId!: string | null;

  @Column("text", { nullable: true })
  url!: string | null;
}
