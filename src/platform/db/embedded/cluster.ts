// Creates and opens the directory of the embedded cluster. Creation is atomic: the cluster is prepared in a staging directory next
// to its final place and then renamed, so a process killed half-way leaves nothing that a later start takes for a cluster.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, open, readdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { codeOf, messageOf } from "../../../lib/error-facts.js";
import type { Binaries } from "./binaries.js";
import { EmbeddedPostgresError } from "./embedded-error.js";
import { changeOwner, chooseAccount, commandFor, findOwner, type OsAccount } from "./server-account.js";

/** The superuser role; the service itself connects as an ordinary role. */
export const SUPERUSER = "postgres";

export interface Cluster {
  binaries: Binaries;
  account: OsAccount;
  /** PostgreSQL's own data directory. */
  directory: string;
  logFile: string;
  password: string;
  isNew: boolean;
}

const HOME = "postgres";
const STAGING = "postgres.new-";
/** Staging directories of this process. In a container it often has the process id of the one that was killed before. */
const inProgress = new Set<string>();
/** PostgreSQL recognises letters of all scripts only with a UTF-8 ctype. Which locales exist depends on the system. */
const CTYPES = ["C.UTF-8", "en_US.UTF-8", "C"] as const;

export async function openCluster(binaries: Binaries, dataDir: string, initArgs: readonly string[]): Promise<Cluster> {
  const parent = resolve(dataDir);
  try {
    const owner = await findOwner(join(parent, HOME));
    const wasCreated = (await mkdir(parent, { recursive: true })) !== undefined;
    const account = await chooseAccount(owner, parent, binaries.postgres);
    if (wasCreated) await changeOwner(account, parent);
    const home = join(await realpath(parent), HOME);
    await deleteAbandoned(parent);
    const isNew = !(await isComplete(home)) && (await createCluster({ binaries, account, home, initArgs }));
    const password = (await readFile(join(home, "password"), "utf8")).trim();
    const directory = join(home, "cluster");
    return { binaries, account, directory, logFile: join(home, "server.log"), password, isNew };
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(`${parent} cannot be opened (${messageOf(error)})`, { cause: error });
  }
}

interface Plan {
  binaries: Binaries;
  account: OsAccount;
  home: string;
  initArgs: readonly string[];
}

/** Returns false if another process was faster: a directory can only be renamed to a path that is free or an empty directory. */
async function createCluster(plan: Plan): Promise<boolean> {
  const parent = dirname(plan.home);
  const staging = await mkdtemp(join(parent, `${STAGING}${process.pid}-`));
  inProgress.add(basename(staging));
  try {
    const passwordFile = join(staging, "password");
    await writeFile(passwordFile, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
    await changeOwner(plan.account, staging);
    await changeOwner(plan.account, passwordFile);
    await runInitdb(plan, staging, passwordFile);
    await rename(staging, plan.home);
    await syncDirectory(parent);
    return true;
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (["ENOTEMPTY", "EEXIST", "EPERM"].includes(codeOf(error)) && (await isComplete(plan.home))) return false;
    throw error;
  } finally {
    inProgress.delete(basename(staging));
  }
}

async function runInitdb(plan: Plan, staging: string, passwordFile: string): Promise<void> {
  let output = "";
  for (const ctype of CTYPES) {
    const encoding = ["--encoding=UTF8", "--locale-provider=icu", "--icu-locale=und", "--locale=C"];
    const login = ["--auth=scram-sha-256", `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`];
    const dataDirectory = `--pgdata=${join(staging, "cluster")}`;
    const args = [dataDirectory, ...encoding, `--lc-ctype=${ctype}`, ...login, ...plan.initArgs];
    const result = await run(plan.account, plan.binaries.initdb, args, staging);
    if (result.code === 0) return;
    output = result.output;
    if (!output.includes("locale")) break;
  }
  throw new EmbeddedPostgresError(`initdb failed (${output.trim().split("\n").slice(-3).join(" / ")})`);
}

function run(
  account: OsAccount,
  program: string,
  args: string[],
  cwd: string,
): Promise<{ code: number; output: string }> {
  const command = commandFor(account, program, args, cwd);
  return new Promise((done) => {
    const child = spawn(command.file, command.args, { ...command.options, stdio: ["ignore", "ignore", "pipe"] });
    let output = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.once("error", (error) => done({ code: -1, output: error.message }));
    child.once("close", (code) => done({ code: code ?? -1, output: output || `it exited with code ${code}` }));
  });
}

async function isComplete(home: string): Promise<boolean> {
  try {
    return (await stat(join(home, "cluster", "PG_VERSION"))).isFile();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** Deletes staging directories of killed processes; the process id in the name shows whether the creator is still running. */
async function deleteAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(STAGING) || inProgress.has(name)) continue;
    const creatorPid = Number.parseInt(name.slice(STAGING.length), 10);
    if (creatorPid !== process.pid && isAlive(creatorPid)) continue;
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Makes the rename durable across a power failure. Windows cannot open directories and does not need this. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(path, "r");
  await handle.sync().finally(() => handle.close());
}
