// The most expensive requests that the limits allow, many at once, in a process with little memory: they are served or rejected, the
// process survives, and other requests are served meanwhile.
import "reflect-metadata";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import type { DataSource } from "typeorm";
import { createScratchDatabase, type ScratchDatabase } from "../support/database.js";
import { Factories } from "../support/factories.js";
import { type ServeProcess, startServeProcess } from "./serve-process.js";
import { openDatabase } from "./service.js";

const HEAP_MB = 256;
const TOGETHER = 20;
const SMALL = "{ posts(first: 1) { nodes { slug } } }";
/** Reads some 20 MB of text, five times the maximum size of a response. */
const TEXTS = "{ posts(first: 100) { nodes { title body { source markdown html text } } } }";
/** Close to the limits of objects and of cost. */
const OBJECTS = `{ posts(first: 100) { nodes { slug title excerpt(maxLength: 900) author { name } categories { name path } tags { name slug }
  related(first: 5) { score reasons post { title } } adjacent { previous { title } next { title } } } } }`;

describe("the most expensive requests", () => {
  let scratch: ScratchDatabase;
  let dataSource: DataSource;
  let served: ServeProcess;

  before(async () => {
    scratch = await createScratchDatabase();
    dataSource = await openDatabase(scratch.url);
    const make = new Factories(dataSource);
    const tagIds = [await make.tag(), await make.tag()];
    const categoryIds = [await make.category("Heavy")];
    const source = "一段很长的正文，mixed with English words and `code`。\n\n".repeat(800);
    for (let batch = 0; batch < 10; batch += 1) {
      const posts = Array.from({ length: 10 }, (_, index) => ({
        title: `Heavy ${batch} ${index}`,
        source: `${source}${batch} ${index}`,
        tagIds,
        categoryIds,
      }));
      await make.posts(posts);
    }
    const env = { CACHE: "0", STATEMENT_TIMEOUT_MS: "10000", POOL_WAIT_MS: "10000" };
    served = await startServeProcess({ databaseUrl: scratch.url, env, nodeArgs: [`--max-old-space-size=${HEAP_MB}`] });
  });
  after(async () => {
    served?.signal("SIGKILL");
    await served?.ended;
    await dataSource?.destroy();
    await scratch?.drop();
  });

  async function send(query: string): Promise<{ code: string; milliseconds: number; bytes: number }> {
    const startedAt = performance.now();
    const response = await fetch(`${served.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    const { errors } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
    const milliseconds = performance.now() - startedAt;
    return { code: errors?.[0]?.extensions.code ?? "served", milliseconds, bytes: text.length };
  }

  for (const [name, query] of [
    ["long texts", TEXTS],
    ["many objects", OBJECTS],
  ] as const) {
    test(`${TOGETHER} concurrent requests for ${name} all end, and other requests are served meanwhile`, async (t) => {
      await send(SMALL);
      let isOver = false;
      const expensive = Promise.all(Array.from({ length: TOGETHER }, () => send(query))).finally(() => {
        isOver = true;
      });
      const others: number[] = [];
      while (!isOver) {
        const small = await send(SMALL);
        assert.match(small.code, /served|TIMEOUT|SERVICE_UNAVAILABLE|OVERLOADED/);
        if (small.code === "served") others.push(small.milliseconds);
      }
      const outcomes = await expensive;
      assert.equal(served.hasEnded(), false, served.output());
      assert.equal((await send(SMALL)).code, "served");
      const codes = new Map<string, number>();
      for (const { code } of outcomes) codes.set(code, (codes.get(code) ?? 0) + 1);
      const status = await readFile(`/proc/${served.pid}/status`, "utf8");
      const peak = Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
      others.sort((one, other) => one - other);
      t.diagnostic(
        `${TOGETHER} x ${name} in a heap of ${HEAP_MB} MB: ${JSON.stringify([...codes])}, peak ${peak} MB, ` +
          `${others.length} other requests served, p50 ${others[others.length >> 1]?.toFixed(0)} ms, slowest ${others.at(-1)?.toFixed(0)} ms`,
      );
    });
  }
});
