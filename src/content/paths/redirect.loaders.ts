// Reads stored redirects. They are visible only to viewers who may manage them.
import { mayEver } from "../../identity/access/policy.js";
import type { Context } from "../../identity/context.js";
import { nullableColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { type ListSource, listParameters, tableList } from "../../platform/db/lists/list-source.js";
import { sql } from "../../platform/db/sql-text.js";
import { defineLoader, inKeyOrder } from "../../platform/graphql/loader.js";
import { PathAliasRow } from "../aliases/path-alias.entity.js";
import { joinTargets, TARGET_NAME } from "./redirect-steps.js";
import { StoredRedirect } from "./stored-redirect.js";

const COLUMNS = sql`${selectColumns(PathAliasRow, "a", ["id", "path", "kind", "targetId", "toUrl", "statusCode", "createdAt"])},
  ${nullableColumn("name", "text", TARGET_NAME)}`;

const JOIN = joinTargets(() => "true");
/** A row whose object has been deleted redirects no more. */
const HAS_TARGET = `(a.kind = 'url' or ${TARGET_NAME} is not null)`;

export const redirectById = defineLoader<Context, string, StoredRedirect | null>("redirectById", async (ctx, ids) => {
  if (!mayEver(ctx.viewer, "manageRedirect")) return ids.map(() => null);
  const rows = await ctx.db.query(
    sql`/* StoredRedirect.byId */ select ${COLUMNS} from path_alias a ${JOIN}
     where a.id = any($1::uuid[]) and ${HAS_TARGET}`,
    [ids],
  );
  return inKeyOrder(
    ids,
    rows.map((row) => Object.assign(new StoredRedirect(), row)),
    (redirect) => redirect.id,
  );
});

/** The redirects whose path begins with the prefix, by path. */
export function redirectsSource(prefix: string | null): ListSource {
  const parameters = listParameters(null);
  return {
    ...tableList({
      name: "Query.redirects",
      table: "path_alias a",
      columns: COLUMNS,
      keyset: {
        keys: [
          { column: "a.path", type: "text" },
          { column: "a.id", type: "uuid" },
        ],
        direction: "ASC",
      },
      conditions: [HAS_TARGET, ...(prefix === null ? [] : [`starts_with(a.path, ${parameters.bind(prefix, "text")})`])],
      values: parameters.values,
    }),
    join: JOIN,
    conditionsNeedJoin: true,
    isFiltered: prefix !== null,
  };
}
