// GraphQL type of a use of an asset. Its field `owner` is in content/nodes, since it leads to objects of several types.
import { Field, ObjectType } from "type-graphql";
import type { AssetUseFacts } from "../asset.loaders.js";
import { AssetPlace } from "./asset-use.entity.js";

@ObjectType({ description: "An object that uses an asset, and where." })
export class AssetUse implements AssetUseFacts {
  /** Of the owner. */
  id!: string;
  ownerKind!: AssetUseFacts["ownerKind"];
  ownerId!: string;

  @Field(() => AssetPlace, { description: "Where the object uses the asset." })
  place!: AssetPlace;
}
