// A service in a process of its own, and the database behind it: what the tests of faults kill.
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

/** Starts at once; `firstLine` is the URL of the service. `env` sets what differs from the patience of a loaded machine. */
export const spawnService = (url: string, env: Readonly<Record<string, string>> = {}): SpawnedScript =>
  spawnScript(SCRIPT, { url, env });

/** The database as the test looks at it, past the service. */
export async function openDatabase(url: string): Promise<DataSource> {
  const limits = { poolSize: 4, poolWaitMs: 20_000, statementTimeoutMs: 60_000 };
  const dataSource = createDataSource({ url, ...limits }, { entities, migrations });
  await dataSource.initialize();
  return dataSource;
}

/** What writers need, and the table in which services keep what they heard. */
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
