// Runs the programs of docs/subscriptions.md as they are printed, and checks that each prints a change. Those of other clients are files of
// examples/starters, which tests them.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openOperations, Renames } from "./http/subscriptions/live-clients.js";
import { startTestApp, type TestApp } from "./support/app.js";
import { eventually } from "./support/eventually.js";

const ROOT = new URL("../../", import.meta.url);
const PROGRAM = /^```js\n(.*?)^```/gms;
const STARTER = /^\[`\S+`\]\(\.\.\/(examples\/starters\/\S+)\)\n\n```ts\n(.*?)^```$/gms;
const page = readFileSync(new URL("docs/subscriptions.md", ROOT), "utf8");
const programs = [...page.matchAll(PROGRAM)].map(([, program = ""]) => program);

let app: TestApp;
let folder: string;
before(async () => {
  app = await startTestApp({ METRICS_PORT: "0" });
  // Within the repository, so that the programs find its packages.
  folder = await mkdtemp(join(fileURLToPath(ROOT), "dist", "subscriptions-"));
});
after(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

test("docs/subscriptions.md has a program for each library", () => {
  const imported = programs.map((program) => /from "(graphql-\w+)"/.exec(program)?.[1]);
  assert.deepEqual(imported, ["graphql-sse", "graphql-ws"]);
});

test("docs/subscriptions.md prints the starters of other clients as they are", () => {
  const printed = [...page.matchAll(STARTER)].map(([, path = "", text]) => [path, text] as const);
  assert.equal(printed.length, page.match(/^```ts$/gm)?.length);
  assert.deepEqual([...new Set(printed.map(([path]) => path.split("/")[2]))], ["apollo", "urql", "relay"]);
  for (const [path, text] of printed) {
    const isSame = readFileSync(new URL(path, ROOT), "utf8") === text;
    assert.ok(isSame, `The page does not print ${path} as it is. Run \`node examples/starters/page.mjs\`.`);
  }
});

for (const [index, program] of programs.entries()) {
  test(`program ${index + 1} of docs/subscriptions.md prints a change`, async () => {
    const file = join(folder, `${index}.mjs`);
    await writeFile(file, program.replaceAll("//localhost:4000", app.url.replace("http:", "")));
    const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
    let printed = "";
    child.stdout.on("data", (text) => {
      printed += text;
    });
    try {
      await eventually(async () => (await openOperations(app)) === 1, "The program has subscribed.");
      await new Renames(app, await app.tokenFor("ADMIN")).next();
      await eventually(() => printed.includes("kind: 'CHANGED'"), "The program has printed the change.");
    } finally {
      await end(child);
    }
    await eventually(async () => (await openOperations(app)) === 0, "The subscription has ended.");
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, "exit");
}
