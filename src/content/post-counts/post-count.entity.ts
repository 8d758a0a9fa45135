// How many posts each list has, up to a horizon, as the sum of changes. Changes and not one number, because writers that
// only add rows never wait for each other; triggers write them, so that no way of writing can forget to.
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

  /** Posts that came to the list, or left it. */
  @Column("integer")
  change!: number;
}

/** One row: the sums count posts whose `visible_from` is not after it; who needs the total now counts the few since. */
@Entity("post_count_horizon")
@Check("post_count_horizon_id_check", "id = 1")
export class PostCountHorizonRow {
  @PrimaryColumn("smallint", { default: 1 })
  id!: number;

  @Column({ type: "timestamptz", precision: 3 })
  horizon!: string;
}
