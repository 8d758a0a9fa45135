// The announcement of an upload. Its bytes are in the store under its id, until they become an asset.
import { Column, Entity, Index, PrimaryGeneratedColumn } from "typeorm";

@Entity("asset_upload")
@Index(["expiresAt"])
export class AssetUploadRow {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  /** Names the bytes in the store once they are checked, and a new asset made of them. 128 random bits in hexadecimal. */
  @Column({ type: "text", collation: "C" })
  key!: string;

  @Column("text")
  fileName!: string;

  /** As the client stated it. */
  @Column("text")
  contentType!: string;

  @Column("integer")
  byteSize!: number;

  /** As the client stated it, in hexadecimal. Null if it did not. */
  @Column({ type: "text", collation: "C", nullable: true })
  sha256!: string | null;

  @Column("text")
  alt!: string;

  /** The subject of the viewer, who alone can complete the upload. */
  @Column("text")
  createdBy!: string;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  createdAt!: string;

  @Column({ type: "timestamptz", precision: 3 })
  expiresAt!: string;
}
