// Cached menus follow the visibility of their targets.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { eventually } from "../../support/eventually.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;
before(async () => {
  app = await startTestApp({ CACHE_BYTES: "33554432", EXPOSE_CACHE_STATUS: "1" });
});
after(() => app.close());

it("a menu that leads to an author shows what else becomes visible through the posts of that author", async () => {
  const make = new Factories(app.dataSource);
  const token = await app.tokenFor("ADMIN");
  const [main, joining] = [await make.author("Main"), await make.author("Joining")];
  const [tag, series] = [await make.tag("Tagged"), await make.series("Serial")];
  const post = await make.post({ title: "Target", authorId: main });
  const ids = {
    post: encodeGlobalId("Post", post.id),
    authors: [main, joining].map((id) => encodeGlobalId("Author", id)),
    tag: encodeGlobalId("Tag", tag),
    series: encodeGlobalId("Series", series),
  };
  const send = (document: string, input: Record<string, unknown>) => app.query(document, { input }, { token });
  const targets = [...ids.authors, ids.tag, ids.series];
  const items = targets.map((targetId) => ({ targetId }));
  await send("mutation ($input: SaveMenuInput!) { saveMenu(input: $input) { errors { message } } }", {
    ...{ slug: "main", name: "Main", items },
  });
  const read = async () => {
    const response = await fetch(`${app.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: `{ menu(slug: "main") { items { label } } }` }),
    });
    const { data } = (await response.json()) as { data: { menu: { items: { label: string }[] } } };
    const isHit = response.headers.get("cache-status") === "colophon; hit";
    return { labels: data.menu.items.map(({ label }) => label), isHit };
  };
  /** The labels, which are then cached. */
  const labels = async () => {
    const shown = (await read()).labels;
    await eventually(async () => (await read()).isHit, "the menu is cached");
    return shown;
  };
  assert.deepEqual(await labels(), ["Main"]);
  const update = "mutation ($input: UpdatePostInput!) { updatePost(input: $input) { errors { message } } }";
  await send(update, { id: ids.post, expectedVersion: 1, authorIds: ids.authors });
  assert.deepEqual(await labels(), ["Main", "Joining"]);
  await send(update, { id: ids.post, expectedVersion: 2, tagIds: [ids.tag] });
  assert.deepEqual(await labels(), ["Main", "Joining", "Tagged"]);
  const inSeries = "mutation ($input: UpdateSeriesInput!) { updateSeries(input: $input) { errors { message } } }";
  await send(inSeries, { id: ids.series, expectedVersion: 1, postIds: [ids.post] });
  assert.equal((await labels()).at(-1), "Serial");
  await send(update, { id: ids.post, expectedVersion: 3, authorIds: ids.authors.slice(0, 1), tagIds: [] });
  assert.deepEqual(await labels(), ["Main", "Serial"]);
});
