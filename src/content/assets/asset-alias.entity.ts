// The paths under which bodies and images refer to assets: that of each asset itself, and the addresses that imported files had.
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Asset } from "./asset.entity.js";

@Entity("asset_alias")
@Index(["assetId"])
export class AssetAliasRow {
  /** As file-path.ts forms it. One with its mark stands for all forms of a picture that WordPress makes. */
  @PrimaryColumn({ type: "text", collation: "C" })
  path!: string;

  @Column("uuid")
  assetId!: string;

  @ManyToOne(() => Asset, { onDelete: "CASCADE" })
  @JoinColumn({ name: "asset_id" })
  asset?: Relation<Asset>;
}
