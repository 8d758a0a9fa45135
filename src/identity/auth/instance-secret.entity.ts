// Secrets that a site makes for itself at first need, so that every process of it has the same and a restart keeps them.
import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("instance_secret")
export class InstanceSecretRow {
  /** What it is for. */
  @PrimaryColumn("text")
  name!: string;

  @Column("bytea")
  value!: Buffer;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  createdAt!: string;
}
