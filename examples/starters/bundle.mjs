// Bundles the tests, since Node cannot import TypeScript, Relay's artifacts and Apollo Client 3 as they are.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const HERE = import.meta.dirname;
const OUTPUT = join(HERE, "dist");
/** The names of the tests whose libraries are CommonJS modules that Node does not find; these libraries are bundled too. */
const WHOLE = /^(?:relay|apollo-3)/;
/** Tests of Apollo Client 4, run with version 3. */
const APOLLO_3 = { "@apollo/client/utilities": "apollo-client-3/utilities", "@apollo/client": "apollo-client-3/core" };

export async function bundleTests() {
  const files = (await readdir(join(HERE, "test"))).filter((name) => name.endsWith(".test.ts"));
  const paths = (names) => names.map((name) => join(HERE, "test", name));
  const common = { bundle: true, platform: "node", target: "node20", logLevel: "warning" };
  const asModules = { ...common, format: "esm", packages: "external", outExtension: { ".js": ".mjs" }, outdir: OUTPUT };
  const asScripts = { ...common, format: "cjs", external: ["graphql", "react"] };
  await Promise.all([
    build({ ...asModules, entryPoints: paths(files.filter((name) => !WHOLE.test(name))) }),
    build({
      ...asScripts,
      entryPoints: paths(files.filter((name) => WHOLE.test(name))),
      outExtension: { ".js": ".cjs" },
      outdir: OUTPUT,
    }),
    build({
      ...asScripts,
      entryPoints: paths(["apollo.test.ts"]),
      alias: APOLLO_3,
      outfile: join(OUTPUT, "apollo-3.test.cjs"),
    }),
    build({
      ...common,
      platform: "browser",
      format: "iife",
      entryPoints: [join(HERE, "browser/page.ts")],
      outfile: join(OUTPUT, "browser-page.js"),
    }),
  ]);
}
