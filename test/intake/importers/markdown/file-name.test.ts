// The facts about a post that the path of its file states.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fileFacts, readingOrder } from "../../../../src/intake/importers/markdown/file-name.js";
import { canonicalLocale } from "../../../../src/intake/importers/markdown/posts/post-locale.js";

const facts = (key: string) => {
  const { date, slug, locale, role } = fileFacts(key);
  return { date, slug, locale, role };
};

describe("a file name", () => {
  it("states date and slug", () => {
    const expected = { date: "2005-01-10", slug: "eulogy-of-the-dog", locale: null, role: "POST" };
    assert.deepEqual(facts("2005-01-10-eulogy-of-the-dog.md"), expected);
  });
  it("may state a date with a time and no slug", () => {
    const expected = { date: "2005-01-10 20:13:00", slug: null, locale: null, role: "POST" };
    assert.deepEqual(facts("2005-01-10-20-13-00.md"), expected);
  });
  it("has numbers in the slug if they are neither date nor time", () => {
    assert.equal(facts("2005-10-10-8844.md").slug, "8844");
    assert.equal(facts("2005-10-10-99-99-99.md").slug, "99-99-99");
    assert.deepEqual([facts("2005-13-45-x.md").date, facts("2005-13-45-x.md").slug], [null, "2005-13-45-x"]);
  });
  it("dates without hyphens are read if they are days of the calendar", () => {
    assert.deepEqual(
      ["20180114 A title.md", "20180115-second.md", "20180116.md", "20181399-third.md", "20180114x.md"].map((name) => {
        const { date, slug } = facts(name);
        return [date, slug];
      }),
      [
        ["2018-01-14", "A title"],
        ["2018-01-15", "second"],
        ["2018-01-16", null],
        [null, "20181399-third"],
        [null, "20180114x"],
      ],
    );
  });
  it("of a page bundle is the name of its folder", () => {
    assert.deepEqual(facts("content/posts/2019-03-01-my-post/index.md"), {
      date: "2019-03-01",
      slug: "my-post",
      locale: null,
      role: "POST",
    });
  });
  it("states the language by a suffix, which takes precedence over the top folder", () => {
    assert.deepEqual(facts("posts/post.zh-cn.md"), { date: null, slug: "post", locale: "zh-CN", role: "POST" });
    assert.equal(facts("content/zh/posts/post.md").locale, "zh-CN");
    assert.equal(facts("cn/post.en.md").locale, "en");
    assert.equal(facts("en/my-post/index.zh-tw.md").locale, "zh-TW");
  });
  it("is not read as a language if it may be a subject", () => {
    for (const key of ["it/post.md", "es/post.md", "posts/en/post.md", "intro.go.md", "vue.js.md"]) {
      assert.equal(facts(key).locale, null, key);
    }
  });
  it("distinguishes posts from pages of the site, of terms and of the project", () => {
    const roles = (...keys: string[]) => keys.map((key) => fileFacts(key).role);
    assert.deepEqual(roles("README.md", "a/readme.md", "LICENSE.md", "CHANGELOG.md"), Array(4).fill("PROJECT_FILE"));
    assert.deepEqual(roles("index.md", "content/_index.md", "en/index.md"), ["HOME", "HOME", "HOME"]);
    assert.deepEqual(roles("posts/security.md", "posts/changelog.md"), ["POST", "POST"]);
    assert.deepEqual(roles("categories/linux/_index.md", "content/zh/tags/x/_index.md"), ["CATEGORY", "TAG"]);
    assert.deepEqual(roles("categories/_index.md", "content/linux/_index.md"), ["SECTION", "SECTION"]);
  });
});

describe("the reading order", () => {
  it("is by code point, with a translation after its original", () => {
    const keys = ["b.md", "a.en.md", "𠀀.md", "a.md", "ﬀ.md", "B.md", "一.md"];
    assert.deepEqual(readingOrder(keys), ["B.md", "a.md", "a.en.md", "b.md", "一.md", "ﬀ.md", "𠀀.md"]);
  });
});

describe("canonicalLocale", () => {
  it("converts common spellings to BCP 47", () => {
    const written = ["zh", "cn", "zh_CN", "zh-hans", "EN-us", "en_US.UTF-8", "jp", "not a language"];
    const expected = ["zh-CN", "zh-CN", "zh-CN", "zh-Hans", "en-US", "en-US", "ja", null];
    assert.deepEqual(written.map(canonicalLocale), expected);
  });
});
