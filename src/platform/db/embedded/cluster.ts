// Makes and opens the directory of the embedded cluster. It appears complete or not at all: everything is prepared in
// a directory beside and renamed, so a process killed half-way leaves nothing that a later start could mistake.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, open, readdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { codeOf, messageOf } from "../../../lib/error-facts.js";
import type { Binaries } from "./binaries.js";
import { EmbeddedPostgresError } from "./embedded-error.js";
import { chooseAccount, commandFor, findOwner, giveTo, type OsAccount } from "./server-account.js";

/** The role that runs the server; the service itself logs in as a lesser one. */
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
/** What this process is making. In a container its number is often that of the process that was killed before. */
const inProgress = new Set<string>();
/** Letters of every script count as letters only under a UTF-8 ctype; which names exist depends on the system. */
const CTYPES = ["C.UTF-8", "en_US.UTF-8", "C"] as const;

export async function openCluster(binaries: Binaries, dataDir: string, initArgs: readonly string[]): Promise<Cluster> {
  const parent = resolve(dataDir);
  try {
    const owner = await findOwner(join(parent, HOME));
    const isMade = (await mkdir(parent, { recursive: true })) !== undefined;
    const account = await chooseAccount(owner, parent, binaries.postgres);
    if (isMade) await giveTo(account, parent);
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

/** False when another process was faster: a directory can be renamed onto nothing or onto an empty one only. */
async function createCluster(plan: Plan): Promise<boolean> {
  const parent = dirname(plan.home);
  const staging = await mkdtemp(join(parent, `${STAGING}${process.pid}-`));
  inProgress.add(basename(staging));
  try {
    const passwordFile = join(staging, "password");
    await writeFile(passwordFile, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
    await giveTo(plan.account, staging);
    await giveTo(plan.account, passwordFile);
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
    const place = `--pgdata=${join(staging, "cluster")}`;
    const args = [place, ...encoding, `--lc-ctype=${ctype}`, ...login, ...plan.initArgs];
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
    child.once("close", (code) => done({ code: code ?? -1, output: output || `it ended with code ${code}` }));
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

/** What a killed process left behind; the process number in the name tells whether its maker still works on it. */
async function deleteAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(STAGING) || inProgress.has(name)) continue;
    const maker = Number.parseInt(name.slice(STAGING.length), 10);
    if (maker !== process.pid && isAlive(maker)) continue;
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

/** Makes the rename survive a power cut. Windows cannot open directories and needs no such step. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(path, "r");
  await handle.sync().finally(() => handle.close());
}
