// Executes operations in process as any viewer, on its own scratch database: for tests of mutations, which depend on the viewer but
// not on HTTP. Queries are also executed by their compiled plan, which must return the same data.
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  parse,
  validate,
} from "graphql";
import type { DataSource } from "typeorm";
import { migrations } from "../../migrations/index.js";
import { startApp } from "../../src/app/app.js";
import { entities } from "../../src/app/registry.js";
import { createSchema } from "../../src/app/schema.js";
import { type Context, createContext, type Platform, readsOf } from "../../src/identity/context.js";
import type { Viewer } from "../../src/identity/viewer.js";
import { loadConfig } from "../../src/platform/config/config.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { compileQuery } from "../../src/platform/execution/operation-plan.js";
import { createScratchDatabase } from "./database.js";
import { LONG_DEADLINE } from "./limits.js";
import { scratchFolder } from "./scratch-folder.js";
import { createTestLog } from "./test-log.js";

export interface Executed<Data> {
  data: Data | null;
  errors: readonly GraphQLError[];
}

export interface ReportedUserError {
  __typename: string;
  code: string;
  message: string;
  path: string[] | null;
}

/** The payload of a mutation: its object as `result`, and the user errors. */
export interface Outcome<Result> {
  result: Result | null;
  errors: ReportedUserError[];
}

const READER = "Reader";
export const EDITOR: Viewer = { name: "Edith", role: "EDITOR", authorId: null };
export const ADMIN: Viewer = { name: "Ada", role: "ADMIN", authorId: null };
export const authorViewer = (authorId: string | null, name = "Arthur"): Viewer => ({ name, role: "AUTHOR", authorId });

let schema: GraphQLSchema | null = null;

export class Executor {
  readonly #close: () => Promise<void>;

  constructor(
    readonly dataSource: DataSource,
    readonly platform: Platform,
    close: () => Promise<void>,
  ) {
    this.#close = close;
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** Executes an operation; a null viewer is anonymous. Errors are returned as they were raised, not masked. */
  async executeAs<Data>(
    viewer: Viewer | null,
    document: string,
    variables: Record<string, unknown> = {},
  ): Promise<Executed<Data>> {
    schema ??= createSchema();
    const parsed = parse(document);
    const problems = validate(schema, parsed).map(({ message }) => message);
    assert.deepEqual(problems, [], document);
    const executed = await this.#interpret<Data>(viewer, parsed, variables);
    if (executed.errors.length === 0 && isQuery(parsed))
      await this.#requireSameCompiled(viewer, parsed, variables, executed);
    return executed;
  }

  async #interpret<Data>(
    viewer: Viewer | null,
    parsed: DocumentNode,
    variables: Record<string, unknown>,
  ): Promise<Executed<Data>> {
    const executable = schema as GraphQLSchema;
    const identity = { viewer, previewPostId: null };
    const run = (contextValue: Context) =>
      execute({ schema: executable, document: parsed, variableValues: variables, contextValue });
    const context = createContext(this.platform, identity);
    let response = await run(context);
    // As the service does, if a post became visible or was written between the statements of a query.
    if (context.outcome.hasReadSkew && isQuery(parsed)) {
      const reads = readsOf(this.platform, identity);
      response = await reads.snapshot(async (snapshot) => run(createContext(this.platform, identity, snapshot)));
    }
    const { data, errors = [] } = response;
    // As a client receives it: graphql-js creates objects without a prototype.
    return { data: JSON.parse(JSON.stringify(data ?? null)) as Data | null, errors };
  }

  /** Other writers may change the content between two executions, so a difference counts only if it persists. */
  async #requireSameCompiled(
    viewer: Viewer | null,
    parsed: DocumentNode,
    variables: Record<string, unknown>,
    expected: Executed<unknown>,
  ): Promise<void> {
    for (let attempts = 3; ; attempts -= 1) {
      const data = await this.#executeCompiled(viewer, parsed, variables).catch((error: unknown) => error);
      if (data === undefined || isDeepStrictEqual(data, expected.data)) return;
      if (attempts === 0) assert.deepEqual(data, expected.data, "The compiled plan returned different data.");
      expected = await this.#interpret(viewer, parsed, variables);
    }
  }

  /** Undefined for a query that is never compiled, such as introspection. */
  async #executeCompiled(
    viewer: Viewer | null,
    parsed: DocumentNode,
    variables: Record<string, unknown>,
  ): Promise<unknown> {
    const executable = schema as GraphQLSchema;
    const operation = getOperationAST(parsed);
    if (!operation) return undefined;
    const { coerced = {} } = getVariableValues(executable, operation.variableDefinitions ?? [], variables);
    const plan = compileQuery(executable, parsed, operation, coerced);
    if (plan === null) return undefined;
    return JSON.parse(await plan.execute(createContext(this.platform, { viewer, previewPostId: null }), coerced));
  }

  /** Executes an operation that must succeed and returns its data. */
  async read<Data>(viewer: Viewer | null, document: string, variables?: Record<string, unknown>): Promise<Data> {
    const { data, errors } = await this.executeAs<Data>(viewer, document, variables);
    if (data === null || errors.length > 0) throw errors[0] ?? new Error(`No data for ${viewer?.name ?? READER}.`);
    return data;
  }

  /** Executes a mutation; `selection` applies to its object and is empty for deletions. A GraphQL error is thrown. */
  async mutate<Result>(
    viewer: Viewer | null,
    name: string,
    input: Record<string, unknown>,
    selection = "{ id }",
  ): Promise<Outcome<Result>> {
    const { data, errors } = await this.executeAs<Record<string, Outcome<Result>>>(
      viewer,
      mutationDocument(name, selection),
      { input },
    );
    const outcome = data?.[name];
    if (errors[0] !== undefined) throw errors[0];
    if (outcome !== undefined && LISTS_RESULTS.has(name))
      return together(outcome as Outcome<unknown>) as Outcome<Result>;
    if (outcome === undefined) throw new Error(`${name} returned no payload.`);
    // A rejected change of several objects returns none of them.
    if (Array.isArray(outcome.result) && outcome.errors.length > 0) return { ...outcome, result: null };
    return outcome;
  }

  /** Executes a mutation that must succeed and returns its object. */
  async accepted<Result>(
    viewer: Viewer | null,
    name: string,
    input: Record<string, unknown>,
    selection?: string,
  ): Promise<Result> {
    const { result, errors } = await this.mutate<Result>(viewer, name, input, selection);
    assert.deepEqual(errors, [], `${name} was rejected`);
    assert.notEqual(result, null, `${name} returned null`);
    return result as Result;
  }

  /** Executes a mutation that must fail and change no table; returns its user errors as `CODE path.in.input`. */
  async refused(viewer: Viewer | null, name: string, input: Record<string, unknown>): Promise<string[]> {
    const before = await this.fingerprint();
    const { result, errors } = await this.mutate(viewer, name, input, selectionOf(name));
    assert.equal(result, null, `${name} was accepted`);
    assert.deepEqual(await this.fingerprint(), before, `${name} stored something`);
    return errors.map(({ code, path }) => `${code} ${path?.join(".")}`).sort();
  }

  /** Executes a mutation that must raise a GraphQL error and change no table; returns the error's code. */
  async denied(viewer: Viewer | null, name: string, input: Record<string, unknown>): Promise<string> {
    const before = await this.fingerprint();
    const error = await this.mutate(viewer, name, input, selectionOf(name)).catch((raised: unknown) => raised);
    assert.ok(
      error instanceof GraphQLError,
      `${name} did not deny ${viewer?.role ?? "an anonymous client"}. Its service function must call requireViewer first.`,
    );
    assert.deepEqual(await this.fingerprint(), before, `${name} stored something`);
    return String(error.extensions.code ?? error.message);
  }

  /**
   * Digests of all tables, except for what background jobs do at any time: they compact the post counts, move search rows of posts that have
   * become visible from one table to the other, record that scheduled posts have appeared, and call webhooks.
   */
  async fingerprint(): Promise<Record<string, string>> {
    const tables: { name: string }[] = await this.dataSource.query(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'post\\_count%'
         and tablename not in ('search_public', 'search_pending', 'outbox_event', 'pending_appearance', 'change',
           'change_state', 'webhook', 'webhook_delivery', 'purge_position') order by tablename`,
    );
    const digestOf = (name: string, rows: string) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from ${rows} t`;
    const digests = [
      ...tables.map(({ name }) => digestOf(name, `"${name}"`)),
      digestOf(
        "webhook",
        "(select id, name, url, node_types, document, debounce_seconds, secret, version from webhook)",
      ),
      digestOf("search rows", "(select * from search_public union all select * from search_pending)"),
      digestOf(
        "outbox_event",
        "(select * from outbox_event where type not in ('search.indexed', 'bodies.enriched', 'post.appeared', 'page.appeared'))",
      ),
    ];
    const rows: { name: string; digest: string }[] = await this.dataSource.query(digests.join(" union all "));
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
  }

  /** Types and payloads of the events recorded after the event with this id, in order. */
  events(after = "0"): Promise<{ id: string; type: string; payload: Record<string, unknown> }[]> {
    return this.dataSource.query("select id, type, payload from outbox_event where id > $1 order by id", [after]);
  }
}

const isQuery = ({ definitions }: DocumentNode): boolean =>
  definitions.every((definition) => definition.kind !== "OperationDefinition" || definition.operation === "query");

const OBJECTS: readonly [RegExp, string][] = [
  [/^addComment$/, "comment"],
  [/^moderateComments$/, "comments"],
  [/^eraseCommentAuthor$/, "erasedCount"],
  [/^delete/, "deletedId"],
  [/^saveWorkingCopy$/, "workingCopy"],
  [/WorkingCopy$/, "post"],
  [/PreviewToken$/, "token"],
  [/ApiToken$/, "apiToken"],
  [/Redirect$/, "redirect"],
  [/^upsert/, "results"],
  [/(?:Post|Revision)$/, "post"],
  [/Categor(?:y|ies)$/, "category"],
  [/Tags?$/, "tag"],
  [/Authors?$/, "author"],
  [/Series$/, "series"],
  [/Site$/, "site"],
  [/Page$/, "page"],
  [/Menu$/, "menu"],
  [/^(?:test|redeliver)Webhook$/, "delivery"],
  [/Webhook(?:Secret)?$/, "webhook"],
  [/^createUpload$/, "upload"],
  [/(?:Asset|Upload)$/, "asset"],
];

/** Mutations with a result for each of several inputs. */
const LISTS_RESULTS: ReadonlySet<string> = new Set(["upsertPosts"]);

/** The results as one outcome: their errors, and no result if there are any. */
function together({ result, errors }: Outcome<unknown>): Outcome<unknown> {
  const all = [...errors, ...(result as { errors: ReportedUserError[] }[]).flatMap((each) => each.errors)];
  return { result: all.length > 0 ? null : result, errors: all };
}

/** Results without fields. */
const SCALARS: ReadonlySet<string> = new Set(["deletedId", "erasedCount"]);

const objectOf = (name: string): string => OBJECTS.find(([pattern]) => pattern.test(name))?.[1] ?? "";
/** What a mutation of this name may select of its object. */
export function selectionOf(name: string): string {
  if (name === "saveWorkingCopy") return "{ version }";
  if (name === "createUpload") return "{ uploadId }";
  return /^delete|PreviewToken$|^eraseCommentAuthor$/.test(name) ? "" : "{ id }";
}

function mutationDocument(name: string, ofObject: string): string {
  const selection = LISTS_RESULTS.has(name)
    ? `{ post ${ofObject} outcome errors { __typename code message path } }`
    : ofObject;
  const inputType = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return `mutation($input: ${inputType}!) { ${name}(input: $input) {
    result: ${objectOf(name)} ${SCALARS.has(objectOf(name)) ? "" : selection} errors { __typename code message path } } }`;
}

export async function startExecutor(poolSize = 8): Promise<Executor> {
  const scratch = await createScratchDatabase();
  const dataSource = createDataSource(
    { url: scratch.url, poolSize, poolWaitMs: 20_000, statementTimeoutMs: 20_000 },
    { entities, migrations },
  );
  await dataSource.initialize();
  const assets = scratchFolder();
  const env = {
    ...{ DATABASE_URL: scratch.url, PORT: "0", LOG_LEVEL: "silent", ASSETS_DIR: assets.path, ...LONG_DEADLINE },
    ...{ OUTBOUND_ALLOW: "127.0.0.1" },
  };
  const config = loadConfig(env);
  const app = await startApp(config, dataSource, createTestLog().log);
  return new Executor(dataSource, app.platform, async () => {
    await app.close();
    await dataSource.destroy();
    await scratch.drop();
    await assets.delete();
  });
}
