// The worker thread of an import ends with the import, and a body that cannot be rendered is reported alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BatchRenderer } from "../../../../src/intake/importers/batches/batch-renderer.js";
import { eventually } from "../../../support/eventually.js";

const bodies = Array.from({ length: 200 }, (_, i) => ({
  source: `# Post ${i}\n\nText of **post** ${i}.`,
  format: "MARKDOWN" as const,
  indexed: i % 2 === 0 ? { title: `Post ${i}`, terms: ["Term"], seriesAndAuthors: ["Writer"] } : null,
  row: null,
}));
const openPorts = (): number => process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;

test("a batch renderer renders many bodies in their order", async () => {
  const renderer = new BatchRenderer({ siteUrl: null });
  const outcomes = await renderer.render(bodies);
  await renderer.close();
  assert.equal(outcomes.length, bodies.length);
  assert.ok(
    outcomes.every((outcome, i) => "rendered" in outcome && outcome.rendered.text.includes(`Text of post ${i}.`)),
  );
  assert.deepEqual(
    outcomes.map((outcome) => "rendered" in outcome && (outcome.vectors?.documentVector.length ?? 0) > 0),
    bodies.map(({ indexed }) => indexed !== null),
  );
});

test("a batch renderer reports a body that cannot be rendered and renders the others of its batch", async () => {
  const renderer = new BatchRenderer({ siteUrl: null });
  const unreadable = 42 as unknown as string;
  const outcomes = await renderer.render(
    bodies.with(72, { source: unreadable, format: "MARKDOWN", indexed: null, row: null }),
  );
  await renderer.close();
  assert.deepEqual(
    outcomes.flatMap((outcome, i) => ("failure" in outcome ? [i] : [])),
    [72],
  );
});

test("a batch renderer that was closed while rendering reports failures and starts no other thread", async () => {
  const before = openPorts();
  const renderer = new BatchRenderer({ siteUrl: null });
  const rendering = renderer.render(bodies);
  await renderer.close();
  const outcomes = await rendering;
  assert.ok(outcomes.some((outcome) => "failure" in outcome));
  await renderer.close();
  // A port closes a moment after its thread has ended; the port of another thread would stay open.
  await eventually(() => openPorts() === before, "no more open ports than before");
});
