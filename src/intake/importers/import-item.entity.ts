// The table of imported items by source and key. A row is written in the transaction of its post, so a second run changes nothing and an
// interrupted run can be resumed.
import { Column, Entity, Index, PrimaryColumn } from "typeorm";

@Entity("import_item")
@Index("import_item_source_translation_group_idx", ["source", "translationGroup"], {
  where: "translation_group IS NOT NULL",
})
export class ImportItemRow {
  /** The kind and identity of the source, such as `wordpress:https://blog.example.org`. */
  @PrimaryColumn({ type: "text", collation: "C" })
  source!: string;

  /** Identifies the item within its source. */
  @PrimaryColumn({ type: "text", collation: "C" })
  key!: string;

  @Column("uuid")
  postId!: string;

  /** A digest of everything that was imported, so that unchanged input is skipped without a write. */
  @Column("bytea")
  digest!: Buffer;

  /** The version of the post when it was imported. A higher version means that the post was edited here later. */
  @Column("integer")
  version!: number;

  /** The group of translations by the source, in which the post may be alone. Null if the source names none. */
  @Column("uuid", { nullable: true })
  translationGroup!: string | null;
}
