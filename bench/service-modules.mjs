// The only place that knows where the service's compiled modules are. Every script of the bench names what it needs of a
// build; after a move or a rename in `src`, this table alone is adapted.
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);

/** By the name that the bench uses: the module, and the name of the export there where it is another one. */
export const EXPORTS = {
  ALL_POST_COLUMNS: ["src/content/posts/lists/post-selection.js"],
  Author: ["src/content/authors/author.entity.js"],
  Category: ["src/content/categories/category.entity.js"],
  Clients: ["test/support/open-loop.js"],
  Database: ["src/platform/db/database.js"],
  Factories: ["test/support/factories.js"],
  SearchResolver: ["src/content/search/search.resolver.js"],
  SearchRun: ["src/content/search/query/search-run.js"],
  TOKENISER_VERSION: ["src/content/search/index/tokens.js"],
  VectorThread: ["src/content/search/index/vector-thread.js"],
  WIDE_LIMITS: ["test/support/limits.js"],
  createApolloEngine: ["src/http/graphql/apollo-engine.js"],
  createContext: ["src/identity/context.js"],
  createDataSource: ["src/platform/db/data-source.js"],
  createLog: ["src/platform/observability/log.js"],
  createPublishedSource: ["src/platform/db/data-source.js"],
  createSchema: ["src/app/schema.js"],
  encodeGlobalId: ["src/platform/graphql/global-id.js"],
  entities: ["src/app/registry.js"],
  fold: ["src/content/search/index/fold.js"],
  indexPosts: ["src/content/search/index/index-writer.js"],
  insertPendingEntries: ["src/content/search/index/pending-entries.js"],
  loadConfig: ["src/platform/config/config.js"],
  migrateDatabase: ["src/platform/db/migrate.js"],
  migrations: ["migrations/index.js"],
  openLoop: ["test/support/open-loop.js"],
  planQuery: ["src/content/search/query/query-plan.js"],
  moveIndexRows: ["src/content/search/index/index-writer.js"],
  postColumnsSql: ["src/content/posts/lists/post-selection.js"],
  readMarkdownFolder: ["src/intake/importers/markdown/markdown-reader.js"],
  runImport: ["src/intake/importers/run-import.js"],
  simplifyHan: ["src/content/search/index/han-variants.js"],
  selectColumns: ["src/platform/db/entity-columns.js"],
  stemOf: ["src/content/search/index/tokens.js"],
  startApp: ["src/app/app.js"],
  startEmbeddedPostgres: ["src/platform/db/embedded/embedded-postgres.js"],
  startHttpServer: ["src/http/server.js"],
  vectorsOf: ["src/content/search/index/search-document.js"],
};

/** `dist` is a folder below the repository, or an absolute path. */
export const buildUrl = (dist) => new URL(`${dist}/`, root);

/** Path of the service's command in a build. */
export const mainPath = (dist = "dist") => fileURLToPath(new URL("src/cli/main.js", buildUrl(dist)));

/** The named exports of a build, by the names of the table above. */
export async function importService(dist, ...names) {
  const found = {};
  for (const name of names) {
    const [path, exported = name] = EXPORTS[name];
    found[name] = (await import(new URL(path, buildUrl(dist)).href))[exported];
  }
  return found;
}

/** For the servers of the bench, which are told the build by the environment. */
export const importFromBuild = (...names) => importService(process.env.BENCH_DIST ?? "dist", ...names);
