// All reads of API tokens. They are visible only to viewers who may manage them.
import { selectColumns } from "../../platform/db/entity-columns.js";
import { tableList } from "../../platform/db/lists/list-source.js";
import { sql } from "../../platform/db/sql-text.js";
import { defineLoader, inKeyOrder } from "../../platform/graphql/loader.js";
import { mayEver } from "../access/policy.js";
import type { Context } from "../context.js";
import { ApiToken } from "./api-token.entity.js";

/** All columns but the hash of the secret. */
const COLUMNS = selectColumns(ApiToken, "t", [
  "id",
  "name",
  "role",
  "authorId",
  "prefix",
  "createdAt",
  "expiresAt",
  "revokedAt",
  "lastUsedAt",
]);

export const apiTokenById = defineLoader<Context, string, ApiToken | null>("apiTokenById", async (ctx, ids) => {
  if (!mayEver(ctx.viewer, "manageToken")) return ids.map(() => null);
  const rows = await ctx.db.query(
    sql`/* ApiToken.byId */ select ${COLUMNS} from api_token t where t.id = any($1::uuid[])`,
    [ids],
  );
  return inKeyOrder(
    ids,
    rows.map((row) => Object.assign(new ApiToken(), row)),
    (token) => token.id,
  );
});

/** Newest first. */
export const apiTokensSource = tableList({
  name: "Query.apiTokens",
  table: "api_token t",
  columns: COLUMNS,
  keyset: {
    keys: [
      { column: "t.created_at", type: "timestamptz" },
      { column: "t.id", type: "uuid" },
    ],
    direction: "DESC",
  },
});
