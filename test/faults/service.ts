// Starts the service in a separate process for the fault tests, and opens and prepares its database.
import type { DataSource } from "typeorm";
import { migrations } from "../../migrations/index.js";
import { entities } from "../../src/app/registry.js";
import { insertApiToken } from "../../src/identity/api-tokens/api-token.service.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { Factories } from "../support/factories.js";
import { type SpawnedScript, spawnScript } from "../support/spawned.js";
import type { WriterFixture } from "./writer.js";

const SCRIPT = new URL("./service-process.js", import.meta.url);

/** Starts the service; `firstLine` is its URL. `env` overrides the default timeouts, which are long for loaded machines. */
export const spawnService = (url: string, env: Readonly<Record<string, string>> = {}): SpawnedScript =>
  spawnScript(SCRIPT, { url, env });

/** Opens the test's own connections to the database. */
export async function openDatabase(url: string): Promise<DataSource> {
  const limits = { poolSize: 4, poolWaitMs: 20_000, statementTimeoutMs: 60_000 };
  const dataSource = createDataSource({ url, ...limits }, { entities, migrations });
  await dataSource.initialize();
  return dataSource;
}

/** Creates the content and the token that writers need, and the table of received events. */
export async function prepareFixture(dataSource: DataSource): Promise<WriterFixture> {
  await dataSource.query("create table heard (number bigint generated always as identity, event_id bigint not null)");
  const make = new Factories(dataSource);
  const token = { name: "Writer", role: "EDITOR" as const, authorId: null, expiresAt: null };
  const { secret } = await dataSource.transaction((tx) => insertApiToken(tx, token));
  return {
    token: secret,
    authorId: encodeGlobalId("Author", await make.author()),
    tagId: encodeGlobalId("Tag", await make.tag()),
    newCategory: async (name) => encodeGlobalId("Category", await make.category(name)),
  };
}
