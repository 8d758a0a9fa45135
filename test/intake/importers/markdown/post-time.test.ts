// Publication dates and visibility of Markdown posts: drafts, scheduled and protected posts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readPost } from "./temporary-folder.js";

const timeOf = async (yaml: string, path?: string) => {
  const { post, notices } = await readPost(`---\ntitle: A\n${yaml}\n---\nBody`, path);
  return { state: post.state, publishedAt: post.publishedAt?.toISOString() ?? null, post, notices };
};

describe("the date of a post", () => {
  it("the date in the front matter takes precedence over the file name", async () => {
    const { state, publishedAt, notices } = await timeOf("date: 2019-03-02 10:00:00", "2019-03-01-a.md");
    assert.deepEqual([state, publishedAt, notices], ["PUBLISHED", "2019-03-02T02:00:00.000Z", []]);
  });
  it("the date comes from the file name if the front matter has none", async () => {
    assert.equal((await timeOf("", "2019-03-01-a.md")).publishedAt, "2019-02-28T16:00:00.000Z");
    assert.equal((await timeOf("", "2019-03-01-20-13-00.md")).publishedAt, "2019-03-01T12:13:00.000Z");
  });
  it("the date comes from the file name if that in the front matter is invalid, and the report says so", async () => {
    const { publishedAt, notices } = await timeOf("date: 2019-02-30", "2019-03-01-a.md");
    assert.equal(publishedAt, "2019-02-28T16:00:00.000Z");
    assert.match(notices.join(), /^CHANGED The date “2019-02-30” is invalid or in an unknown format/);
  });
  it("the date of the last change is used if no other is known", async () => {
    const { state, publishedAt, post } = await timeOf("lastmod: 2019-03-01T00:00:00Z");
    assert.deepEqual([state, publishedAt], ["PUBLISHED", "2019-03-01T00:00:00.000Z"]);
    assert.equal(post.updatedAt?.toISOString(), "2019-03-01T00:00:00.000Z");
  });
  it("a post without a date becomes a draft", async () => {
    const { state, publishedAt, notices } = await timeOf("tags: [a]");
    assert.deepEqual([state, publishedAt], ["DRAFT", null]);
    assert.match(notices.join(), /HIDDEN Imported as a draft: neither its front matter nor its file name has a date/);
  });
  it("Hugo's empty date counts as no date", async () => {
    const { state, notices } = await timeOf("date: 0001-01-01T00:00:00Z");
    assert.deepEqual([state, notices.length], ["DRAFT", 1]);
  });
  for (const name of ["lastmod", "updated", "modified", "last_modified_at"]) {
    it(`the date of the last change is read from ${name}`, async () => {
      const { post } = await timeOf(`date: 2019-03-01\n${name}: 2019-03-02T00:00:00Z`);
      assert.equal(post.updatedAt?.toISOString(), "2019-03-02T00:00:00.000Z");
    });
  }
  it("a post with a future date is scheduled", async () => {
    const { state, publishedAt, post, notices } = await timeOf("date: 2035-01-01T00:00:00Z");
    assert.deepEqual([state, publishedAt, post.createdAt], ["PUBLISHED", "2035-01-01T00:00:00.000Z", null]);
    assert.match(notices.join(), /HIDDEN Imported as scheduled: it becomes public at 2035/);
  });
  it("a future publishDate takes precedence over the date", async () => {
    const { state, publishedAt } = await timeOf("date: 2019-01-01\npublishDate: 2035-01-01T00:00:00Z");
    assert.deepEqual([state, publishedAt], ["PUBLISHED", "2035-01-01T00:00:00.000Z"]);
  });
  it("the date takes precedence over a past publishDate", async () => {
    const { publishedAt } = await timeOf("date: 2019-01-01T00:00:00Z\npublishDate: 2020-01-01");
    assert.equal(publishedAt, "2019-01-01T00:00:00.000Z");
  });
  it("the date may be in the field published", async () => {
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
    it(`a post with “${field}” becomes a draft, and the report says so`, async () => {
      const { state, post, notices } = await timeOf(`date: 2019-03-01T00:00:00Z\n${field}`);
      assert.deepEqual([state, post.publishedAt], ["DRAFT", null]);
      assert.equal(post.createdAt?.toISOString(), "2019-03-01T00:00:00.000Z");
      assert.match(notices.join(), /HIDDEN Imported as a draft/);
    });
  }
  it("a post in the folder _drafts becomes a draft", async () => {
    assert.equal((await timeOf("date: 2019-03-01", "_drafts/a.md")).state, "DRAFT");
  });
  it("the report never shows the password of a post", async () => {
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
    it(`a post with “${field}” is public`, async () => {
      const { state, notices } = await timeOf(`date: 2019-03-01\n${field}`);
      assert.deepEqual([state, notices], ["PUBLISHED", []]);
    });
  }
  it("a post with a future expiryDate is public, and the report says that it does not expire", async () => {
    const { state, notices } = await timeOf("date: 2019-03-01\nexpiryDate: 2035-01-01");
    assert.equal(state, "PUBLISHED");
    assert.match(notices.join(), /CHANGED The expiry date 2034-12-31T16:00:00.000Z was ignored/);
  });
});
