// The number of posts of each list up to a horizon, as a sum of changes. It stores changes and not one number, because writers that only
// insert rows do not wait for each other. Triggers insert them, so that every write is counted.
import { Check, Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from "typeorm";

@Entity("post_count")
@Check("post_count_scope_check", "scope in ('site', 'author', 'category', 'category_tree', 'tag')")
export class PostCountRow {
  @PrimaryColumn("text")
  scope!: string;

  /** The category, tag or author; for the site the nil UUID. */
  @PrimaryColumn("uuid")
  parentId!: string;

  @PrimaryGeneratedColumn("identity", { type: "bigint", generatedIdentity: "ALWAYS" })
  id!: string;

  /** The number of posts that entered the list, negative for posts that left it. */
  @Column("integer")
  change!: number;
}

/** One row. The sums count the posts whose `visible_from` is not after the horizon; later posts are counted when a total is read. */
@Entity("post_count_horizon")
@Check("post_count_horizon_id_check", "id = 1")
export class PostCountHorizonRow {
  @PrimaryColumn("smallint", { default: 1 })
  id!: number;

  @Column({ type: "timestamptz", precision: 3 })
  horizon!: string;
}
