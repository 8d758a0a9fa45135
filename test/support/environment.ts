// The only place in the tests that touches the environment: how the runner tells its processes where the database is.

export interface TestEnvironment {
  /** A server chosen by the developer, who must let us create databases on it. */
  databaseUrl: string | null;
  /** What the runner prepared; null when a test file is run on its own. */
  prepared: PreparedServer | null;
  /** Whether services keep answers, as they do unless told otherwise; COLOPHON_TEST_CACHE=off for a run without. */
  isCacheEnabled: boolean;
}

export interface PreparedServer {
  serverUrl: string;
  /** Part of the name of every database of this run. */
  runId: string;
  /** A migrated database that nobody connects to. */
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

/** Where the browser tests find Chromium. */
export function readChromiumPath(): string {
  return process.env.CHROMIUM || "/usr/bin/chromium";
}

/** Processes started from now on find the server. */
export function publishServer(server: PreparedServer): void {
  process.env[PREPARED] = JSON.stringify(server);
}

/** Processes started from now on begin every property test with this seed. */
export function publishSeed(seed: number): void {
  process.env.COLOPHON_SEED = String(seed);
}

/**
 * A longer or an exact repetition of the property tests: COLOPHON_RUNS=5000, COLOPHON_SEED=-12345 from a failure. Thousands
 * of runs need DATABASE_URL and the file on its own, because the runner ends a file after some minutes.
 */
export function readPropertyRuns(): { numRuns?: number; seed?: number } {
  const { COLOPHON_RUNS, COLOPHON_SEED } = process.env;
  return {
    ...(COLOPHON_RUNS && { numRuns: Number(COLOPHON_RUNS) }),
    ...(COLOPHON_SEED && { seed: Number(COLOPHON_SEED) }),
  };
}

/** More rounds for the tests of faults than every run takes: COLOPHON_KILLS=200. */
export function readFaultRounds(): { kills?: number } {
  const { COLOPHON_KILLS } = process.env;
  return { ...(COLOPHON_KILLS && { kills: Number(COLOPHON_KILLS) }) };
}

/** How long the soak takes, in minutes; null for the seconds of an ordinary run. COLOPHON_SOAK_MINUTES=30. */
export function readSoakMinutes(): number | null {
  const { COLOPHON_SOAK_MINUTES } = process.env;
  return COLOPHON_SOAK_MINUTES ? Number(COLOPHON_SOAK_MINUTES) : null;
}

/** For a program that finds its tools in a folder before anywhere else, and its database at a URL. */
export function environmentWith(given: { toolsIn: string; databaseUrl: string }): Record<string, string | undefined> {
  return { ...process.env, PATH: `${given.toolsIn}:${process.env.PATH}`, DATABASE_URL: given.databaseUrl };
}

/** More reads for the test of stale answers than every run takes: COLOPHON_READS=1000000. */
export function readStressReads(): number | null {
  const { COLOPHON_READS } = process.env;
  return COLOPHON_READS ? Number(COLOPHON_READS) : null;
}
