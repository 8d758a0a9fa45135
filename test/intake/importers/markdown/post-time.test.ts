// What of a folder readers see: dates, drafts, scheduled and protected posts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readPost } from "./temporary-folder.js";

const timeOf = async (yaml: string, path?: string) => {
  const { post, notices } = await readPost(`---\ntitle: A\n${yaml}\n---\nBody`, path);
  return { state: post.state, publishedAt: post.publishedAt?.toISOString() ?? null, post, notices };
};

describe("the date of a post", () => {
  it("comes from the front matter before the file name", async () => {
    const { state, publishedAt, notices } = await timeOf("date: 2019-03-02 10:00:00", "2019-03-01-a.md");
    assert.deepEqual([state, publishedAt, notices], ["PUBLISHED", "2019-03-02T02:00:00.000Z", []]);
  });
  it("comes from the file name where the front matter has none", async () => {
    assert.equal((await timeOf("", "2019-03-01-a.md")).publishedAt, "2019-02-28T16:00:00.000Z");
    assert.equal((await timeOf("", "2019-03-01-20-13-00.md")).publishedAt, "2019-03-01T12:13:00.000Z");
  });
  it("comes from the file name where the written one is wrong, and that is told", async () => {
    const { publishedAt, notices } = await timeOf("date: 2019-02-30", "2019-03-01-a.md");
    assert.equal(publishedAt, "2019-02-28T16:00:00.000Z");
    assert.match(notices.join(), /^CHANGED The date “2019-02-30” is in no known form/);
  });
  it("is the date of the last change where nothing else is known", async () => {
    const { state, publishedAt, post } = await timeOf("lastmod: 2019-03-01T00:00:00Z");
    assert.deepEqual([state, publishedAt], ["PUBLISHED", "2019-03-01T00:00:00.000Z"]);
    assert.equal(post.updatedAt?.toISOString(), "2019-03-01T00:00:00.000Z");
  });
  it("may be missing, and then the post is a draft", async () => {
    const { state, publishedAt, notices } = await timeOf("tags: [a]");
    assert.deepEqual([state, publishedAt], ["DRAFT", null]);
    assert.match(notices.join(), /HIDDEN Imported as a draft: it has no date/);
  });
  it("is none where Hugo wrote its empty date", async () => {
    const { state, notices } = await timeOf("date: 0001-01-01T00:00:00Z");
    assert.deepEqual([state, notices.length], ["DRAFT", 1]);
  });
  for (const name of ["lastmod", "updated", "modified", "last_modified_at"]) {
    it(`of the last change is read from ${name}`, async () => {
      const { post } = await timeOf(`date: 2019-03-01\n${name}: 2019-03-02T00:00:00Z`);
      assert.equal(post.updatedAt?.toISOString(), "2019-03-02T00:00:00.000Z");
    });
  }
  it("may lie in the future, and then the post is scheduled", async () => {
    const { state, publishedAt, post, notices } = await timeOf("date: 2035-01-01T00:00:00Z");
    assert.deepEqual([state, publishedAt, post.createdAt], ["PUBLISHED", "2035-01-01T00:00:00.000Z", null]);
    assert.match(notices.join(), /HIDDEN Scheduled: it becomes public at 2035/);
  });
  it("gives way to a publishDate that has not come", async () => {
    const { state, publishedAt } = await timeOf("date: 2019-01-01\npublishDate: 2035-01-01T00:00:00Z");
    assert.deepEqual([state, publishedAt], ["PUBLISHED", "2035-01-01T00:00:00.000Z"]);
  });
  it("stays where the publishDate has passed", async () => {
    const { publishedAt } = await timeOf("date: 2019-01-01T00:00:00Z\npublishDate: 2020-01-01");
    assert.equal(publishedAt, "2019-01-01T00:00:00.000Z");
  });
  it("may stand under published", async () => {
    const { state, publishedAt } = await timeOf("published: 2019-03-01T00:00:00Z");
    assert.deepEqual([state, publishedAt], ["PUBLISHED", "2019-03-01T00:00:00.000Z"]);
  });
});

describe("a post that was not public", () => {
  const hiding = [
    "draft: true",
    "draft: yes",
    "draft: 'True'",
    "draft: ture",
    "published: false",
    "published: no",
    "private: true",
    "hidden: true",
    "unlisted: true",
    "password: secret",
    "password: 123456",
    "encrypt: true",
    "status: pending",
    "visibility: private",
    "_build: { render: never }",
    "build: { list: never }",
    "expiryDate: 2020-01-01",
    "expiryDate: someday",
    "publishDate: someday",
    "Draft: true",
  ];
  for (const field of hiding) {
    it(`becomes a draft by “${field}”, and that is told`, async () => {
      const { state, post, notices } = await timeOf(`date: 2019-03-01T00:00:00Z\n${field}`);
      assert.deepEqual([state, post.publishedAt], ["DRAFT", null]);
      assert.equal(post.createdAt?.toISOString(), "2019-03-01T00:00:00.000Z");
      assert.match(notices.join(), /HIDDEN Imported as a draft/);
    });
  }
  it("becomes a draft in the folder _drafts", async () => {
    assert.equal((await timeOf("date: 2019-03-01", "_drafts/a.md")).state, "DRAFT");
  });
  it("never shows its password in the report", async () => {
    const { notices } = await timeOf("date: 2019-03-01\npassword: open-sesame");
    assert.doesNotMatch(notices.join(), /sesame/);
  });
});

describe("a public post", () => {
  const showing = [
    "draft: false",
    "draft: no",
    "draft:",
    "published: true",
    "password: ''",
    "hidden: false",
    "status: publish",
  ];
  for (const field of showing) {
    it(`stays public with “${field}”`, async () => {
      const { state, notices } = await timeOf(`date: 2019-03-01\n${field}`);
      assert.deepEqual([state, notices], ["PUBLISHED", []]);
    });
  }
  it("stays public until an expiryDate, which is told", async () => {
    const { state, notices } = await timeOf("date: 2019-03-01\nexpiryDate: 2035-01-01");
    assert.equal(state, "PUBLISHED");
    assert.match(notices.join(), /CHANGED It would expire at 2034-12-31T16:00/);
  });
});
