// Every read of API tokens, for those who manage them; for others there are none.

import { tableList } from "../../platform/db/lists/list-source.js";
import { defineLoader, inKeyOrder } from "../../platform/graphql/loader.js";
import { mayEver } from "../access/policy.js";
import type { Context } from "../context.js";
import { API_TOKEN_COLUMNS, ApiToken } from "./api-token.entity.js";

export const apiTokenById = defineLoader<Context, string, ApiToken | null>("apiTokenById", async (ctx, ids) => {
  if (!mayEver(ctx.viewer, "manageToken")) return ids.map(() => null);
  const rows = await ctx.db.query<ApiToken>(
    `select ${API_TOKEN_COLUMNS} from api_token t where t.id = any($1::uuid[])`,
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
  columns: API_TOKEN_COLUMNS,
  keyset: {
    keys: [
      { column: "t.created_at", type: "timestamptz" },
      { column: "t.id", type: "uuid" },
    ],
    direction: "DESC",
  },
});
