// What hides posts if the configuration is absent, cannot be read, or is spread over several settings. A title HIDDEN must not be public.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type FolderContent, readFolder, withFolder } from "./temporary-folder.js";

const HUGO = 'baseURL = "https://notes.example.net/"\n';
const HEXO = "title: Notes\nsource_dir: source\nnew_post_name: :title.md\n";
const post = (title: string, more = ""): string => `---\ntitle: ${title}\ndate: 2020-01-01\n${more}---\nText.\n`;
const HIDDEN = post("HIDDEN");
const SHOWN = post("SHOWN");

async function publicTitles(content: FolderContent, folder: string): Promise<string[]> {
  const { posts } = await withFolder(content, (root) => readFolder(join(root, folder)));
  return posts.filter(({ state }) => state === "PUBLISHED").map(({ title }) => title);
}

const CASES: readonly [behaviour: string, content: FolderContent, folder?: string][] = [
  [
    "sections of Hugo without a configuration",
    {
      "content/inside/_index.md": "---\ncascade: { draft: true }\n---\n",
      "content/inside/a.md": HIDDEN,
      "content/b.md": SHOWN,
    },
  ],
  [
    "sections and bundles in a content folder without a configuration",
    {
      "content/x/_index.md": "---\ndraft: true\n---\n",
      "content/x/a.md": HIDDEN,
      "content/t/index.md": SHOWN,
      "content/t/r.md": HIDDEN,
    },
    "content",
  ],
  [
    "hidden files of posts without a configuration",
    { "_posts/_a.md": HIDDEN, "blog/source/_posts/_b.md": HIDDEN, "_posts/2020-01-01-c.md": SHOWN },
  ],
  [
    "pages of Hexo without a configuration",
    { "source/_posts/a.md": SHOWN, "source/_posts/_b.md": HIDDEN, "source/about/index.md": HIDDEN },
  ],
  [
    "pages of Hexo with a configuration that any generator may have",
    {
      "_config.yml": "title: Notes\nencrypt: { tags: [{ name: diary, password: a }] }\n",
      "source/_posts/a.md": SHOWN,
      "source/_posts/b.md": post("HIDDEN", "tags: diary\n"),
      "source/about.md": HIDDEN,
    },
  ],
  [
    "the language whose configuration hands down a draft",
    {
      "hugo.toml": `${HUGO}[languages.fr]\n[[languages.fr.cascade]]\ndraft = true\n`,
      "content/a.fr.md": HIDDEN,
      "content/b.md": SHOWN,
    },
  ],
  [
    "languages that are the target of a cascade",
    {
      "hugo.toml": `${HUGO}[[cascade]]\ndraft = true\n[cascade._target]\nlang = "{fr,de}"\n`,
      "content/a.fr.md": HIDDEN,
      "content/b.md": SHOWN,
    },
  ],
  [
    "languages that are disabled",
    {
      "hugo.toml": `${HUGO}disableLanguages = ["de"]\n[languages.fr]\ndisabled = true\n`,
      "content/a.fr.md": HIDDEN,
      "content/b.de.md": HIDDEN,
      "content/c.md": SHOWN,
    },
  ],
  [
    "the settings of a second configuration of Hugo",
    {
      "hugo.toml": HUGO,
      "config/_default/hugo.yaml": 'ignoreFiles: ["a\\\\.md$"]\n',
      "content/a.md": HIDDEN,
      "content/b.md": SHOWN,
    },
  ],
  [
    "files that Hugo passes over by name",
    { "hugo.toml": HUGO, "content/#a.md": HIDDEN, "content/.b.md": HIDDEN, "content/_c.md": SHOWN },
  ],
  [
    "files outside of the source of Jekyll, and patterns relative to it",
    {
      "_config.yml": "source: src\nexclude: [_posts/x]\n",
      "src/_posts/x/2020-01-01-a.md": HIDDEN,
      "_posts/2020-01-01-b.md": HIDDEN,
      "src/_posts/2020-01-01-c.md": SHOWN,
    },
  ],
  [
    "scopes of Jekyll below its folder of collections",
    {
      "_config.yml":
        "collections_dir: texts\ndefaults:\n  - scope: { path: _posts/x, type: post }\n    values: { published: false }\n",
      "texts/_posts/x/2020-01-01-a.md": HIDDEN,
      "texts/_posts/2020-01-01-b.md": SHOWN,
    },
  ],
  [
    "defaults of Jekyll without a scope, for a folder of posts",
    {
      "_config.yml": "defaults:\n  - values: { published: false }\n",
      "_posts/2020-01-01-a.md": HIDDEN,
      "_posts/2020-01-01-b.md": post("SHOWN", "published: true\n"),
    },
    "_posts",
  ],
  [
    "nested tags and categories that hexo-blog-encrypt protects",
    {
      "_config.yml": `${HEXO}encrypt:\n  tags: [{ name: diary, password: a }]\n  categories: [{ name: own, password: b }]\n`,
      "source/_posts/a.md": post("HIDDEN", "tags: [[diary]]\n"),
      "source/_posts/b.md": post("HIDDEN", "categories: own\n"),
      "source/_posts/c.md": SHOWN,
    },
  ],
];

describe("an import keeps hidden", () => {
  for (const [behaviour, content, folder = ""] of CASES) {
    it(behaviour, async () => assert.deepEqual(await publicTitles(content, folder), ["SHOWN"]));
  }

  it("the description of a term whose page is hidden or in a comment", async () => {
    const content = {
      "hugo.toml": HUGO,
      "content/series/a/_index.md": "---\ntitle: A\nbuild: { render: never }\n---\nHIDDEN\n",
      "content/series/b/_index.md": "---\ntitle: B\n---\nSHOWN {{< comment >}}HIDDEN{{< /comment >}}\n",
      "content/series/c/_index.md": "---\ntitle: C\npublishDate: 2099-01-01\n---\nHIDDEN\n",
      "content/x/p.md": SHOWN,
    };
    const { events } = await withFolder(content, (root) => readFolder(root));
    const described = events.flatMap((event) => (event.kind === "series" ? [event.description] : []));
    assert.deepEqual(described, ["SHOWN"]);
  });

  it("comments in descriptions for search engines", async () => {
    const text = post("A", "summary: One\nseo_description: Two <!-- HIDDEN --> three <!-- HIDDEN\n");
    const { posts } = await withFolder({ "posts/a.md": text }, (root) => readFolder(root));
    assert.equal(posts[0]?.seo?.description, "Two three");
  });

  for (const [name, text, path] of [
    ["hugo.toml", 'ignoreFiles = ["a', "content/a.md"],
    ["_config.yml", "exclude: [a\n", "_posts/2020-01-01-a.md"],
  ] as const) {
    it(`every post if ${name} cannot be read`, async () => {
      const { posts, notices } = await withFolder({ [name]: text, [path]: HIDDEN }, (root) => readFolder(root));
      assert.deepEqual(
        posts.map(({ state }) => state),
        ["DRAFT"],
      );
      assert.match(
        notices.map(({ reason }) => reason).join("\n"),
        new RegExp(`unknown, because ${name} cannot be read`),
      );
    });
  }

  it("every page if Hugo's configuration disables pages", async () => {
    assert.deepEqual(
      await publicTitles({ "hugo.toml": `${HUGO}disableKinds = ["page"]\n`, "content/a.md": HIDDEN }, ""),
      [],
    );
  });
});

describe("a folder of posts without a configuration", () => {
  it("has links by names and the shortcodes of Hugo", async () => {
    const { posts } = await withFolder(
      {
        "2020-01-02-main.md": post("Main").replace(
          "Text.",
          '[[The other|that]] [[none]] [x]({{< ref "the-other.md#y" >}})',
        ),
        "the-other.md": post("Other"),
      },
      (root) => readFolder(root),
    );
    assert.equal(posts[0]?.source.trim(), "[that](/posts/the-other) [[none]] [x](/posts/the-other#y)");
  });
});
