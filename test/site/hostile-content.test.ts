// Content that tries to leave its place in a page: nothing of it becomes markup, and nothing is executed.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";
import { crawl } from "./crawl.js";

const HOSTILE = `</script><script>alert(1)</script>"'><img src=x onerror=alert(2)> & <!--`;
const ESCAPED = "&lt;/script>&lt;script>alert(1)&lt;/script>";

let app: TestApp;

before(async () => {
  app = await startTestApp();
  const factories = new Factories(app.dataSource);
  const authorId = await factories.author(HOSTILE);
  const [post] = await factories.posts([
    {
      title: HOSTILE,
      slug: "hostile",
      writtenExcerpt: HOSTILE,
      authorId,
      source: `# ${HOSTILE}\n\n## two\n\n## three\n\n${HOSTILE}`,
    },
    { title: `${HOSTILE} again`, slug: "again", authorId },
  ]);
  await factories.page({ title: HOSTILE, slug: "about", source: HOSTILE });
  const token = await app.tokenFor("ADMIN");
  const items = [
    { targetId: encodeGlobalId("Post", post?.id ?? "") },
    { url: "/about", label: HOSTILE, items: [{ url: `/${HOSTILE.replaceAll(" ", "")}`, label: "odd" }] },
  ];
  await app.query(
    "mutation ($input: SaveMenuInput!) { saveMenu(input: $input) { errors { message } } }",
    { input: { slug: "main", name: HOSTILE, items } },
    { token },
  );
});
after(() => app.close());

describe("hostile content", () => {
  it("is text on every page, in its head and in its structured data", async () => {
    const pages = await crawl(app.url, 60, [
      "/",
      "/about",
      "/posts/hostile",
      `/search?q=${encodeURIComponent(HOSTILE)}`,
    ]);
    const found = [...pages.values()].filter(({ body }) => body.startsWith("<!doctype html>"));
    assert.ok(found.length > 8);
    for (const { body } of found) {
      assert.doesNotMatch(body, /<script>|<img src=x|onerror=alert\(2\)>\s*&\s/);
      const scripts = [...body.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gs)];
      for (const [, attributes, json = ""] of scripts) {
        assert.equal(attributes, ' type="application/ld+json"');
        assert.doesNotThrow(() => JSON.parse(json));
      }
    }
    const { body = "" } = pages.get("/posts/hostile") ?? {};
    assert.ok(body.includes(`<h1>${ESCAPED}`));
    assert.ok(body.includes(`<title>${ESCAPED}`));
  });
});
