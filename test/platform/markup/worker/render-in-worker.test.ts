// Long bodies are rendered beside the thread that answers requests, one after the other, and one that takes too long harms
// nobody but itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderBody } from "../../../../src/platform/markup/render.js";
import { lazyRender } from "../../../../src/platform/markup/worker/lazy-render.js";
import { RenderLimitError, renderInWorker } from "../../../../src/platform/markup/worker/render-in-worker.js";

const options = { siteUrl: "https://blog.example" };
const long = "# 标题\n\nA **long** text with a [link](/posts/one).\n\n".repeat(2_000);
/** Rendering it takes seconds. */
const dear = `|a|\n|-|\n${"|a|\n".repeat(500_000)}`;

test("gives what rendering at once gives", async () => {
  assert.deepEqual(await lazyRender(long, "MARKDOWN", options), renderBody(long, "MARKDOWN", options));
  assert.deepEqual(await lazyRender(long, "HTML", options), renderBody(long, "HTML", options));
});

test("lets other work go on meanwhile", async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  await lazyRender(dear.slice(0, 200_000), "MARKDOWN", options);
  clearInterval(timer);
  assert.ok(turns > 10, `Only ${turns} turns.`);
});

test("gives up a body that takes too long, and renders what waits behind it", async () => {
  const job = (source: string) => ({ source, format: "MARKDOWN" as const });
  const first = renderInWorker({ ...job(dear), options }, 0.2);
  const second = renderInWorker({ ...job("After *it*."), options });
  await assert.rejects(first, RenderLimitError);
  assert.equal((await second).text, "After it.");
});
