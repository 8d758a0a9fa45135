// Titles, authors, languages and excerpts of Jekyll's posts, which its data files and settings explain.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type FolderContent, readContent } from "./temporary-folder.js";

async function firstPost(content: FolderContent) {
  const { posts } = await readContent(content);
  const [post] = posts;
  if (post === undefined) throw new Error("expected a post");
  return post;
}

const FILE = "_posts/2020-01-05-a.md";
const CONFIG = { "_config.yml": "title: Notes\n" };

describe("texts in the front matter of Jekyll", () => {
  it("are HTML, of which titles, tags and categories are the plain text, and addresses the text as written", async () => {
    const post = await firstPost({
      ...CONFIG,
      [FILE]:
        '---\ntitle: Edge 14&#8243; &amp; <em>more</em> &#8211; x\ntags: ["R&amp;D"]\ncategories: ["A&amp;B"]\n---\nx',
    });
    assert.equal(post.title, "Edge 14″ & more – x");
    assert.deepEqual(
      post.tags.map(({ name }) => name),
      ["R&D"],
    );
    assert.deepEqual(
      post.categories.flat().map(({ name }) => name),
      ["A&B"],
    );
    assert.equal(post.formerPaths[0], "/a&amp;b/2020/01/05/a.html");
  });
});

describe("the authors of a Jekyll site", () => {
  const post = "---\ntitle: A\nauthor: anna\n---\nx";
  it("are named by their keys in a data file", async () => {
    const { author } = await firstPost({
      ...CONFIG,
      "_data/authors.yml": "anna:\n  name: Anna Berg\n  bio: Writes.\n  email: anna@example.net\n",
      [FILE]: post,
    });
    assert.deepEqual(author, { slug: "anna", name: "Anna Berg", bio: "Writes." });
  });
  it("may be in the configuration or in a list", async () => {
    const inConfig = await firstPost({ "_config.yml": "authors: { anna: { name: Anna Berg } }\n", [FILE]: post });
    assert.equal(inConfig.author?.name, "Anna Berg");
    const list = "authors: [{ username: anna, name: Anna Berg }]\n";
    const listed = await firstPost({ "_config.yml": list, [FILE]: post });
    assert.equal(listed.author?.name, "Anna Berg");
  });
  it("keep their keys as names if nothing describes them", async () => {
    assert.equal((await firstPost({ ...CONFIG, [FILE]: post })).author?.name, "anna");
  });
});

describe("the languages of a Jekyll site", () => {
  it("have folders that are part of the address and no categories", async () => {
    const post = await firstPost({
      "_config.yml": "permalink: pretty\n",
      "es/news/_posts/2020-01-05-a.md": "---\ntitle: A\nlang: es\n---\nx",
    });
    assert.equal(post.formerPaths[0], "/es/news/2020/01/05/a");
    assert.deepEqual([post.locale, post.categories.flat().map(({ slug }) => slug)], ["es", ["news"]]);
  });
  it("have folders that jekyll-polyglot puts before the address, except the default one", async () => {
    const config = "plugins: [jekyll-polyglot]\nlanguages: [en, de]\ndefault_lang: en\npermalink: /:title/\n";
    const german = await firstPost({ "_config.yml": config, [FILE]: "---\ntitle: A\nlang: de\n---\nx" });
    assert.deepEqual(german.formerPaths.slice(0, 2), ["/de/a", "/a"]);
    const english = await firstPost({ "_config.yml": config, [FILE]: "---\ntitle: A\nlang: en\n---\nx" });
    assert.deepEqual(english.formerPaths, ["/a"]);
  });
});

describe("the excerpt of a post of Jekyll", () => {
  it("is the text before the separator of the configuration or of the post", async () => {
    const body = "The *teaser*.\n\nMore.\n\n<!-- end -->\n\nRest.\n\n***cut***\n";
    const config = { "_config.yml": 'excerpt_separator: "<!-- end -->"\n' };
    assert.equal((await firstPost({ ...config, [FILE]: `---\ntitle: A\n---\n${body}` })).excerpt, "The teaser. More.");
    const own = `---\ntitle: A\nexcerpt_separator: "More."\n---\n${body}`;
    assert.equal((await firstPost({ ...config, [FILE]: own })).excerpt, "The teaser.");
    assert.equal((await firstPost({ ...CONFIG, [FILE]: `---\ntitle: A\n---\n${body}` })).excerpt, null);
  });
});
