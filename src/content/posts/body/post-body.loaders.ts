// Reads bodies: only the columns that a query selects, with one statement for all fields of a level of the query.
import type { Context } from "../../../identity/context.js";
import type { Deferred, MaybeDeferred } from "../../../platform/graphql/deferred.js";
import { defineLoader } from "../../../platform/graphql/loader.js";
import { onceForSelection, type SelectedFields } from "../../../platform/graphql/look-ahead.js";
import { reportReadSkew, requirePresent } from "../../../platform/graphql/read-skew.js";
import type { MarkupFormat, RenderedBody } from "../../../platform/markup/body.js";
import { ResponseTooLargeError } from "../../../platform/query-cost/response-size.js";
import { BODY_COLUMNS, type BodyColumn } from "./post-body.columns.js";
import type { PostBodyRow } from "./post-body.entity.js";
import type { BodyOwner } from "./post-body.type.js";

/** The parts of a body, with the source in place of the Markdown and the HTML in place of the rich HTML that are not stored twice. */
export interface BodyColumns extends Omit<Pick<PostBodyRow, BodyColumn>, "markdown" | "richHtml"> {
  markdown: string;
  richHtml: string;
}

/** The expression of each part. Only names from this record reach a statement, never text from a client. */
const BODY_SQL = {
  ...Object.fromEntries(BODY_COLUMNS.map(({ property, name }) => [property, `b.${name}`])),
  markdown: "coalesce(b.markdown, b.source)",
  richHtml: "coalesce(b.rich_html, b.html)",
} as Readonly<Record<BodyColumn, string>>;

/** A post or page whose row has been read, and the version it had. */
export interface OwnerVersion {
  owner: BodyOwner;
  /** Null for a text that is only rendered, whose columns are all known. */
  ownerId: string | null;
  version: number;
  /** The columns of the body that were read together with the row. */
  known?: Partial<BodyColumns> | undefined;
}

/** The columns of a text that is only rendered. */
export const unstoredBody = (source: string, format: MarkupFormat, rendered: RenderedBody): BodyColumns => ({
  ...{ ...rendered, source, format },
  richHtml: rendered.richHtml ?? rendered.html,
});

/** What the HTML with the addresses of assets, and the list of pictures, are made of besides the HTML. */
const FILE_COLUMNS = ["assetPaths", "assetUrls"] as const satisfies readonly BodyColumn[];

/** The forms of the HTML that the selection may read: a variable may stand for any profile. */
function htmlColumns(selection: SelectedFields): BodyColumn[] {
  const profiles = selection.argumentsOf("html", "profile");
  const isPlain = selection.has("images") || profiles.some((profile) => profile !== "RICH");
  return [...(isPlain ? (["html"] as const) : []), ...(profiles.every(isPlainProfile) ? [] : (["richHtml"] as const))];
}

/** Of a literal; undefined if the argument is absent, and null for a variable. */
const isPlainProfile = (profile: string | null | undefined): boolean => profile === undefined || profile === "PLAIN";

/** The columns that the selected fields of a body need. */
export const bodyColumns = onceForSelection((selection: SelectedFields): readonly BodyColumn[] =>
  [
    ...new Set([
      ...[...selection.names].filter((name): name is BodyColumn => name !== "html" && Object.hasOwn(BODY_SQL, name)),
      ...(selection.has("absoluteMarkdown") ? (["markdown"] as const) : []),
      ...(selection.has("html") || selection.has("images") ? [...FILE_COLUMNS, ...htmlColumns(selection)] : []),
    ]),
  ].sort(),
);

/** The columns that a response contains as a whole. */
const WHOLE_TEXTS: ReadonlySet<BodyColumn> = new Set(["source", "html", "richHtml", "markdown", "text"]);

const PREFIX = "body ";

/**
 * The select list of body columns, for the alias `b`, in a statement that reads the post too; `takeBody` reads them from its rows. Texts
 * that are longer than the limit are null.
 */
export function bodyColumnsSql(columns: readonly BodyColumn[], limit: string): string {
  const bytes = bytesSql(columns);
  const bounded = (column: BodyColumn) =>
    WHOLE_TEXTS.has(column) ? `case when ${bytes} <= ${limit} then ${BODY_SQL[column]} end` : BODY_SQL[column];
  return columns.map((column) => `, ${bounded(column)} as "${PREFIX}${column}"`).join("");
}

export const hasWholeText = (columns: readonly BodyColumn[]): boolean =>
  columns.some((column) => WHOLE_TEXTS.has(column));

/** PostgreSQL knows the length of a text without reading it. */
const bytesSql = (columns: readonly BodyColumn[]): string =>
  columns
    .filter((column) => WHOLE_TEXTS.has(column))
    .map((column) => `octet_length(${BODY_SQL[column]})`)
    .join(" + ");

export function takeBody(row: object, columns: readonly BodyColumn[]): Partial<BodyColumns> {
  return Object.fromEntries(columns.map((column) => [column, (row as Record<string, unknown>)[PREFIX + column]]));
}

/**
 * Texts are read up to the greatest size of a response and are null beyond it. Otherwise a page of the longest posts would read hundreds of
 * megabytes for a response that is then rejected.
 */
function selectBodies(owner: BodyOwner, columns: readonly BodyColumn[], limit: string): string {
  const bytes = bytesSql(columns);
  const bounded = (column: BodyColumn) =>
    WHOLE_TEXTS.has(column)
      ? `case when sum(${bytes}) over read_so_far <= ${limit} then ${BODY_SQL[column]} end`
      : BODY_SQL[column];
  const select = columns.map((column) => `${bounded(column)} as "${column}"`).join(", ");
  const ownerId = `b.${owner}_id`;
  return `/* Body.by ${owner} */ select ${ownerId} as "ownerId", o.version, ${select} from ${owner}_body b join ${owner} o on o.id = ${ownerId}
    where ${ownerId} = any($1::uuid[]) ${hasWholeText(columns) ? `window read_so_far as (order by ${ownerId})` : ""}`;
}

interface BodyColumnKey extends OwnerVersion {
  column: keyof BodyColumns;
}

type BodyVersion = Pick<OwnerVersion, "ownerId" | "version">;

// A caller that has a post or page was allowed to read it, so that the statement needs no visibility predicate. The version shows whether
// the body still belongs to that row.
const defineBodyColumn = (name: string, owner: BodyOwner) =>
  defineLoader<Context, BodyColumnKey, unknown>(
    name,
    async (ctx, keys) => {
      const columns = [...new Set(keys.map((key) => key.column))].sort();
      const rows = await ctx.db.query<Partial<BodyColumns> & BodyVersion>(selectBodies(owner, columns, "$2::bigint"), [
        [...new Set(keys.map((key) => key.ownerId))],
        ...(hasWholeText(columns) ? [ctx.responseBytes] : []),
      ]);
      const byOwner = new Map(rows.map((row) => [row.ownerId, row]));
      return keys.map((key) => {
        const row = byOwner.get(key.ownerId);
        if (row !== undefined && row.version !== key.version) reportReadSkew(ctx);
        const value = row?.[key.column];
        return value === null && WHOLE_TEXTS.has(key.column) ? new ResponseTooLargeError(ctx.responseBytes) : value;
      });
    },
    (key) => `${key.ownerId} ${key.version} ${key.column}`,
  );

const BODY_LOADERS = {
  post: defineBodyColumn("bodyColumn", "post"),
  page: defineBodyColumn("pageBodyColumn", "page"),
} as const;

export function loadBodyColumn<C extends BodyColumn>(
  ctx: Context,
  body: OwnerVersion,
  column: C,
): MaybeDeferred<BodyColumns[C]> {
  const value = body.known?.[column];
  return value == null ? loadUnreadBodyColumn(ctx, body, column) : value;
}

export function loadUnreadBodyColumn<C extends BodyColumn>(
  ctx: Context,
  { owner, ownerId, version }: OwnerVersion,
  column: C,
): Deferred<BodyColumns[C]> {
  return BODY_LOADERS[owner](ctx)
    .load({ owner, ownerId, version, column })
    .map((value) => requirePresent(ctx, value as BodyColumns[C] | undefined));
}
