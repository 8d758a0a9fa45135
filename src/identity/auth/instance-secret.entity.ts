// Table of secrets that the service generates when they are first needed. All processes share them, and they survive restarts.
import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("instance_secret")
export class InstanceSecretRow {
  /** The purpose of the secret. */
  @PrimaryColumn("text")
  name!: string;

  @Column("bytea")
  value!: Buffer;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  createdAt!: string;
}
