// The thread that renders beside an import ends with it, whatever it was doing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RenderThread } from "../../../../src/platform/markup/worker/render-thread.js";

const jobs = Array.from({ length: 200 }, (_, i) => ({
  source: `# Post ${i}\n\nText of **post** ${i}.`,
  format: "MARKDOWN" as const,
}));
const threads = (): number => process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;

test("renders many jobs in their order", async () => {
  const thread = new RenderThread({ siteUrl: null });
  const results = await thread.render(jobs);
  await thread.close();
  assert.equal(results.length, jobs.length);
  assert.ok(results.every((result, i) => "done" in result && result.done.text.includes(`Text of post ${i}.`)));
});

test("starts no thread anew for what was still being rendered when it was closed", async () => {
  const before = threads();
  const thread = new RenderThread({ siteUrl: null });
  const rendering = thread.render(jobs);
  await thread.close();
  const results = await rendering;
  assert.ok(results.some((result) => "fault" in result));
  await thread.close();
  assert.equal(threads(), before);
});
