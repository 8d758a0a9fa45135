// Finds out which compiled tests can depend on the environment: those that import `environment.ts`, directly or through other files.
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ENVIRONMENT = fileURLToPath(new URL("environment.js", import.meta.url));
const IMPORTED = /(?:\bfrom|\bimport\(|^import)\s*"(\.[^"]+)"/gm;

/** Whether a test can read the URL of the database server or the setting of the response cache. */
export function readsEnvironment(compiledTest: string): boolean {
  return importedFiles(compiledTest).has(ENVIRONMENT);
}

/** The file itself and all files of the project that it imports. */
export function importedFiles(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file) || !existsSync(file)) return found;
  found.add(file);
  for (const [, path = ""] of readFileSync(file, "utf8").matchAll(IMPORTED))
    importedFiles(resolve(dirname(file), path), found);
  return found;
}
