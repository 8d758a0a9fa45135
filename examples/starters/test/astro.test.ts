// The static site of the sample blog that Astro builds in examples/astro-blog: its lists, posts, tags, pages and links.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { request } from "graphql-request";
import { type Data, draft, url } from "./support";

const BLOG = fileURLToPath(new URL("../../astro-blog/", import.meta.url));
let folder: string;
let output: string;

async function build(preview: Record<string, string> = {}): Promise<string> {
  const output = await mkdtemp(join(folder, "dist-"));
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, COLOPHON_URL: url, ASTRO_TELEMETRY_DISABLED: "1", ...preview };
  const astro = join(BLOG, "node_modules/astro/astro.js");
  await promisify(execFile)(process.execPath, [astro, "build", "--outDir", output], { cwd: BLOG, env });
  return output;
}

const pagesOf = async (built: string) =>
  (await readdir(built, { recursive: true })).filter((name) => name.endsWith(".html")).sort();

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "colophon-astro-"));
  output = await build();
});
after(() => rm(folder, { recursive: true }));

test("the site has a page for each public post, tag and category, and pages of lists", async () => {
  const pages = await pagesOf(output);
  const { posts, tags, categories } = await request<Data>(
    url,
    `{
      posts(first: 100) { totalCount nodes { path title } }
      tags(first: 100) { nodes { path } }
      categories(first: 100) { nodes { path } }
    }`,
  );
  for (const { path } of [...posts.nodes, ...tags.nodes, ...categories.nodes]) {
    assert.ok(pages.includes(`${path.slice(1)}.html`), `There is no page of ${path}.`);
  }
  assert.equal(pages.filter((name) => name.startsWith("posts/")).length, posts.totalCount);
  assert.equal(pages.filter((name) => /^(?:index|\d+)\.html$/.test(name)).length, Math.ceil(posts.totalCount / 5));
  const home = await readFile(join(output, "index.html"), "utf8");
  for (const { path, title } of posts.nodes.slice(0, 5)) {
    assert.ok(home.includes(`href="${path}"`), title);
  }
  assert.ok(!home.includes(`href="${posts.nodes[5].path}"`));
  assert.match(home, /rel="next" href="\/2"/);
});

test("every link within the site leads to a page of it", async () => {
  const broken: string[] = [];
  for (const page of await pagesOf(output)) {
    const html = await readFile(join(output, page), "utf8");
    for (const [, href = ""] of html.matchAll(/href="(\/[^"#?]*)/g)) {
      const path = decodeURIComponent(href);
      if (!existsSync(join(output, path === "/" ? "index.html" : `${path}.html`))) broken.push(`${page}: ${path}`);
    }
  }
  assert.deepEqual(broken, []);
});

test("a preview shows the draft that it names, which asks not to be indexed", async () => {
  const preview = await build({ COLOPHON_PREVIEW_SLUG: draft.slug, COLOPHON_PREVIEW_TOKEN: draft.token });
  const html = await readFile(join(preview, `posts/${draft.slug}.html`), "utf8");
  assert.match(html, /<meta name="robots" content="noindex"/);
  const lists = (await pagesOf(preview)).filter((name) => !name.startsWith("posts/"));
  for (const list of lists) assert.ok(!(await readFile(join(preview, list), "utf8")).includes(`/posts/${draft.slug}`));
});
