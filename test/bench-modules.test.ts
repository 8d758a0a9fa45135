// The benchmarks load compiled modules of the service by the table in bench/service-modules.mjs. A module that was moved or an export
// that was renamed must be changed there too.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

test("bench/service-modules.mjs names modules and exports that exist", async () => {
  const path = join(ROOT, "bench/service-modules.mjs");
  const { EXPORTS } = (await import(pathToFileURL(path).href)) as { EXPORTS: Record<string, [string, string?]> };
  const missing: string[] = [];
  for (const [name, [module, exported = name]] of Object.entries(EXPORTS)) {
    const found = await import(pathToFileURL(join(ROOT, "dist", module)).href).catch(() => ({}));
    if (!(exported in (found as object))) missing.push(`${exported} of ${module}`);
  }
  assert.deepEqual(missing, [], "Change the table in bench/service-modules.mjs.");
});
