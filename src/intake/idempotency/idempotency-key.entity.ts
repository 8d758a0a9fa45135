// Keys under which requests were executed, with the answers they got.
import { Column, Entity, Index, PrimaryColumn } from "typeorm";

@Entity("idempotency_key")
@Index(["createdAt"])
export class IdempotencyKeyRow {
  /** Who sent the request: keys of different callers never meet. */
  @PrimaryColumn({ type: "text", collation: "C" })
  caller!: string;

  /** SHA-256 of the key in hex: the key itself opens the answer (answer-seal.ts). */
  @PrimaryColumn({ type: "text", collation: "C" })
  keyHash!: string;

  /** SHA-256 of what was sent under the key. */
  @Column("bytea")
  digest!: Buffer;

  @Column("smallint")
  status!: number;

  @Column("text")
  contentType!: string;

  /** Sealed. */
  @Column("bytea")
  body!: Buffer;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  createdAt!: string;
}
