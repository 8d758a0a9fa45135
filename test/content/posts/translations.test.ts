// The translations of a post: those that readers can see, in the response cache as they are now, and in the head of its page.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { joinTranslations } from "../../../src/intake/importers/links/join-translations.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

const GROUP = "00000000-0000-4000-8000-00000000000a";
let app: TestApp;
let token: string;
const ids: Record<string, string> = {};

before(async () => {
  app = await startTestApp({ CACHE_BYTES: "33554432" });
  token = await app.tokenFor("ADMIN");
  const make = new Factories(app.dataSource);
  for (const locale of ["zh-CN", "en", "ja"]) {
    const hidden = locale === "ja" ? { state: "DRAFT" as const, publishedAt: null } : {};
    ids[locale] = (await make.post({ slug: `in-${locale.toLowerCase()}`, title: locale, ...hidden })).id;
    await app.dataSource.query("update post set locale = $2 where id = $1", [ids[locale], locale]);
  }
});
after(() => app.close());

async function translations(locale: string): Promise<string[]> {
  const { post } = await app.query<{ post: { translations: { locale: string }[] } }>(
    "query ($slug: String!) { post(slug: $slug) { translations { locale } } }",
    { slug: `in-${locale.toLowerCase()}` },
  );
  return post.translations.map((each) => each.locale);
}

/** As an import names them: the posts of the group, by their languages. */
async function join(locales: readonly string[]): Promise<void> {
  await app.dataSource.query("update import_item set translation_group = null");
  for (const locale of locales) {
    await app.dataSource.query("update import_item set translation_group = $2 where post_id = $1", [
      ids[locale],
      GROUP,
    ]);
  }
  await joinTranslations(app.platform.transact, "test", () => undefined);
}

it("are none before an import joins posts, and the others afterwards, without those that are hidden", async () => {
  for (const [locale, id] of Object.entries(ids)) {
    await app.dataSource.query(
      "insert into import_item (source, key, post_id, digest, version) values ('test', $1, $2, '', 1)",
      [locale, id],
    );
  }
  assert.deepEqual(await translations("en"), []);
  await join(["zh-CN", "en", "ja"]);
  assert.deepEqual(await translations("en"), ["zh-CN"]);
  assert.deepEqual(await translations("zh-CN"), ["en"]);
});

it("are linked in the head and at the top of the page", async () => {
  const html = await (await fetch(`${app.url}/posts/in-en`, { headers: { accept: "text/html" } })).text();
  for (const locale of ["en", "zh-CN"]) {
    const href = `http://localhost:4000/posts/in-${locale.toLowerCase()}`;
    assert.ok(html.includes(`<link rel="alternate" hreflang="${locale}" href="${href}"/>`), locale);
  }
  assert.match(html, /<a href="\/posts\/in-zh-cn" lang="zh-CN" hreflang="zh-CN" title="zh-CN">中文（中国）<\/a>/);
  assert.doesNotMatch(html, /in-ja/);
});

it("are current in the cache when one is published and hidden again", async () => {
  const change = async (name: string, expectedVersion: number) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const input = { id: encodeGlobalId("Post", ids.ja ?? ""), expectedVersion };
    const document = `mutation ($input: ${type}!) { done: ${name}(input: $input) { errors { message } } }`;
    const { done } = await app.query<{ done: { errors: unknown[] } }>(document, { input }, { token });
    assert.deepEqual(done.errors, []);
  };
  await change("publishPost", 1);
  assert.deepEqual(await translations("en"), ["ja", "zh-CN"]);
  await change("unpublishPost", 2);
  assert.deepEqual(await translations("en"), ["zh-CN"]);
});

it("are current in the cache when an import takes one out of its group", async () => {
  assert.deepEqual(await translations("zh-CN"), ["en"]);
  await join(["en", "ja"]);
  assert.deepEqual(await translations("zh-CN"), []);
  assert.deepEqual(await translations("en"), []);
});
