// What has been imported from where: makes a second run a no-op and an interrupted one resumable, because the row is
// written in the transaction of its object.
import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("import_item")
export class ImportItemRow {
  /** Kind of source and its identity, such as `wordpress:https://blog.example.org`. */
  @PrimaryColumn({ type: "text", collation: "C" })
  source!: string;

  /** Identity of the item inside its source. */
  @PrimaryColumn({ type: "text", collation: "C" })
  key!: string;

  @Column("uuid")
  postId!: string;

  /** Of everything that was imported: unchanged input is skipped without a write. */
  @Column("bytea")
  digest!: Buffer;

  /** The post's version as imported; a higher one means that somebody has edited it here since. */
  @Column("integer")
  version!: number;
}
