// Chooses the operating-system account that the server runs as. PostgreSQL refuses to run as root or as a user without a passwd
// entry, but containers use both; which alternative the machine permits is found by trying.
import { type SpawnOptions, spawn } from "node:child_process";
import { chown, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";

export interface OsIdentity {
  uid: number;
  gid: number;
}

export interface OsAccount {
  /** Owner of the files; null for this process's own account. */
  owner: OsIdentity | null;
  /** User and group that the programs run as; null for this process's own account. */
  identity: OsIdentity | null;
  /** Command prefix that wraps every program. */
  wrapper: readonly string[];
}

export interface Command {
  file: string;
  args: string[];
  options: SpawnOptions;
}

interface PasswdEntry extends OsIdentity {
  name: string;
}

const SELF: OsAccount = { owner: null, identity: null, wrapper: [] };
/** Runs the program in a user namespace: it sees another user id, while the system still sees the original one. */
const NAMESPACE = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"];
const CHILD_ENV =
  process.platform === "win32"
    ? { SystemRoot: "C:\\Windows", PATH: "C:\\Windows\\System32" }
    : { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C", TZ: "UTC" };

/** The owner of a cluster's files is that of `path`, or of its nearest existing parent. */
export async function findOwner(path: string): Promise<OsIdentity> {
  if (process.geteuid?.() !== 0) return { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    if (dirname(path) === path) throw error;
    return findOwner(dirname(path));
  }
}

/** The first account that can enter `directory` and run `program`; if none can, the simplest, whose error message is the clearest. */
export async function chooseAccount(owner: OsIdentity, directory: string, program: string): Promise<OsAccount> {
  if (process.platform !== "linux") return SELF;
  const isRoot = process.geteuid?.() === 0;
  const passwd = await readPasswd();
  const isKnown = passwd.some((entry) => entry.uid === owner.uid);
  if (!isRoot && isKnown) return SELF;
  const candidates = isRoot ? candidatesForRoot(owner, passwd, isKnown) : [{ ...SELF, wrapper: NAMESPACE }];
  for (const candidate of candidates) {
    if (await canRun(candidate, directory, program)) return candidate;
  }
  return candidates.find(({ wrapper }) => wrapper.length === 0) ?? SELF;
}

function candidatesForRoot(owner: OsIdentity, passwd: readonly PasswdEntry[], isKnown: boolean): OsAccount[] {
  if (owner.uid !== 0) {
    const hidden = { owner, identity: owner, wrapper: NAMESPACE };
    return isKnown ? [...asUser(owner), hidden] : [hidden, ...asUser(owner)];
  }
  const named = (name: string): PasswdEntry | undefined => passwd.find((entry) => entry.name === name);
  const { uid, gid } = named("postgres") ?? named("nobody") ?? { uid: 65534, gid: 65534 };
  return [{ ...SELF, wrapper: NAMESPACE }, ...asUser({ uid, gid })];
}

/** Runs as the user; or, if the path leads through directories that only root may enter, as the user with CAP_DAC_OVERRIDE. */
function asUser(owner: OsIdentity): OsAccount[] {
  const change = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups"];
  const withCapability = ["setpriv", ...change, "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"];
  return [
    { owner, identity: owner, wrapper: [] },
    { owner, identity: null, wrapper: withCapability },
  ];
}

/** A command that runs `program` as the account, without this process's environment variables. */
export function commandFor(account: OsAccount, program: string, args: readonly string[], cwd: string): Command {
  const [file = program, ...rest] = [...account.wrapper, program, ...args];
  return { file, args: rest, options: { cwd, env: CHILD_ENV, windowsHide: true, ...account.identity } };
}

/** Makes the account the owner of the file or directory at `path`. */
export async function changeOwner(account: OsAccount, path: string): Promise<void> {
  if (account.owner !== null) await chown(path, account.owner.uid, account.owner.gid);
}

async function readPasswd(): Promise<PasswdEntry[]> {
  const text = await readFile("/etc/passwd", "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const [name = "", , uid = "", gid = ""] = line.split(":");
    return uid === "" ? [] : [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

function canRun(account: OsAccount, directory: string, program: string): Promise<boolean> {
  const script = ["-c", 'test -x "$0" && test -x "$1"', directory, program];
  const { file, args, options } = commandFor(account, "/bin/sh", script, "/");
  return new Promise((resolve) => {
    const child = spawn(file, args, { ...options, stdio: "ignore" });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}
