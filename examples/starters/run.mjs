// Generates what the starters need, checks their types, and runs the tests of all clients against two services with the sample site:
// one with default settings, and one that executes trusted documents only. The repository must be compiled (`npm run build`).
import { execFile, spawn } from "node:child_process";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { bundleTests } from "./bundle.mjs";
import { createPreview, startService } from "./service.mjs";

const HERE = import.meta.dirname;
const SCHEMA = join(HERE, "../../schema");
/** Of the page in the browser test. */
const ORIGIN = "http://localhost:3000";
const words = process.argv.slice(2);

/** Runs a program of node_modules; what it prints is shown only if it fails. */
function run(folder, program, args, environment = {}) {
  const options = {
    cwd: join(HERE, folder),
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  };
  const child = spawn(join(HERE, "node_modules/.bin", program), args, options);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ${args.join(" ")} ended with code ${code}.\n${output}`)),
    );
  });
}

/** What a user copies from the folder schema of this repository. */
async function copySchema() {
  for (const copy of [
    ...["apollo/possible-types.json", "urql/possible-types.json", "urql/types-without-id.json"],
    ...["relay/schema.graphql", "gql-tada/schema.graphql"],
  ]) {
    await copyFile(join(SCHEMA, basename(copy)), join(HERE, copy));
  }
}

async function generate(url) {
  await mkdir(join(HERE, "relay/src/__generated__/persisted"), { recursive: true });
  // The compiler adds to the manifest, which must exist.
  await writeFile(join(HERE, "relay/persisted-documents.json"), "{}");
  await Promise.all([
    run("codegen", "graphql-codegen", ["--config", "codegen.ts", "--errors-only"], { COLOPHON_URL: url }),
    run(".", "graphql-codegen", ["--config", "test/codegen.ts", "--errors-only"]),
    run("relay", "relay-compiler", ["relay.config.json"]).then(() =>
      run("relay", "relay-compiler", ["relay.persisted.config.json"]),
    ),
    run("gql-tada", "gql.tada", ["generate-output"]).then(() => run("gql-tada", "gql.tada", ["generate-persisted"])),
    run("apollo", "generate-persisted-query-manifest", []),
    promisify(execFile)(process.execPath, [join(HERE, "site/generate.mjs"), "--check"]),
  ]);
}

/** The manifests of all tools, as one. */
async function mergeManifests() {
  const texts = {};
  for (const path of [
    "codegen/src/gql/persisted-documents.json",
    "test/__generated__/persisted-documents.json",
    "relay/persisted-documents.json",
    "gql-tada/persisted-documents.json",
    "apollo/persisted-query-manifest.json",
  ]) {
    const manifest = JSON.parse(await readFile(join(HERE, path), "utf8"));
    const { operations } = manifest;
    Object.assign(texts, operations ? Object.fromEntries(operations.map(({ id, body }) => [id, body])) : manifest);
  }
  const file = join(HERE, "dist/trusted-documents.json");
  await writeFile(file, JSON.stringify(texts));
  return file;
}

/** Resolves with the exit code of the test runner. */
async function test(environment) {
  const files = (await readdir(join(HERE, "dist"))).filter((name) => /\.test\.[cm]js$/.test(name));
  const chosen = files.filter((name) => words.length === 0 || words.some((word) => name.includes(word)));
  const args = ["--test", "--test-reporter=spec", "--test-concurrency=2", ...chosen];
  const options = { cwd: join(HERE, "dist"), env: { ...process.env, ...environment }, stdio: "inherit" };
  const child = spawn(process.execPath, args, options);
  return new Promise((resolve) => child.once("close", resolve));
}

const started = [];
const stopAll = () => Promise.all(started.map(({ stop }) => stop()));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stopAll().then(() => process.exit(1)));
try {
  await rm(join(HERE, "dist"), { recursive: true, force: true });
  await mkdir(join(HERE, "dist"));
  await copySchema();
  const service = await startService({ CORS_ORIGINS: ORIGIN });
  started.push(service);
  await generate(service.url);
  const manifest = await mergeManifests();
  const [trusted] = await Promise.all([
    startService({ TRUSTED_DOCUMENTS: "only", TRUSTED_DOCUMENTS_FILE: manifest }).then((each) => {
      started.push(each);
      return each;
    }),
    run(".", "tsc", ["-p", "tsconfig.json"]),
    bundleTests(),
  ]);
  const preview = await createPreview(service);
  const [documentId] = Object.keys(
    JSON.parse(await readFile(join(HERE, "codegen/src/gql/persisted-documents.json"), "utf8")),
  );
  process.exitCode = await test({
    COLOPHON_URL: service.url,
    COLOPHON_TRUSTED_URL: trusted.url,
    COLOPHON_TOKEN: service.token,
    COLOPHON_PREVIEW_SLUG: preview.slug,
    COLOPHON_PREVIEW_TOKEN: preview.token,
    COLOPHON_DOCUMENT_ID: documentId,
  });
} finally {
  await stopAll();
}
