// Cursors of hidden rows, which no anonymous client ever gets: from an editor's responses, and forged with knowledge of their format.
import { graphql } from "graphql";
import { createSchema } from "../../src/app/schema.js";
import { createContext } from "../../src/identity/context.js";
import { CursorCodec } from "../../src/platform/graphql/pagination/cursor.js";
import type { CursorPreset } from "../graph/random-query.js";
import type { SpiedApp } from "./spied-app.js";

const schema = createSchema();
const EDITOR = { viewer: { name: "editor", role: "EDITOR", authorId: null }, previewPostId: null } as const;
const EVERY_STATUS = ["DRAFT", "PUBLISHED", "SCHEDULED", "TRASHED"];
const DIRECTIONS = ["ASC", "DESC"];
const SOME = 40;

interface List {
  coordinate: string;
  field: string;
  args: Record<string, unknown>;
}

const byOrder = (fields: readonly string[]) =>
  fields.flatMap((field) => DIRECTIONS.map((direction) => ({ orderBy: { field, direction } })));

const LISTS: readonly List[] = [
  { coordinate: "Query.authors", field: "authors", args: {} },
  { coordinate: "Query.allSeries", field: "allSeries", args: {} },
  ...byOrder(["NAME", "POST_COUNT"]).map((args) => ({ coordinate: "Query.tags", field: "tags", args })),
  { coordinate: "Query.posts", field: "posts", args: { filter: { statuses: EVERY_STATUS } } },
];

/** Cursors from an editor's responses, by the coordinate of the list. */
export async function editorCursors(app: SpiedApp): Promise<Map<string, CursorPreset[]>> {
  const presets = new Map<string, CursorPreset[]>();
  for (const { coordinate, field, args } of LISTS) {
    const cursors = await listAsEditor(app, field, args);
    presets.set(coordinate, [...(presets.get(coordinate) ?? []), { args, cursors: cursors.slice(0, SOME) }]);
  }
  return presets;
}

async function listAsEditor(app: SpiedApp, field: string, args: Record<string, unknown>): Promise<string[]> {
  const types: Record<string, string> = { filter: "PostFilter", orderBy: field === "tags" ? "TagOrder" : "PostOrder" };
  const names = Object.keys(args);
  const head = names.length === 0 ? "" : `(${names.map((name) => `$${name}: ${types[name]}`).join(", ")})`;
  const passed = ["first: 100", ...names.map((name) => `${name}: $${name}`)].join(", ");
  const source = `query ${head} { list: ${field}(${passed}) { edges { cursor } } }`;
  const contextValue = createContext(app.platform, EDITOR);
  const { data, errors } = await graphql({ schema, source, contextValue, variableValues: args });
  if (errors !== undefined) throw new Error(`The query of ${field} as an editor failed: ${errors.join(", ")}`);
  const { list } = data as unknown as { list: { edges: { cursor: string }[] } };
  return list.edges.map(({ cursor }) => cursor);
}

const POST_COLUMNS = {
  PUBLISHED_AT: "visible_from",
  UPDATED_AT: "updated_at",
  CREATED_AT: "created_at",
  TITLE: "title",
};
const POST_LISTS = [
  ["Query.posts", "Query.posts"],
  ["Author.posts", "Author.posts"],
  ["Tag.posts", "Tag.posts"],
  ["Series.posts", "Series.posts"],
  ["Category.posts", "Category.posts+descendants"],
] as const;

/** Forged cursors of hidden posts for the public lists. */
export async function forgedCursors({ dataSource }: SpiedApp): Promise<Map<string, CursorPreset[]>> {
  const presets = new Map<string, CursorPreset[]>();
  for (const [field, column] of Object.entries(POST_COLUMNS)) {
    const rows: { value: string; id: string }[] = await dataSource.query(
      `select case when pg_typeof(${column}) = 'text'::regtype then ${column}::text
         else to_char(${column}::text::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end as value, id
       from post where (state <> 'PUBLISHED' or visible_from > now()) and ${column}::text <> 'infinity' order by id limit ${SOME}`,
    );
    for (const [coordinate, list] of POST_LISTS) {
      for (const direction of DIRECTIONS) {
        const codec = new CursorCodec({ list, order: `${field} ${direction}`, filter: "" });
        const cursors = rows.map(({ value, id }) => codec.encode([value, id]));
        const preset = { args: { orderBy: { field, direction } }, cursors };
        presets.set(coordinate, [...(presets.get(coordinate) ?? []), preset]);
      }
    }
  }
  const comments: { value: string; id: string }[] = await dataSource.query(
    `select to_char(written_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as value, id
     from comment where not is_shown order by id limit ${SOME}`,
  );
  for (const list of ["Post.comments", "Comment.replies"]) {
    const codec = new CursorCodec({ list, order: "WRITTEN_AT ASC", filter: "" });
    presets.set(list, [{ args: {}, cursors: comments.map(({ value, id }) => codec.encode([value, id])) }]);
  }
  return presets;
}
