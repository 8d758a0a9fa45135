// Runs Apollo's integration suite and compares what fails with the list below: these are what this HTTP stack does otherwise on
// purpose. Anything else that fails, and anything listed that passes, is an error.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const server = "integration tests apolloServerTests.ts";
const http = "integration tests httpServerTests.ts graphqlHTTP";
const OTHERWISE = {
  "there is a playground of our own, and none at a path that is asked for HTML without one: 406": [
    `${server} renderLandingPage defaults to LocalDefault`,
    `${server} renderLandingPage can specify version for LocalDefault`,
    `${server} renderLandingPage can be disabled`,
    `${server} renderLandingPage basic functionality basic GET works`,
    `${server} renderLandingPage async \`html\` function returns a string`,
    `${server} renderLandingPage async \`html\` function throws`,
  ],
  "another Content-Type, or none, is 415, not 400": [
    `${server} CSRF prevention default`,
    `${http} throws an error if POST body is empty`,
    `${http} throws an error if invalid content-type`,
  ],
  "another method is 405 with Allow, not 400": [`${http} rejects the request if the method is not POST or GET`],
  "malformed JSON and members of another type are refused in words of our own": [
    `${http} throws an error if POST JSON is malformed`,
    `${http} POST does not handle a request with variables as string`,
    `${http} POST does not handle a request with extensions as string`,
    `${http} does not accept a query AST`,
  ],
  "every answer says how it may be cached, if only no-store": [
    `${http} cache-control runs when cache-control is disabled`,
    `${http} cache-control not set without any hints with if-cacheable`,
  ],
  "batching is off and cannot be turned on: a request has one operation, and limits of its own": [
    `${http} cache-control applies cacheControl Headers for batched operation`,
    `${http} can handle batch requests`,
    `${http} can handle batch requests with one element`,
    `${http} returns an error on batch requests with no elements`,
    `${http} can handle batch requests in parallel`,
    `${http} disables batch requests by default`,
    `${http} clones batch context`,
    `${http} executes batch context if it is a function`,
    "integration tests httpServerTests.ts Persisted Queries returns with batched persisted queries",
  ],
};

const folder = await mkdtemp(join(tmpdir(), "apollo-"));
const file = join(folder, "result.json");
const args = ["--experimental-vm-modules", "node_modules/jest/bin/jest.js", "--ci", "--runInBand", "--watchman=false"];
const options = { cwd: import.meta.dirname, stdio: ["ignore", "ignore", "pipe"] };
const child = spawn(process.execPath, [...args, "--forceExit", "--json", `--outputFile=${file}`], options);
let output = "";
child.stderr.on("data", (chunk) => {
  output += chunk;
});
// A stack that no longer fits the suite may leave it waiting for ever.
const deadline = setTimeout(() => child.kill("SIGKILL"), 240_000);
await new Promise((resolve) => child.once("close", resolve));
clearTimeout(deadline);
try {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) throw new Error(`The suite came to no result.\n${output.slice(0, 20_000)}`);
  const result = JSON.parse(text);
  const cases = result.testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = cases.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
  const listed = Object.values(OTHERWISE).flat();
  const unexpected = failed.filter((name) => !listed.includes(name));
  const mended = listed.filter((name) => !failed.includes(name));
  console.log(
    `${result.numPassedTests} passed, ${listed.length - mended.length} otherwise on purpose, ${result.numPendingTests} pending.`,
  );
  for (const name of unexpected) console.log(`failed: ${name}`);
  for (const name of mended) console.log(`passes, but is listed: ${name}`);
  if (cases.length < 270 || unexpected.length > 0 || mended.length > 0) {
    console.log(output.slice(0, 20_000));
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true });
}
