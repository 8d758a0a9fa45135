// The cover of a post is found under the names of generators and themes, in the order of their precedence.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readPost } from "./temporary-folder.js";

async function coverOf(yaml: string): Promise<{ url: string | undefined; alt: string | undefined; notices: string }> {
  const { post, notices } = await readPost(`---\ntitle: A\ndate: 2020-01-01\n${yaml}\n---\nx`);
  return { url: post.cover?.url, alt: post.cover?.alt, notices: notices.join("\n") };
}

describe("the cover of a post", () => {
  for (const name of "cover_image coverImage header-img index_img banner_img top_img feature_image thumbnailImage og_image headimg".split(
    " ",
  ))
    it(`may be in ${name}`, async () => assert.equal((await coverOf(`${name}: /a.png`)).url, "/a.png"));

  it("may be within a table", async () => {
    assert.equal((await coverOf("header:\n  teaser: /a.png")).url, "/a.png");
    assert.equal((await coverOf("image:\n  path: /a.png\n  alt: Words")).alt, "Words");
    assert.equal((await coverOf("cover: { image: /a.png }")).url, "/a.png");
    assert.equal(
      (await coverOf("resources:\n- { name: x, src: /b.png }\n- { name: featured-image, src: /a.png }")).url,
      "/a.png",
    );
  });

  it("is the first of several pictures, and a picture of the post before one of the page", async () => {
    assert.equal((await coverOf("photos: [/a.png, /b.png]")).url, "/a.png");
    assert.equal((await coverOf("top_img: /b.png\ncover: /a.png")).url, "/a.png");
  });

  it("is no colour and no word, of which nothing is told where themes allow it", async () => {
    const { url, notices } = await coverOf("top_img: transparent\nbackground: '#fff'");
    assert.deepEqual([url, notices], [undefined, ""]);
    assert.match((await coverOf("cover: blue")).notices, /The cover “blue” was ignored/);
  });
});
