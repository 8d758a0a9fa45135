// Checks that the asset exists which an image names by its id.
import type { EntityManager } from "typeorm";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { Refusal } from "../../platform/graphql/user-error.js";
import { assetFolder } from "../../platform/markup/files/file-path.js";
import type { Image } from "../images/image.js";
import type { InputCheck } from "../input-check.js";
import { Asset } from "./asset.entity.js";

const KEY = sql`/* Asset.key */ select ${selectColumns(Asset, "a", ["key"])} from asset a where a.id = $1`;

/** Completes the image with the address of its asset, or adds NOT_FOUND. Images that name no asset need no look-up. */
export async function checkAsset(
  tx: EntityManager,
  check: InputCheck,
  image: Image | null | undefined,
  ...path: string[]
): Promise<void> {
  if (image?.assetId === undefined) return;
  const [asset] = await queryPrepared(tx, KEY, [image.assetId]);
  if (asset !== undefined) image.url = assetFolder(asset.key);
  else check.add(Refusal.of("NOT_FOUND", "No asset with this id exists.", ["input", ...path, "assetId"]));
}
