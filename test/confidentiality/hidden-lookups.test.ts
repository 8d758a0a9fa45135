// A look-up of a tag, author or series that only hidden posts have does the same work as one of an object that does not exist, so that its
// time reveals nothing: the service sends the same statements, and PostgreSQL reads as many rows and pages for them. The times themselves
// are measured by bench/hidden-timing.mjs, because a loaded machine would fail such a test.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { execute, type GraphQLSchema, parse } from "graphql";
import pg from "pg";
import { createSchema } from "../../src/app/schema.js";
import { createContext } from "../../src/identity/context.js";
import type { SqlClient } from "../../src/platform/db/database.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { type Executor, startExecutor } from "../support/execute.js";

const HIDDEN = 12;
const VISIBLE = 3_000;
const KINDS = [
  { kind: "tag", type: "Tag", members: "post_tag", prefix: "/tags/", label: "name" },
  { kind: "author", type: "Author", members: "post_author", prefix: "/authors/", label: "name" },
  { kind: "series", type: "Series", members: "series_entry", prefix: "/series/", label: "title" },
] as const;
type Kind = (typeof KINDS)[number];

let app: Executor;
let schema: GraphQLSchema;
let session: pg.Client;

before(async () => {
  app = await startExecutor(2);
  schema = createSchema();
  await buildSite();
  const [{ name }] = await app.dataSource.query("select current_database() as name");
  const { url } = app.dataSource.options as { url: string };
  session = new pg.Client(Object.assign(new URL(url), { pathname: `/${name}` }).href);
  await session.connect();
  // As the sessions of anonymous reads are: their views, and plans that do not depend on the values.
  await session.query("set search_path = published; set plan_cache_mode = force_generic_plan; set timezone = 'UTC'");
});
after(async () => {
  await session.end();
  await app.close();
});

/** The keys of a hidden object and of an absent one, between which no index has another key. */
interface Keys {
  slug: string;
  id: string;
}
const keys = (kind: string, number: number, place: "hidden" | "absent"): Keys => {
  const hex = Buffer.from(`${kind} ${number}`).toString("hex").padEnd(31, "0").slice(0, 31);
  const digits = hex + (place === "hidden" ? "9" : "8");
  const uuid = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)];
  return { slug: `hidden-${number}${place === "hidden" ? "b" : "a"}`, id: uuid.join("-") };
};

/** Many visible objects with a post each, and some with drafts and a scheduled post only. */
async function buildSite(): Promise<void> {
  const { dataSource } = app;
  for (const { kind, label } of KINDS) {
    await dataSource.query(
      `insert into ${kind} (slug, ${label}) select 'shown-' || i, 'Shown' from generate_series(1, ${VISIBLE}) i`,
    );
    for (let number = 0; number < HIDDEN; number += 1) {
      const { slug, id } = keys(kind, number, "hidden");
      await dataSource.query(`insert into ${kind} (id, slug, ${label}) values ($1, $2, 'Hidden')`, [id, slug]);
    }
  }
  await dataSource.query(
    `insert into post (slug, title, state, published_at, visible_from, locale, excerpt, excerpt_source, author_id)
     select u.slug || k.kind, 'Post', k.state, k.instant, coalesce(k.instant, 'infinity'), 'en', '', 'GENERATED', u.id
     from author u join (values ('', true, 'PUBLISHED', now() - interval '1 day'), ('draft', false, 'DRAFT', null),
       ('later', false, 'PUBLISHED', now() + interval '1 year')) k(kind, is_shown, state, instant)
       on k.is_shown = starts_with(u.slug, 'shown')`,
  );
  // Each hidden object and a tenth of the visible ones have a former path.
  for (const { kind, prefix } of KINDS) {
    await dataSource.query(
      `insert into path_alias (path, kind, target_id) select '${prefix}former-' || slug, '${kind}', id from ${kind}
       where not starts_with(slug, 'shown') or right(slug, 1) = '0'`,
    );
  }
  // The post and the objects of each kind belong together by their number.
  for (const { kind, members } of KINDS) {
    const key = kind === "series" ? "post_id, series_id, position" : `post_id, ${kind}_id, position, visible_from`;
    const last = kind === "series" ? "" : ", p.visible_from";
    await dataSource.query(
      `insert into ${members} (${key}) select p.id, t.id, 0${last}
       from post p join author u on u.id = p.author_id join ${kind} t on t.slug = u.slug`,
    );
  }
  await dataSource.query("vacuum analyze");
}

interface Sent {
  text: string;
  values: readonly unknown[];
}

/** The statements that the service sends for a query of an anonymous client, which must find nothing. */
async function statementsOf(document: string, variables: Record<string, unknown>): Promise<Sent[]> {
  const sent: Sent[] = [];
  const { publicReads } = app.platform;
  const read = ((text: string, values: readonly unknown[] = []) => {
    sent.push({ text, values });
    return publicReads.query(text, values);
  }) as SqlClient["query"];
  const reads = { cacheScope: publicReads.cacheScope, query: read, queryByValues: read, queryByIndex: read };
  const contextValue = createContext(app.platform, { viewer: null, previewPostId: null }, reads);
  const { data, errors } = await execute({
    schema,
    document: parse(document),
    variableValues: variables,
    contextValue,
  });
  assert.equal(errors, undefined);
  assert.match(JSON.stringify(data), /^\{"found":(?:null|\[null\])\}$/);
  return sent;
}

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  "Heap Fetches"?: number;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: PlanNode[];
}

/** What a statement reads: for each node of its plan the relation, the rows and the pages. */
async function workOf({ text, values }: Sent): Promise<string[]> {
  const literals = values.map((value) => {
    const array = (value as string[]).map((item) => `"${item}"`).join(",");
    return pg.escapeLiteral(Array.isArray(value) ? `{${array}}` : String(value));
  });
  await session.query(`prepare measured as ${text}`);
  let plan: PlanNode | null = null;
  // The first execution may write hint bits and load catalogues.
  for (let round = 0; round < 2; round += 1) {
    const { rows } = await session.query(
      `explain (analyze, buffers, timing off, costs off, format json) execute measured${literals.length === 0 ? "" : `(${literals.join(", ")})`}`,
    );
    plan = rows[0]["QUERY PLAN"][0].Plan;
  }
  await session.query("deallocate measured");
  const visit = (node: PlanNode, depth: number): string[] => [
    [
      `${"  ".repeat(depth)}${node["Node Type"]} ${node["Index Name"] ?? node["Relation Name"] ?? ""}`,
      `${node["Actual Rows"]} rows, ${node["Actual Loops"]} loops, ${node["Heap Fetches"] ?? 0} fetched,`,
      `${(node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0)} removed,`,
      `${node["Shared Hit Blocks"] + node["Shared Read Blocks"]} pages`,
    ].join(" "),
    ...(node.Plans ?? []).flatMap((inner) => visit(inner, depth + 1)),
  ];
  return [text.slice(0, text.indexOf("*/") + 2), ...visit(plan as PlanNode, 0)];
}

const LOOKUPS: Record<string, (kind: Kind, keys: Keys) => [document: string, variables: Record<string, unknown>]> = {
  slug: ({ kind }, { slug }) => [`query ($slug: String!) { found: ${kind}(slug: $slug) { id } }`, { slug }],
  path: ({ prefix }, { slug }) => [
    "query ($path: String!) { found: resolvePath(path: $path) { __typename } }",
    { path: prefix + slug },
  ],
  "former slug": ({ kind }, { slug }) => [
    `query ($slug: String!) { found: ${kind}(slug: $slug) { id } }`,
    { slug: `former-${slug}` },
  ],
  "former path": ({ prefix }, { slug }) => [
    "query ($path: String!) { found: resolvePath(path: $path) { __typename } }",
    { path: `${prefix}former-${slug}` },
  ],
  id: ({ type }, { id }) => ["query ($id: ID!) { found: node(id: $id) { id } }", { id: encodeGlobalId(type, id) }],
  ids: ({ type }, { id }) => [
    "query ($ids: [ID!]!) { found: nodes(ids: $ids) { id } }",
    { ids: [encodeGlobalId(type, id)] },
  ],
};

describe("a look-up of a hidden object reads as many rows and pages as one of an absent object", () => {
  for (const kind of KINDS) {
    for (const [name, lookup] of Object.entries(LOOKUPS)) {
      it(`a look-up of a ${kind.kind} by ${name} does the same work for a hidden one and an absent one`, async () => {
        for (let number = 0; number < HIDDEN; number += 1) {
          const work = async (place: "hidden" | "absent"): Promise<string[][]> => {
            const statements = await statementsOf(...lookup(kind, keys(kind.kind, number, place)));
            const works: string[][] = [];
            for (const statement of statements) works.push(await workOf(statement));
            return works;
          };
          const [hidden, absent] = [await work("hidden"), await work("absent")];
          assert.ok(hidden.length > 0);
          assert.deepEqual(hidden, absent);
        }
      });
    }
  }
});
