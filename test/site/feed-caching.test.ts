// Documents for programs are kept like any response: both validators spare the body, and no reader gets one that is older than a change.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";
import { readAroundInstant } from "../support/instant.js";
import { mutate, postInput, readDocument } from "./site-reader.js";

let app: TestApp;
let make: Factories;
let token: string;

before(async () => {
  app = await startTestApp({ SITE: "0", CACHE_BYTES: "33554432" });
  make = new Factories(app.dataSource);
  token = await app.tokenFor("EDITOR");
});
after(() => app.close());

const open = (path: string, headers?: Record<string, string>) => readDocument(app.url + path, headers);

const validatorsOf = async (path: string) => {
  const { headers } = await open(path);
  return { etag: headers.get("etag") ?? "", date: headers.get("last-modified") ?? "" };
};

const change = (name: string, input: Record<string, unknown>) => mutate(app, token, name, input);
const postNamed = (slug: string) => postInput(app, token, slug);

describe("a document for programs", () => {
  it("is not sent again to a client that has it, by either validator", async () => {
    await make.post({ slug: "one", title: "One" });
    const { etag, date } = await validatorsOf("/feed.xml");
    assert.match(etag, /^"[\w-]+"$/);
    for (const [name, value] of [
      ["if-none-match", etag],
      ["if-none-match", `W/${etag}`],
      ["if-modified-since", date],
    ] as const) {
      const { status, body } = await open("/feed.xml", { [name]: value });
      assert.deepEqual([status, body], [304, ""], value);
    }
    const other = { "if-none-match": '"other"', "if-modified-since": date };
    assert.equal((await open("/feed.xml", other)).status, 200);
  });

  it("has another ETag after each change of what it shows, at once", async () => {
    const seen = new Set([(await validatorsOf("/feed.xml")).etag]);
    const expectNew = async (change: string) => {
      const { etag } = await validatorsOf("/feed.xml");
      assert.ok(!seen.has(etag), change);
      seen.add(etag);
    };
    await change("updatePost", { ...(await postNamed("one")), title: "One, corrected" });
    await expectNew("title");
    assert.match((await open("/feed.xml")).body, /One, corrected/);
    await change("updatePost", { ...(await postNamed("one")), body: { source: "Other words.", format: "MARKDOWN" } });
    await expectNew("body");
    await change("createTag", { name: "Unused" });
    assert.ok(seen.has((await validatorsOf("/feed.xml")).etag), "A tag that no post has changes nothing.");
  });

  it("is sent again if its newest post is no longer public, although its date is an earlier one", async () => {
    await make.post({ slug: "newest", title: "Newest", updatedAt: "2030-01-01T00:00:00.000Z" });
    const { date } = await validatorsOf("/feed.xml");
    assert.equal(date, "Tue, 01 Jan 2030 00:00:00 GMT");
    await change("unpublishPost", await postNamed("newest"));
    const { status, body } = await open("/feed.xml", { "if-modified-since": date });
    assert.equal(status, 200);
    assert.doesNotMatch(body, /Newest/);
  });

  it("has a scheduled post from its instant on, with that instant as its date", async () => {
    const [title, updatedAt] = ["Scheduled before", "2020-01-01T00:00:00.000Z"];
    const schedule = (publishedAt: string) => make.post({ title, slug: randomUUID(), updatedAt, publishedAt });
    const seen = await readAroundInstant(app.dataSource, schedule, () => open("/feed.xml"));
    assert.ok(!seen.before.body.includes(title));
    assert.ok(seen.after.body.includes(title));
    assert.ok(seen.after.body.includes(`<updated>${seen.instant}</updated>`));
    assert.equal(seen.after.headers.get("last-modified"), new Date(seen.instant).toUTCString());
  });
});
