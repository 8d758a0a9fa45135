// Generates the types and texts of the documents of the reader's site. With --check it fails if the committed files are not what it generates.
//   npm run site        npm run site -- --check
import { spawnSync } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const STARTERS = fileURLToPath(new URL("../", import.meta.url));
const FOLDER = join(STARTERS, "../../site/src/__generated__");
/** The preset writes two more, which help to write documents in TypeScript; these are in files of their own. */
const UNUSED = ["gql.ts", "index.ts"];
const KEPT = ["graphql.ts", "persisted-documents.json"];

const read = () => Promise.all(KEPT.map((name) => readFile(join(FOLDER, name), "utf8").catch(() => null)));

const committed = await read();
const bin = join(STARTERS, "node_modules/.bin/graphql-codegen");
const { status, stderr, stdout } = spawnSync(bin, ["--config", "site/codegen.ts"], { cwd: STARTERS, encoding: "utf8" });
if (status !== 0) {
  process.stderr.write(stdout + stderr);
  process.exit(1);
}
for (const name of UNUSED) await rm(join(FOLDER, name), { force: true });
const generated = await read();
if (process.argv.includes("--check") && generated.some((text, index) => text !== committed[index])) {
  process.stderr.write(
    "The generated documents of the site were not current. Commit the result of npm run site:documents.\n",
  );
  process.exit(1);
}
