// Reads assets by id and by the paths under which bodies and images refer to them. Each statement contains the visibility predicate.
import type { Context } from "../../identity/context.js";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { type ListSource, listParameters, tableList } from "../../platform/db/lists/list-source.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import { sql } from "../../platform/db/sql-text.js";
import { defineLoader, inKeyOrder } from "../../platform/graphql/loader.js";
import { OBJECT, UNKNOWN_FILES } from "../cache-tags/cache-tags.js";
import { isPublicAssetSql, readableAssetSql, readableUseSql } from "../visibility.js";
import { Asset } from "./asset.entity.js";
import type { AssetConditions } from "./asset-filter.js";
import type { AssetOwnerKind, AssetPlace } from "./uses/asset-use.entity.js";

export const ASSET_COLUMNS = sql`${selectColumns(Asset, "a", [
  ...(["id", "key", "byteSize", "contentType", "fileName", "width", "height", "hasAlpha", "isAnimated"] as const),
  ...(["alt", "caption", "credit", "focalX", "focalY", "thumbHash", "colour", "contentVersion", "version"] as const),
  "createdAt",
])}, ${computedColumn("isPublic", "boolean", isPublicAssetSql("a"))}`;

const toAsset = (row: object): Asset => Object.assign(new Asset(), row);

async function readById(ctx: Context, ids: readonly string[]): Promise<(Asset | null)[]> {
  const parameters = new SqlParameters(1);
  const rows = await ctx.db.query(
    sql`/* Asset.byId */ select ${ASSET_COLUMNS} from asset a
     where a.id = any($1::uuid[]) and ${readableAssetSql(ctx, "a", parameters)}`,
    [ids, ...parameters.values],
  );
  ctx.cacheTags.addIds(OBJECT.asset, ids);
  return inKeyOrder(ids, rows.map(toAsset), (asset) => asset.id);
}

/** Of an image of an object that the reader was given: the asset is visible as long as that object is. */
export const shownAsset = defineLoader<Context, string, Asset | null>("shownAsset", readById);

/** For a look-up by its id, whose result changes with the visibility of every object that uses the asset. So the response is not cached. */
export const assetById = defineLoader<Context, string, Asset | null>("assetById", (ctx, ids) => {
  ctx.cacheTags.limit(0);
  return readById(ctx, ids);
});

/** By a path or alias as file-path.ts forms it, of an object that the reader was given. */
export const assetByPath = defineLoader<Context, string, Asset | null>("assetByPath", async (ctx, paths) => {
  const parameters = new SqlParameters(1);
  const rows = await ctx.db.query(
    sql`/* Asset.byPath */ select ${computedColumn("path", "text", "l.path")}, ${ASSET_COLUMNS}
     from asset_alias l join asset a on a.id = l.asset_id
     where l.path = any($1::text[]) and ${readableAssetSql(ctx, "a", parameters)}`,
    [paths, ...parameters.values],
  );
  if (rows.length < paths.length) ctx.cacheTags.add(UNKNOWN_FILES);
  ctx.cacheTags.addRows(OBJECT.asset, rows);
  const byPath = new Map(rows.map(({ path, ...row }) => [path, toAsset(row)]));
  return paths.map((path) => byPath.get(path) ?? null);
});

/** All assets that meet the conditions, the newest first. For viewers with a credential. */
export function assetsSource(conditions: AssetConditions): ListSource {
  const parameters = listParameters(null);
  const { text, contentTypePrefix, isUnused, lacksAlt, createdSince } = conditions;
  const where: string[] = [];
  if (text !== null) {
    const pattern = parameters.bind(`%${text.replace(/[\\%_]/g, "\\$&")}%`, "text");
    where.push(`(a.file_name ilike ${pattern} or a.alt ilike ${pattern} or a.caption ilike ${pattern})`);
  }
  if (contentTypePrefix !== null)
    where.push(`starts_with(a.content_type, ${parameters.bind(contentTypePrefix, "text")})`);
  if (isUnused !== null) {
    where.push(`${isUnused ? "not " : ""}exists (select 1 from asset_use u where u.asset_id = a.id)`);
  }
  if (lacksAlt !== null) where.push(lacksAlt ? "a.alt = ''" : "a.alt <> ''");
  if (createdSince !== null) where.push(`a.created_at >= ${parameters.bind(createdSince, "timestamptz")}`);
  return {
    ...tableList({
      name: "Query.assets",
      table: "asset a",
      columns: ASSET_COLUMNS,
      keyset: {
        keys: [
          { column: "a.created_at", type: "timestamptz" },
          { column: "a.id", type: "uuid" },
        ],
        direction: "DESC",
      },
      conditions: where,
      values: parameters.values,
    }),
    isFiltered: where.length > 0,
  };
}

/** An object that uses an asset, and where. */
export interface AssetUseFacts {
  ownerKind: AssetOwnerKind;
  ownerId: string;
  place: AssetPlace;
}

/** The places of each object once, however many revisions have the asset. */
const USES = `(select x.asset_id, x.owner_kind, x.owner_id, x.place, min(x.visible_from) as visible_from
  from asset_use x group by x.asset_id, x.owner_kind, x.owner_id, x.place) u`;

const USE_COLUMNS = sql`${computedColumn("id", "uuid", "u.owner_id")}, ${computedColumn("ownerKind", "text", "u.owner_kind")},
  ${computedColumn("ownerId", "uuid", "u.owner_id")}, ${computedColumn("place", "text", "u.place")}`;

export function usesSource(ctx: Context): ListSource {
  const parameters = listParameters("asset");
  return {
    ...tableList({
      name: "Asset.uses",
      table: USES,
      parent: "u.asset_id",
      columns: USE_COLUMNS,
      keyset: {
        keys: [
          { column: "u.owner_kind", type: "text" },
          { column: "u.owner_id", type: "uuid" },
          { column: "u.place", type: "text" },
        ],
        direction: "ASC",
      },
      conditions: [readableUseSql(ctx, "u", parameters)],
      values: parameters.values,
    }),
    isFiltered: true,
  };
}
