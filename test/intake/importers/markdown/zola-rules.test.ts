// Sites of Zola: dates, addresses, terms and what is hidden, by its documented rules.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type FolderContent, readContent } from "./temporary-folder.js";

const CONFIG = 'base_url = "https://notes.example.net"\ntitle = "Notes"\n';
const page = (fields: string, body = "Text.") => `+++\n${fields}\n+++\n${body}\n`;

async function read(content: FolderContent, config = CONFIG) {
  const { events, posts, notices } = await readContent({ "zola.toml": config, ...content }, { timeZone: "UTC" });
  const pages = events.flatMap((event) => (event.kind === "page" ? [event.page] : []));
  return { posts, pages, told: notices.map(({ item, reason }) => `${item}: ${reason}`).join("\n") };
}

async function readOne(path: string, fields: string, config = CONFIG, body?: string) {
  const { posts, told } = await read({ [path]: page(fields, body) }, config);
  const [post] = posts;
  assert.ok(post, told);
  return { post, told, day: post.publishedAt?.toISOString().slice(0, 10) ?? null };
}

describe("the date of a page of Zola", () => {
  for (const [what, path, fields, day] of [
    ["is that of its front matter", "content/blog/2018-10-10-a.md", "date = 2020-01-05", "2020-01-05"],
    ["or that of its file name", "content/blog/2018-10-10-a.md", "", "2018-10-10"],
    ["or an instant there", "content/blog/2018-10-10T23:30:00-05:00_a.md", "", "2018-10-11"],
    ["or that of its folder", "content/blog/2018-10-10-a/index.md", "", "2018-10-10"],
    ["or the day in its path", "content/a.md", 'path = "2025/06/26/Rust-1.88.0"', "2025-06-26"],
    ["or the day of its folders", "content/2025/6/2/a.md", "", "2025-06-02"],
  ] as const)
    it(what, async () => {
      const { post, day: found } = await readOne(path, `title = "A"\n${fields}`);
      assert.equal(found, day);
      assert.equal(post.state, "PUBLISHED");
    });

  it("makes it a post; pages without one are pages, unless their section is sorted by date", async () => {
    const { posts, pages } = await read({
      "content/_index.md": page('sort_by = "weight"'),
      "content/about.md": page('title = "About"'),
      "content/blog/_index.md": page('sort_by = "date"'),
      "content/blog/undated.md": page('title = "Undated"'),
    });
    assert.deepEqual(
      pages.map(({ title, path, state }) => [title, path, state]),
      [["About", "/about", "PUBLISHED"]],
    );
    assert.deepEqual(
      posts.map(({ title, state }) => [title, state]),
      [["Undated", "DRAFT"]],
    );
  });
});

describe("the address of a page of Zola", () => {
  for (const [what, path, fields, config, expected] of [
    ["has its folders and its name", "content/blog/2018-10-10-Hello World.md", "", "", ["/blog/hello-world"]],
    ["has its slug", "content/blog/2018-10-10-a.md", 'slug = "Other Name"', "", ["/blog/other-name"]],
    ["is its path", "content/blog/2018-10-10-a.md", 'path = "/x/Y-1.0"\nslug = "z"', "", ["/x/Y-1.0"]],
    [
      "keeps its date by a setting",
      "content/2018-10-10-a.md",
      "",
      "[slugify]\npaths_keep_dates = true",
      ["/2018-10-10-a"],
    ],
    ["keeps its letters by a setting", "content/2018-10-10-你好.md", "", '[slugify]\npaths = "safe"', ["/你好"]],
    ["has no accents", "content/2018-10-10-Élevage.md", "", "", ["/elevage"]],
    ["has its language", "content/blog/2018-10-10-a.fr.md", "", "[languages.fr]", ["/fr/blog/a"]],
    [
      "goes with its aliases",
      "content/2018-10-10-a.md",
      'aliases = ["releases/1.88.0"]',
      "",
      ["/a", "/releases/1.88.0"],
    ],
  ] as const)
    it(what, async () => {
      const { post } = await readOne(path, `title = "A"\n${fields}`, `${CONFIG}${config}\n`);
      assert.deepEqual(post.formerPaths.slice(0, expected.length), expected);
    });

  it("is told to be unknown where Zola spells letters of other scripts", async () => {
    const { told } = await readOne("content/2018-10-10-你好.md", 'title = "A"');
    assert.match(told, /old addresses: Its address cannot be determined/);
  });
});

describe("the front matter of Zola", () => {
  it("has terms in taxonomies, and authors and a cover in extra", async () => {
    const { post } = await readOne(
      "content/2018-10-10-a.md",
      'title = "A"\n[taxonomies]\ntags = ["rust"]\ncategories = ["Tools"]\nplaces = ["Paris"]\n[extra]\nauthor = "Ada"\nimage = "/a.png"\ntitle = "Other"',
    );
    assert.deepEqual(
      post.tags.map(({ name }) => name),
      ["rust", "Paris"],
    );
    assert.deepEqual(
      post.categories.map((path) => path.map(({ name }) => name)),
      [["Tools"]],
    );
    assert.equal(post.author?.name, "Ada");
    assert.equal(post.cover?.url, "/a.png");
    assert.equal(post.title, "A");
  });

  for (const [what, content] of [
    ["a draft", { "content/2018-10-10-a.md": page("draft = true") }],
    ["a page that is not rendered", { "content/2018-10-10-a.md": page("render = false") }],
    ["a flag in extra", { "content/2018-10-10-a.md": page("[extra]\nhidden = true") }],
    [
      "a page below a section that is a draft",
      { "content/x/_index.md": page("draft = true"), "content/x/y/2018-10-10-a.md": page("") },
    ],
    [
      "a page below a section that cannot be read",
      { "content/x/_index.md": "+++\n[[[\n+++\n", "content/x/2018-10-10-a.md": page("") },
    ],
  ] as const)
    it(`hides ${what}`, async () => {
      const { posts } = await read(content as FolderContent);
      assert.deepEqual(
        posts.map(({ state }) => state),
        ["DRAFT"],
      );
    });

  it("leaves out what the configuration ignores", async () => {
    const { posts, told } = await read(
      { "content/2018-10-10-a.md": page(""), "content/2018-10-10-temp.md": page("") },
      `${CONFIG}ignored_content = ["*temp.*"]\n`,
    );
    assert.equal(posts.length, 1);
    assert.match(told, /the setting ignored_content leaves it out/);
  });
});

describe("the body of a page of Zola", () => {
  it("has links to files, shortcodes and addresses beside the page", async () => {
    const { posts, told } = await read({
      "content/blog/2018-10-10-a/index.md": page(
        'title = "A"',
        [
          "[b](@/blog/2019-01-01-b.md#part) ![p](p.png)",
          '{{ youtube(id="dQw4w9WgXcQ") }} {{ chart(data="x") }} {{/* kept() */}} `{{ code() }}`',
          '{% quote(author="Vincent") %}\nA quote\n{% end %}',
        ].join("\n\n"),
      ),
      "content/blog/2019-01-01-b.md": page('title = "B"\nslug = "bee"'),
    });
    const source = posts.find(({ title }) => title === "A")?.source ?? "";
    assert.match(source, /\[b\]\(\/blog\/bee\/#part\) !\[p\]\(https:\/\/notes\.example\.net\/blog\/a\/p\.png\)/);
    assert.match(source, /youtube\.com\/watch\?v=dQw4w9WgXcQ/);
    assert.match(source, /\{\{ kept\(\) \}\} `\{\{ code\(\) \}\}`/);
    assert.match(source, /\nA quote\n/);
    assert.doesNotMatch(source, /chart|% quote|% end/);
    assert.match(told, /the shortcode chart: It was removed/);
  });
});
