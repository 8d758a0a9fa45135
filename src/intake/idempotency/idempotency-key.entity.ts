// The table of idempotency keys: which request was executed under a key, and its encrypted response.
import { Column, Entity, Index, PrimaryColumn } from "typeorm";

@Entity("idempotency_key")
@Index(["createdAt"])
export class IdempotencyKeyRow {
  /** The caller that sent the request. Each caller has its own keys. */
  @PrimaryColumn({ type: "text", collation: "C" })
  caller!: string;

  /** SHA-256 of the key in hex. The key itself is not stored, because it decrypts the response (response-encryption.ts). */
  @PrimaryColumn({ type: "text", collation: "C" })
  keyHash!: string;

  /** SHA-256 of the request that was sent with the key. */
  @Column("bytea")
  digest!: Buffer;

  @Column("smallint")
  status!: number;

  @Column("text")
  contentType!: string;

  /** Encrypted. */
  @Column("bytea")
  body!: Buffer;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  createdAt!: string;
}
