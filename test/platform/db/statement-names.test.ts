// Every SQL statement opens with a comment that names it, and no two statements have the same name: the log, traces, metrics and
// pg_stat_statements tell them apart by it. Literals are read from the source; composed statements are recorded as they are sent.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { createSchema } from "../../../src/app/schema.js";
import { statementName } from "../../../src/platform/db/monitoring/statement-timings.js";
import { readArgumentValues } from "../../graph/argument-values.js";
import { arbitraryOperation } from "../../graph/random-query.js";
import { buildTestSite } from "../../graph/test-site.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { createScratchDatabase, type ScratchDatabase } from "../../support/database.js";
import { WIDE_LIMITS } from "../../support/limits.js";
import { chanceFrom, MUTATIONS, readSite } from "../../support/mutation-cases.js";
import { recordStatements } from "../../support/sent-statements.js";

const SOURCE = fileURLToPath(new URL("../../../../src/", import.meta.url));
const FILES = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
const texts = new Map(FILES.map((path) => [path, readFileSync(join(SOURCE, path), "utf8")]));

/** Statements without columns, parameters or a plan, and those of TypeORM when it opens a connection. */
const NEEDS_NO_NAME =
  /^(?:begin|start transaction|commit|rollback|savepoint|release savepoint|set|reset|listen|unlisten)\b|^SELECT version\(\)|^SHOW server_version|^SELECT \* FROM current_schema\(\)/i;
const ADVICE = "Open the statement with a comment that names it, such as /* Category.posts */.";

const isUnnamed = (text: string): boolean => statementName(text) === "unnamed" && !NEEDS_NO_NAME.test(text.trim());

it("no two statements have the same name", () => {
  const places = new Map<string, string[]>();
  const found = (name: string, path: string) => places.set(name, [...(places.get(name) ?? []), path]);
  for (const [path, text] of texts) {
    for (const [, name = ""] of text.matchAll(/["`]\s*\/\* (.+?) \*\//g)) if (name !== PASSED_ON) found(name, path);
    // Lists and bulk inserts get their name from what they are made of.
    for (const [, name = ""] of text.matchAll(/\bname: "([A-Z]\w+\.\w[\w ]*|import\.\w[\w ]*)"/g)) found(name, path);
  }
  assert.ok(places.size > 200, `Only ${places.size} names were found.`);
  const repeated = [...places].filter(([, paths]) => paths.length > 1);
  assert.deepEqual(repeated, [], "Give each of these statements a name of its own.");
});

// biome-ignore lint/suspicious/noTemplateCurlyInString: as it stands in the source.
const PASSED_ON = "${name}";

it("every statement in the source opens with its name", () => {
  const unnamed: string[] = [];
  let count = 0;
  const check = (path: string, text: string) => {
    // A statement that begins with a part of its own is composed, and recorded below.
    if (text === "" || text.startsWith("${")) return;
    count += 1;
    if (isUnnamed(text)) unnamed.push(`${path}: ${text.trim().slice(0, 80)}`);
  };
  for (const [path, text] of texts) {
    for (const [, , literal = ""] of text.matchAll(
      /\.query(?:ByValues|ByIndex)?(?:<[^(]*>)?\(\s*(?:sql)?(["`])([^"`]*)/g,
    ))
      check(path, literal);
    for (const [, constant = ""] of text.matchAll(
      /(?:\.query(?:ByValues|ByIndex)?|queryPrepared)(?:<[^(]*>)?\((?:\s*\w+,)?\s*([A-Z][A-Z_]+)\b/g,
    ))
      check(path, literalOf(constant, text));
  }
  assert.ok(count > 150, `Only ${count} statements were found.`);
  assert.deepEqual(unnamed, [], ADVICE);
});

/** The beginning of the literal that a constant of this file, or else of another one, is set to. */
function literalOf(constant: string, text: string): string {
  const declaration = new RegExp(`const ${constant}\\b[^=]*=\\s*(?:sql)?["\`]([^"\`]*)`);
  for (const file of [text, ...texts.values()]) {
    const literal = declaration.exec(file)?.[1];
    if (literal !== undefined) return literal;
  }
  return "";
}

let scratch: ScratchDatabase;
let app: TestApp;
let token: string;
const sent = new Set<string>();

before(async () => {
  scratch = await createScratchDatabase();
  await whileRecording(async () => {
    app = await startTestApp({ ...WIDE_LIMITS, CACHE_BYTES: "0" }, null, scratch.url);
  });
  await buildTestSite(app.dataSource, { scale: 1 });
  token = await app.tokenFor("ADMIN");
});
after(async () => {
  await app.close();
  await scratch.drop();
});

async function whileRecording(work: () => Promise<unknown>): Promise<void> {
  const recorder = recordStatements((text) => void sent.add(text));
  await work().finally(() => recorder.stop());
}

it("every statement that the start, the queries and the mutations of the service send has a name", async () => {
  const operations = fc.sample(arbitraryOperation(createSchema(), await readArgumentValues(app)), {
    seed: 20_240_501,
    numRuns: 40,
  });
  for (const { document, variables } of operations) {
    await whileRecording(() => app.send(document, variables));
    await whileRecording(() => app.send(document, variables, { token }));
  }
  for (const [name, { inputs }] of Object.entries(MUTATIONS)) {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${name}(input: $input) { errors { code } } }`;
    for (const makeInput of inputs) {
      const input = makeInput(await readSite(app.dataSource, chanceFrom(1)));
      await whileRecording(() => app.send(document, { input }, { token }));
    }
  }
  const names = new Set([...sent].map(statementName));
  assert.ok(names.size > 100, `Only ${names.size} names were sent.`);
  assert.deepEqual([...sent].filter(isUnnamed), [], ADVICE);
});
