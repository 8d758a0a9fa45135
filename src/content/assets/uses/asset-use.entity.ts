// The uses of assets. Triggers write them together with the rows that use an asset, and keep `visible_from` that of the owner.
import { registerEnumType } from "type-graphql";
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Asset } from "../asset.entity.js";

export const AssetPlace = {
  BODY: "BODY",
  COVER: "COVER",
  AVATAR: "AVATAR",
  LOGO: "LOGO",
  ICON: "ICON",
  SEO_IMAGE: "SEO_IMAGE",
  WORKING_COPY: "WORKING_COPY",
  REVISION: "REVISION",
} as const;
export type AssetPlace = (typeof AssetPlace)[keyof typeof AssetPlace];
registerEnumType(AssetPlace, {
  name: "AssetPlace",
  description: "Where an object uses an asset.",
  valuesConfig: {
    BODY: { description: "In the text of a post or page." },
    COVER: { description: "As the cover of a post or page." },
    AVATAR: { description: "As the picture of an author." },
    LOGO: { description: "As the logo of the site." },
    ICON: { description: "As the icon of the site." },
    SEO_IMAGE: { description: "As the picture for search engines and social networks." },
    WORKING_COPY: { description: "In edits of a post or page that are not applied yet." },
    REVISION: { description: "In a former version of a post or page." },
  },
});

export type AssetOwnerKind = "post" | "page" | "author" | "site";

@Entity("asset_use")
@Check("asset_use_owner_kind_check", "owner_kind in ('post', 'page', 'author', 'site')")
@Check(
  "asset_use_place_check",
  "place in ('BODY', 'COVER', 'AVATAR', 'LOGO', 'ICON', 'SEO_IMAGE', 'WORKING_COPY', 'REVISION')",
)
@Index(["assetId", "visibleFrom"])
@Index(["ownerId", "ownerKind"])
@Index(["rowId"])
export class AssetUseRow {
  @PrimaryColumn("uuid")
  assetId!: string;

  @ManyToOne(() => Asset, { onDelete: "CASCADE" })
  @JoinColumn({ name: "asset_id" })
  asset?: Relation<Asset>;

  @PrimaryColumn("text")
  ownerKind!: AssetOwnerKind;

  @PrimaryColumn("uuid")
  ownerId!: string;

  @PrimaryColumn("text")
  place!: AssetPlace;

  /** The id of the row with the reference: that of a revision, or else that of the owner. */
  @PrimaryColumn("uuid")
  rowId!: string;

  /** That of the owner; "infinity" in working copies and revisions. */
  @Column({ type: "timestamptz", precision: 3 })
  visibleFrom!: string;
}
