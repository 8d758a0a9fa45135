// A follower that applies the changes ends equal to a fresh read, whatever was written and whenever it was away.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { recordAppearances } from "../../../src/content/appearances/record-appearances.js";
import { AssetUploads } from "../../support/asset-uploads.js";
import { readPropertyRuns, usualRuns } from "../../support/environment.js";
import { ADMIN, EDITOR, type Executor, selectionOf, startExecutor } from "../../support/execute.js";
import { type Chance, CONTENT_MUTATIONS, chanceFrom, MUTATIONS, pick, readSite } from "../../support/mutation-cases.js";
import { readNodes, readPage, SiteCopy } from "./site-copy.js";

const { seed = Math.floor(Math.random() * 2 ** 31), numRuns = usualRuns(2) } = readPropertyRuns();
const STEPS = 50;

let app: Executor;
let urls: readonly string[];
before(async () => {
  app = await startExecutor();
  const uploads = new AssetUploads(app);
  const files = await Promise.all(
    ["one", "two"].map((name) =>
      uploads.add(EDITOR, Buffer.from(`%PDF-1.7 ${name}`), { fileName: `${name}.pdf`, contentType: "application/pdf" }),
    ),
  );
  urls = files.map(({ url }) => url);
  for (const name of ["A", "B", "C"]) await app.accepted(ADMIN, "createAuthor", { name });
});
after(() => app.close());

/** Deletions are rarer, so that there is something to change. */
const LIKELY = CONTENT_MUTATIONS.filter((name) => !/^(?:delete|merge|trash|updateSite)/.test(name));

async function write(chance: Chance): Promise<void> {
  const name = pick(chance, chance.next() < 0.75 ? LIKELY : CONTENT_MUTATIONS);
  const makeInput = pick(chance, MUTATIONS[name]?.inputs ?? []);
  const input = makeInput(await readSite(app.dataSource, chance));
  const body = input.body as { source?: string } | undefined;
  if (body?.source !== undefined && chance.next() < 0.4)
    body.source = `[file](${pick(chance, urls)}) ${body.source.slice(0, 200)}`;
  await app.mutate(ADMIN, name, input, selectionOf(name)).catch((error: Error) => {
    // Another write of the same moment may have taken the row away.
    if (!/VERSION|deleted|not found/i.test(error.message)) throw error;
  });
}

async function oneHistory(chance: Chance): Promise<void> {
  const copy = new SiteCopy(app);
  await copy.readEverything();
  for (let step = 0; step < STEPS; step += 1) {
    await Promise.all(Array.from({ length: chance.next() < 0.2 ? 3 : 1 }, () => write(chance)));
    if (chance.next() < 0.3) await recordAppearances(app.platform.transact);
    if (chance.next() < 0.3) await copy.follow(1 + Math.floor(chance.next() * 20));
    if (chance.next() < 0.5) await copy.visit(pick(chance, [...copy.knownPaths]));
  }
  await sleep(450);
  while ((await recordAppearances(app.platform.transact)) > 0) {
    // There may be more.
  }
  while (await copy.follow(7)) {
    // There is more.
  }
  const fresh = await readNodes(app);
  const sorted = (nodes: ReadonlyMap<string, string>) => Object.fromEntries([...nodes].sort());
  assert.deepEqual(sorted(copy.nodes), sorted(fresh));
  for (const [path, page] of copy.pages) assert.equal(page, await readPage(app, path), path);
}

it("a follower that was away at random ends equal to a fresh read, nodes and pages", async (t) => {
  t.diagnostic(`seed ${seed}`);
  const chance = chanceFrom(seed);
  for (let run = 0; run < numRuns; run += 1) await oneHistory(chance);
});
