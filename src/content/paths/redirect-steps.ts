// Follows redirects in SQL, from a path to the end of its chain in one statement. Former paths need one step; a redirect that an editor made
// to another path may need more, if there is a redirect at that path as well.
import { computedColumn, nullableColumn } from "../../platform/db/entity-columns.js";
import type { SqlParameters } from "../../platform/db/sql-parameters.js";
import { type SqlText, sql } from "../../platform/db/sql-text.js";
import { ROUTE_PREFIXES, type RoutedKind } from "../site-path.js";
import { type ContentReader, existsForReader, readablePageSql, readableSql, visibleSql } from "../visibility.js";

/** Loops are refused when a redirect is made; this limit only bounds the work. */
const MAX_STEPS = 8;

export interface RedirectStep {
  requestedPath: string;
  /** From 0. */
  step: number;
  kind: RoutedKind | "url";
  targetId: string;
  /** The slug or slugs of the object, or the path of the page; null for a URL. */
  name: string | null;
  toUrl: string | null;
  toPath: string | null;
  statusCode: number;
}

/** Where the step leads: the current path of its object, or the URL as it was written. */
export function destinationOf({ kind, name, toUrl }: Pick<RedirectStep, "kind" | "name" | "toUrl">): string {
  return kind === "url" ? (toUrl ?? "") : ROUTE_PREFIXES[kind] + (name ?? "");
}

/** The name of an object in the column of its table. */
const NAMES: Readonly<Record<RoutedKind, string>> = {
  post: "slug",
  category: "path",
  tag: "slug",
  author: "slug",
  series: "slug",
  page: "path",
};
const KINDS = Object.keys(NAMES) as RoutedKind[];

/** Joins the objects that the rows of `a` name, each under its kind, if they meet the condition. */
export const joinTargets = (condition: (kind: RoutedKind) => string): string =>
  KINDS.map(
    (kind) => `left join ${kind} on a.kind = '${kind}' and ${kind}.id = a.target_id and ${condition(kind)}`,
  ).join("\n");

/** The name of the object that a row names, null if it names none that was joined. */
export const TARGET_NAME = `coalesce(${KINDS.map((kind) => `${kind}.${NAMES[kind]}`).join(", ")})`;

const STEP_COLUMNS = sql`${computedColumn("requestedPath", "text", "h.requested")}, ${computedColumn("step", "integer", "h.step")},
  ${computedColumn("kind", "text", "h.kind") as SqlText<Pick<RedirectStep, "kind">>}, ${computedColumn("targetId", "uuid", "h.target_id")},
  ${nullableColumn("name", "text", "h.name")}, ${nullableColumn("toUrl", "text", "h.to_url")}, ${nullableColumn("toPath", "text", "h.to_path")},
  ${computedColumn("statusCode", "integer", "h.status_code")}`;

/** Rows of `RedirectStep` for each of the paths, an expression of the type `text[]`, in the order of the steps. */
export function redirectStepsSql(
  reader: ContentReader,
  paths: string,
  parameters: SqlParameters,
): SqlText<RedirectStep> {
  const visible: Record<RoutedKind, string> = {
    post: readableSql(reader, "post", parameters),
    category: "true",
    tag: existsForReader(reader, visibleSql("tag")),
    author: existsForReader(reader, visibleSql("author")),
    series: existsForReader(reader, visibleSql("series")),
    page: readablePageSql(reader, "page"),
  };
  const next = (path: string): string => `cross join lateral (
    select a.kind, a.target_id, ${TARGET_NAME} as name, a.to_url, a.to_path, a.status_code
    from path_alias a ${joinTargets((kind) => visible[kind])}
    where a.path = ${path} and (a.kind = 'url' or ${TARGET_NAME} is not null)
    order by a.created_at desc, a.target_id limit 1) n`;
  // Content takes precedence over redirects.
  const hasContent = KINDS.map((kind) => {
    const name = `substr(h.to_path, ${ROUTE_PREFIXES[kind].length + 1})`;
    return `starts_with(h.to_path, '${ROUTE_PREFIXES[kind]}') and exists (select 1 from ${kind}
      where ${kind}.${NAMES[kind]} = ${name} and ${visible[kind]})`;
  }).join(" or ");
  return sql`with recursive hop as (
      select k.path as requested, 0 as step, n.* from unnest(${paths}) k(path) ${next("k.path")}
      union all
      select h.requested, h.step + 1, n.* from hop h ${next("h.to_path")}
      where h.step < ${String(MAX_STEPS - 1)} and not (${hasContent}))
    select ${STEP_COLUMNS} from hop h order by h.requested, h.step`;
}
