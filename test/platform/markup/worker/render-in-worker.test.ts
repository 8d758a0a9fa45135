// Long bodies are rendered in a worker thread, one after the other, and a body that takes too long does not affect others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderBody } from "../../../../src/platform/markup/render.js";
import { lazyRender } from "../../../../src/platform/markup/worker/lazy-render.js";
import { RenderLimitError, renderInWorker } from "../../../../src/platform/markup/worker/render-in-worker.js";

const options = { siteUrl: "https://blog.example" };
const long = "# 标题\n\nA **long** text with a [link](/posts/one).\n\n".repeat(2_000);
/** Rendering it takes seconds. */
const expensive = `|a|\n|-|\n${"|a|\n".repeat(500_000)}`;

test("a body that is rendered in a worker has the same result as one rendered on the main thread", async () => {
  assert.deepEqual(await lazyRender(long, "MARKDOWN", options), renderBody(long, "MARKDOWN", options));
  assert.deepEqual(await lazyRender(long, "HTML", options), renderBody(long, "HTML", options));
});

test("rendering in a worker does not block the main thread", async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  await lazyRender(expensive.slice(0, 200_000), "MARKDOWN", options);
  clearInterval(timer);
  assert.ok(turns > 10, `Only ${turns} turns.`);
});

test("a body that exceeds the time limit is abandoned, and the next one is rendered", async () => {
  const job = (source: string) => ({ source, format: "MARKDOWN" as const });
  const first = renderInWorker({ ...job(expensive), options }, 0.2);
  const second = renderInWorker({ ...job("After *it*."), options });
  await assert.rejects(first, RenderLimitError);
  assert.equal((await second).text, "After it.");
});
