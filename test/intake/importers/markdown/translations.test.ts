// Which posts of a site are translations of each other, by the rules of its generator.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type FolderContent, readContent } from "./temporary-folder.js";

const post = (title: string, more = ""): string =>
  `---\ntitle: ${title}\ndate: 2020-01-01\n${more}---\nText of ${title}.\n`;

/** The titles of the posts of each group, with their languages. */
async function translations(content: FolderContent): Promise<string[][]> {
  const { posts } = await readContent(content);
  const groups = new Map<string, string[]>();
  for (const { translationKey, title, locale } of posts) {
    if (translationKey !== undefined)
      groups.set(translationKey, [...(groups.get(translationKey) ?? []), `${title} ${locale}`]);
  }
  return [...groups.values()].map((titles) => titles.sort()).sort();
}

const HUGO =
  'baseURL = "https://notes.example.net/"\ndefaultContentLanguage = "en"\n[languages.en]\nweight = 1\n[languages.zh]\nlanguageCode = "zh-CN"\n';

test("Hugo: files that differ in the ending of the language, also in bundles", async () => {
  const found = await translations({
    "hugo.toml": HUGO,
    "content/posts/a.md": post("A"),
    "content/posts/a.zh.md": post("甲"),
    "content/posts/b/index.md": post("B"),
    "content/posts/b/index.zh.md": post("乙"),
    "content/posts/c.md": post("C"),
    "content/notes/a.md": post("Another A"),
  });
  assert.deepEqual(found, [
    ["A en", "甲 zh-CN"],
    ["B en", "乙 zh-CN"],
  ]);
});

test("Hugo: the same path in the folders of the languages", async () => {
  const found = await translations({
    "hugo.toml": HUGO.replace("weight = 1", 'contentDir = "content/english"').replace(
      /$/,
      'contentDir = "content/chinese"\n',
    ),
    "content/english/posts/a.md": post("A"),
    "content/chinese/posts/a.md": post("甲"),
    "content/chinese/posts/b.md": post("乙"),
  });
  assert.deepEqual(found, [["A en", "甲 zh-CN"]]);
});

test("Hugo: the field translationKey has precedence over the path", async () => {
  const found = await translations({
    "hugo.toml": HUGO,
    "content/posts/about-us.md": post("About", "translationKey: about\n"),
    "content/posts/ueber.zh.md": post("关于", "translationKey: about\n"),
  });
  assert.deepEqual(found, [["About en", "关于 zh-CN"]]);
});

test("a folder without a configuration: files that differ in the ending of the language", async () => {
  const found = await translations({
    "posts/a.md": post("A"),
    "posts/a.en.md": post("A in English"),
    "posts/b.md": post("B"),
  });
  assert.deepEqual(found, [["A in English en", "A null"]]);
});

test("Jekyll: the fields ref and lang", async () => {
  const found = await translations({
    "_config.yml": "title: T\nurl: https://j.example.net\npermalink: /:title/\n",
    "_posts/2020-01-01-hello.md": post("Hello", "lang: en\nref: hello\n"),
    "_posts/2020-01-01-hallo.md": post("Hallo", "lang: de\nref: hello\n"),
    "_posts/2020-01-02-note.md": post("Note", "ref: a book\n"),
  });
  assert.deepEqual(found, [["Hallo de", "Hello en"]]);
});

test("Hexo: the same path below the folder of a language", async () => {
  const found = await translations({
    "_config.yml": "title: T\nurl: https://h.example.net\nlanguage: [en, zh-CN, eo]\nnew_post_name: :title.md\n",
    "source/_posts/en/hello.md": post("Hello", "lang: en\n"),
    "source/_posts/zh-CN/hello.md": post("你好", "lang: zh-CN\n"),
    "source/_posts/eo/hello.md": post("Saluton", "lang: eo\n"),
    "source/_posts/linux/hello.md": post("Kernel", "lang: en\n"),
  });
  assert.deepEqual(found, [["Hello en", "Saluton eo", "你好 zh-CN"]]);
});
