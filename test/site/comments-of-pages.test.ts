// The comments on the page of a post: by pages, with replies at every level, and long threads on pages of their own.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";

let app: TestApp;
let token: string;
let postId: string;

const ADD = "mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id } errors { message } } }";

async function add(text: string, parentId: string | null = null, further: object = {}): Promise<string> {
  const input = { postId, parentId, authorName: "读者", text, status: "VISIBLE", ...further };
  const { addComment } = await app.query<{ addComment: { comment: { id: string } | null; errors: unknown[] } }>(
    ADD,
    { input },
    { token },
  );
  assert.deepEqual(addComment.errors, []);
  return addComment.comment?.id ?? "";
}

async function read(path: string): Promise<string> {
  const response = await fetch(`${app.url}${path}`);
  assert.equal(response.status, 200);
  return response.text();
}

const textsIn = (html: string): string[] => [...html.matchAll(/<p>(Text [^<]*)<\/p>/g)].map(([, text = ""]) => text);
const linkIn = (html: string, words: string): string =>
  new RegExp(`href="([^"]*)"[^>]*>${words}</a>`).exec(html)?.[1]?.replaceAll("&amp;", "&").replace(/#.*/, "") ?? "";

before(async () => {
  app = await startTestApp();
  token = await app.tokenFor("ADMIN");
  const factories = new Factories(app.dataSource);
  const post = await factories.post({ slug: "commented", locale: "en", source: "Body." });
  await factories.post({ slug: "quiet" });
  postId = encodeGlobalId("Post", post.id);
});
after(() => app.close());

describe("the comments of a post", () => {
  it("are not named where there are none", async () => {
    assert.doesNotMatch(await read("/posts/commented"), /id="comments"/);
  });

  it("are shown with their authors, dates and replies, and only if they are visible", async () => {
    const author = { authorName: "<b>R</b>", authorUrl: "https://reader.example/", writtenAt: "2024-05-01T08:00:00Z" };
    let parent = await add("Text 1", null, author);
    for (const level of [2, 3, 4, 5]) parent = await add(`Text 1.${level}`, parent);
    await add("Text hidden", null, { status: "PENDING" });
    const html = await read("/posts/commented");
    assert.match(html, /<h2 id="comments-title">5 comments<\/h2>/);
    assert.deepEqual(textsIn(html), ["Text 1", "Text 1.2", "Text 1.3", "Text 1.4", "Text 1.5"]);
    assert.match(
      html,
      /<a href="https:\/\/reader.example\/" rel="nofollow ugc noopener external">&lt;b>R&lt;\/b><\/a>/,
    );
    assert.match(html, /<time datetime="2024-05-01T08:00:00.000Z">/);
  });

  it("continue on further pages, whose canonical URL is that of the post", async () => {
    for (let number = 2; number <= 22; number += 1) await add(`Text ${number}`);
    const more = linkIn(await read("/posts/commented"), "More comments");
    const html = await read(more);
    assert.deepEqual(textsIn(html), ["Text 21", "Text 22"]);
    assert.match(html, /<link rel="canonical" href="[^"?]*\/posts\/commented"/);
    assert.equal(linkIn(html, "All comments"), "/posts/commented");
  });

  it("have a page for a long thread", async () => {
    const parent = await add("Text long", null, { writtenAt: "2001-01-01T00:00:00Z" });
    for (let number = 1; number <= 25; number += 1) await add(`Text reply ${number}`, parent);
    const first = await read("/posts/commented");
    assert.equal(textsIn(first).filter((text) => text.includes("reply")).length, 10);
    const thread = await read(linkIn(first, "More replies"));
    assert.equal(textsIn(thread).filter((text) => text.includes("reply")).length, 20);
    const rest = textsIn(await read(linkIn(thread, "More comments")));
    assert.deepEqual(rest, ["Text long", ...[21, 22, 23, 24, 25].map((number) => `Text reply ${number}`)]);
  });

  it("are not those of another post, whatever the address says", async () => {
    const thread = linkIn(await read("/posts/commented"), "More replies").replace("commented", "quiet");
    assert.doesNotMatch(await read(thread), /Text long/);
  });
});
