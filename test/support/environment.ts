// The only file of the tests that reads or writes environment variables, through which the runner passes the database to its processes.

export interface TestEnvironment {
  /** A server chosen by the developer; its role must be allowed to create databases. */
  databaseUrl: string | null;
  /** The server that the runner prepared; null if a test file is run directly. */
  prepared: PreparedServer | null;
  /** Whether services use their response cache; COLOPHON_TEST_CACHE=off disables it. */
  isCacheEnabled: boolean;
}

export interface PreparedServer {
  serverUrl: string;
  /** Part of the name of every database of this run. */
  runId: string;
  /** A migrated database that allows no connections. */
  template: string;
}

const PREPARED = "COLOPHON_TEST_SERVER";

export function readEnvironment(): TestEnvironment {
  const prepared = process.env[PREPARED];
  return {
    databaseUrl: process.env.DATABASE_URL || null,
    prepared: prepared === undefined ? null : (JSON.parse(prepared) as PreparedServer),
    isCacheEnabled: process.env.COLOPHON_TEST_CACHE !== "off",
  };
}

/** Path of Chromium for the browser tests. */
export function readChromiumPath(): string {
  return process.env.CHROMIUM || "/usr/bin/chromium";
}

/** Passes the server to processes that are started from now on. */
export function publishServer(server: PreparedServer): void {
  process.env[PREPARED] = JSON.stringify(server);
}

/** Passes the seed of property tests to processes that are started from now on. */
export function publishSeed(seed: number): void {
  process.env.COLOPHON_SEED = String(seed);
}

/**
 * Options to run property tests longer (COLOPHON_RUNS=5000) or to repeat a failure (COLOPHON_SEED=-12345). Thousands of runs need
 * DATABASE_URL and the file run directly, because the runner ends a file after some minutes.
 */
export function readPropertyRuns(): { numRuns?: number; seed?: number } {
  const { COLOPHON_RUNS, COLOPHON_SEED } = process.env;
  return {
    ...(COLOPHON_RUNS && { numRuns: Number(COLOPHON_RUNS) }),
    ...(COLOPHON_SEED && { seed: Number(COLOPHON_SEED) }),
  };
}

/**
 * The number of runs of a costly property: a third of them without the response cache, where CI repeats what can depend on it or on the
 * database server. The statements and their results are the same, and so many runs find what differs.
 */
export function usualRuns(runs: number): number {
  return readEnvironment().isCacheEnabled ? runs : Math.ceil(runs / 3);
}

/** The number of kills in the fault tests, if more than the default: COLOPHON_KILLS=200. */
export function readFaultRounds(): { kills?: number } {
  const { COLOPHON_KILLS } = process.env;
  return { ...(COLOPHON_KILLS && { kills: Number(COLOPHON_KILLS) }) };
}

/** Minutes of the soak test (COLOPHON_SOAK_MINUTES=30); null for an ordinary run, which takes seconds. */
export function readSoakMinutes(): number | null {
  const { COLOPHON_SOAK_MINUTES } = process.env;
  return COLOPHON_SOAK_MINUTES ? Number(COLOPHON_SOAK_MINUTES) : null;
}

/** The environment for a program that looks for its tools in a given folder first and uses a given database. */
export function environmentWith(given: { toolsIn: string; databaseUrl: string }): Record<string, string | undefined> {
  return { ...process.env, PATH: `${given.toolsIn}:${process.env.PATH}`, DATABASE_URL: given.databaseUrl };
}

/** The number of reads in the test for stale responses, if more than the default: COLOPHON_READS=1000000. */
export function readStressReads(): number | null {
  const { COLOPHON_READS } = process.env;
  return COLOPHON_READS ? Number(COLOPHON_READS) : null;
}

/** Sets the variable that the programs of docs/webhooks.md read, for one that is loaded into this process. */
export function publishWebhookSecret(secret: string): void {
  process.env.WEBHOOK_SECRET = secret;
}
