// The rich HTML of posts, pages, working copies and previews as clients read it: what is added when a body is written, and what when it is read.
import assert from "node:assert/strict";
import { after, afterEach, before, it } from "node:test";
import sharp from "sharp";
import { enrichOutdatedBodies } from "../../src/content/posts/body/html/enrich-bodies.js";
import { ownTransactions } from "../../src/platform/db/transaction.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { AssetUploads } from "../support/asset-uploads.js";
import { ADMIN, EDITOR, type Executor, startExecutor } from "../support/execute.js";
import { Factories } from "../support/factories.js";
import { assertInvariants } from "../support/invariants.js";
import { recordStatements } from "../support/sent-statements.js";

let app: Executor;
let authorId: string;

before(async () => {
  app = await startExecutor(8);
  authorId = encodeGlobalId("Author", await new Factories(app.dataSource).author("lin"));
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface Written {
  id: string;
  version: number;
  path: string;
}

let posts = 0;
const slugOf = (path: string): string => path.replace("/posts/", "");

/** A published post. */
async function publish(source: string, format = "MARKDOWN"): Promise<Written> {
  posts += 1;
  const input = { title: `Post ${posts}`, authorIds: [authorId], body: { source, format } };
  const fields = "{ id version path }";
  const { id, version } = await app.accepted<Written>(EDITOR, "createPost", input, fields);
  return app.accepted<Written>(EDITOR, "publishPost", { id, expectedVersion: version }, fields);
}

async function htmlOf({ path }: Written, args = "profile: RICH"): Promise<string> {
  const document = `query ($path: String!) { post(slug: $path) { body { html(${args}) } } }`;
  return (await app.read<{ post: { body: { html: string } } }>(null, document, { path: slugOf(path) })).post.body.html;
}

const picture = (red: number, size = { width: 2_000, height: 1_000 }) =>
  sharp({ create: { ...size, channels: 3, background: { r: red, g: 30, b: 30 } } })
    .png()
    .toBuffer();

const CODE = "```js {2}\nlet a = 1;\nlet b = 2; // 注释\n```\n";

it("code is coloured, tables and code can be scrolled by keyboard, and headings have anchors", async () => {
  const post = await publish(
    `## 标题\n\n${CODE}\n| a |\n|---|\n| b |\n\n[out](https://other.example/) [in](/posts/x)\n`,
  );
  const html = await htmlOf(post);
  assert.equal(
    html,
    [
      '<h2 id="标题">标题<a class="heading-anchor" href="#标题" tabindex="-1" aria-hidden="true"></a></h2>',
      '<pre class="code-block" tabindex="0"><code class="language-js"><span class="code-line"><span class="hljs-keyword">let</span> a = <span class="hljs-number">1</span>;</span>',
      '<span class="code-line marked-line"><span class="hljs-keyword">let</span> b = <span class="hljs-number">2</span>; <span class="hljs-comment">// 注释</span></span>',
      "</code></pre>",
      '<div class="table-scroll" tabindex="0"><table>',
      "<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>",
      "<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>",
      "</table></div>",
      '<p><a href="https://other.example/" rel="noopener external">out</a> <a href="/posts/x">in</a></p>',
    ].join("\n"),
  );
  assert.equal(await htmlOf(post, "profile: null"), await htmlOf(post, "profile: PLAIN"));
  assert.ok(!(await htmlOf(post, "absoluteUrls: false")).includes("span"));
});

it("a heading within a link has no second link", async () => {
  const html = await htmlOf(await publish('<a href="/posts/x"><h2>Title</h2></a>\n\n<h3>Other</h3>', "HTML"));
  assert.equal(html.match(/heading-anchor/g)?.length, 1);
  assert.match(html, /<h2 id="title">Title<\/h2>/);
});

it("pictures state sizes, widths to choose from and a colour, and all but the first are lazy", async () => {
  const uploads = new AssetUploads(app);
  const large = await uploads.add(EDITOR, await picture(200), { fileName: "a.png" });
  const small = await uploads.add(EDITOR, await picture(90, { width: 300, height: 200 }), { fileName: "b.png" });
  const [one, two] = [large, small].map(({ url }) => url.replace(/\?.*/, ""));
  const post = await publish(
    `![A](${one})\n\n![B](${two} "t")\n\n<img src="${one}" width="100" alt="">\n\n![C](https://other.example/c.png)\n`,
  );
  const images = (await htmlOf(post)).match(/<img[^>]*>/g) ?? [];
  const [first = "", second = "", third = "", fourth] = images.map((tag) =>
    tag.replaceAll(/\/assets\/[0-9a-f]{32}\/1\//g, "/"),
  );
  assert.equal(
    first,
    '<img src="/w1280.jpg" alt="A" width="1280" height="640" srcset="/w320.webp 320w, /w640.webp 640w, /w960.webp 960w, /w1280.webp 1280w, /w1920.webp 1920w, /w2560.webp 2000w" sizes="(min-width: 720px) 720px, 100vw" decoding="async" class="tint-red" />',
  );
  assert.match(second, /^<img src="\/w320.jpg" alt="B" title="t" width="300" height="200" srcset="\/w320.webp 300w"/);
  assert.match(second, /sizes="\(min-width: 300px\) 300px, 100vw" loading="lazy" decoding="async" class="tint-/);
  assert.match(third, / width="100" alt="" height="50" /);
  assert.equal(fourth, '<img src="https://other.example/c.png" alt="C" loading="lazy" decoding="async" />');
  const absolute = await htmlOf(post, "profile: RICH, absoluteUrls: true");
  assert.equal(absolute.match(/https?:\/\/[^/]+\/assets\//g)?.length, absolute.match(/\/assets\//g)?.length);
});

it("rich HTML needs no more statements than plain HTML, however many pictures there are", async () => {
  const uploads = new AssetUploads(app);
  const urls: string[] = [];
  for (let index = 0; index < 3; index++)
    urls.push((await uploads.add(EDITOR, await picture(index))).url.replace(/\?.*/, ""));
  const all = await publish(urls.map((url) => `![](${url})`).join("\n\n"));
  const one = await publish(`![](${urls[0]})`);
  const PROFILE =
    "query ($path: String!, $profile: HtmlProfile) { post(slug: $path) { body { html(profile: $profile) } } }";
  /** The statements that read posts, bodies and assets; others belong to the connection. */
  const statementsOf = async (read: () => Promise<unknown>): Promise<string[]> => {
    const names: string[] = [];
    const recorded = recordStatements((text) => {
      const [, name] = /^\/\* ((?:Post|Body|Asset)\.[^*]+) \*\//.exec(text) ?? [];
      if (name !== undefined) names.push(name);
    });
    await read().finally(recorded.stop);
    return names;
  };
  await htmlOf(one);
  const plain = await statementsOf(() => htmlOf(one, "profile: PLAIN"));
  assert.ok(plain.length > 1);
  assert.deepEqual(await statementsOf(() => htmlOf(one)), plain);
  assert.deepEqual(await statementsOf(() => htmlOf(all)), plain);
  const variables = { path: slugOf(all.path), profile: "RICH" };
  assert.deepEqual(await statementsOf(() => app.read(null, PROFILE, variables)), plain);
});

it("absolute URLs have the URL of the site before them, fragments that of the post", async () => {
  const post = await publish(
    "## 一\n\n[a](/posts/b?c#d) [e](f) [g](#一) [h](mailto:i@j.example) ![k](/l%20m.png) [n](//o.example/p)\n",
  );
  const { site } = await app.read<{ site: { url: string } }>(null, "{ site { url } }");
  const html = await htmlOf(post, "absoluteUrls: true");
  const found = Array.from(html.matchAll(/ (?:href|src)="([^"]*)"/g), ([, url]) => url);
  const page = site.url + encodeURI(post.path);
  assert.deepEqual(found, [
    `${site.url}/posts/b?c#d`,
    `${site.url}/posts/f`,
    `${page}#%E4%B8%80`,
    "mailto:i@j.example",
    `${site.url}/l%20m.png`,
    `${new URL(site.url).protocol}//o.example/p`,
  ]);
  assert.match(
    await htmlOf(post, "profile: RICH, absoluteUrls: true"),
    new RegExp(`heading-anchor" href="${page}#一"`),
  );
});

it("formulas are typeset where the site says so, and existing bodies follow", async () => {
  const source = "价格 $5 和 $6，公式 $x^2$。\n\n```math\n\\frac{a}{b}\n```\n";
  const post = await publish(source);
  const plain = await htmlOf(post, "profile: PLAIN");
  assert.match(
    await htmlOf(post),
    /公式 \$x\^2\$。<\/p>\n<p><span class="formula-scroll" tabindex="0"><math display="block"><mfrac>/,
  );
  const set = async (hasFormulas: boolean | null) => {
    const { site } = await app.read<{ site: { version: number } }>(ADMIN, "{ site { version } }");
    await app.accepted(ADMIN, "updateSite", { hasFormulas, expectedVersion: site.version }, "{ hasFormulas }");
  };
  await set(true);
  assert.ok((await enrichOutdatedBodies(ownTransactions(app.dataSource))) > 0);
  assert.equal(await enrichOutdatedBodies(ownTransactions(app.dataSource)), 0);
  assert.match(await htmlOf(post), /价格 \$5 和 \$6，公式 <math><msup><mi>x<\/mi>/);
  assert.equal(await htmlOf(post, "profile: PLAIN"), plain);
  const later = await publish(source);
  assert.equal(await htmlOf(later), await htmlOf(post));
  const html = await publish("<p>\\(y\\) and <code>$z$</code></p>", "HTML");
  assert.equal(await htmlOf(html), "<p><math><mi>y</mi></math> and <code>$z$</code></p>");
  await set(null);
  await enrichOutdatedBodies(ownTransactions(app.dataSource));
  assert.doesNotMatch(await htmlOf(later), /<math><msup>/);
  const events = await app.dataSource.query("select payload from outbox_event where type = 'bodies.enriched'");
  assert.ok(events.length > 0);
  const [{ id }] = await app.dataSource.query("select max(id) as id from change where node_type = 'POST'");
  await app.dataSource.query("update post_body set rich_version = 0, rich_html = null where source like '%math%'");
  await enrichOutdatedBodies(ownTransactions(app.dataSource));
  const changes = await app.dataSource.query("select kind from change where id > $1 and node_type = 'POST'", [id]);
  assert.ok(changes.length > 0);
});

it("a body that was stored without its rich form gets it later, with the links that are stored", async () => {
  const post = await publish(`${CODE}\n[a](/posts/old)\n`);
  const [rich, plain] = [await htmlOf(post), await htmlOf(post, "profile: PLAIN")];
  const change = (column: string) =>
    `update post_body set rich_html = null, rich_version = 0, html = replace(html, '/posts/old', '${column}'),
       links = replace(links::text, '/posts/old', '${column}')::jsonb where html like '%/posts/old%'`;
  await app.dataSource.query(change("/posts/new"));
  assert.doesNotMatch(await htmlOf(post), /hljs/);
  assert.equal(await enrichOutdatedBodies(ownTransactions(app.dataSource)), 1);
  assert.equal(await htmlOf(post), rich.replace("/posts/old", "/posts/new"));
  assert.equal(await htmlOf(post, "profile: PLAIN"), plain.replace("/posts/old", "/posts/new"));
});

it("previews, working copies and pages have rich HTML too", async () => {
  const expected = /<span class="hljs-keyword">let<\/span> a/;
  const { renderBody } = await app.read<{ renderBody: { html: string } }>(
    EDITOR,
    "query ($body: BodyInput!) { renderBody(body: $body) { html(profile: RICH, absoluteUrls: true) } }",
    { body: { source: `[x](#y)\n\n${CODE}` } },
  );
  assert.match(renderBody.html, expected);
  assert.match(renderBody.html, /href="#y"/);
  const post = await publish("old");
  const input = { postId: post.id, baseVersion: post.version, body: { source: CODE } };
  await app.accepted(EDITOR, "saveWorkingCopy", input, "{ version }");
  const { node } = await app.read<{ node: { workingCopy: { body: { html: string } } } }>(
    EDITOR,
    "query ($id: ID!) { node(id: $id) { ... on Post { workingCopy { body { html(profile: RICH) } } } } }",
    { id: post.id },
  );
  assert.match(node.workingCopy.body.html, expected);
  const page = await app.accepted<Written>(
    EDITOR,
    "createPage",
    { title: "P", body: { source: CODE } },
    "{ id version path }",
  );
  await app.accepted(EDITOR, "publishPage", { id: page.id, expectedVersion: page.version }, "{ id }");
  const { found } = await app.read<{ found: { body: { html: string } } }>(
    null,
    "query ($path: String!) { found: page(path: $path) { body { html(profile: RICH) } } }",
    { path: page.path },
  );
  assert.match(found.body.html, expected);
});

it("a post whose import says that it has formulas has them, also after it was edited", async () => {
  const post = await publish("$x$");
  const derive = () => enrichOutdatedBodies(ownTransactions(app.dataSource));
  await app.dataSource.query("update post_body set has_formulas = true, rich_version = 0 where source = '$x$'");
  assert.equal(await derive(), 1);
  assert.equal(await htmlOf(post), "<p><math><mi>x</mi></math></p>");
  const input = { id: post.id, expectedVersion: post.version, body: { source: "$y$" } };
  await app.accepted(EDITOR, "updatePost", input, "{ id }");
  assert.equal(await derive(), 1);
  assert.equal(await derive(), 0);
  assert.equal(await htmlOf(post), "<p><math><mi>y</mi></math></p>");
});

it("bodies in lists, which are read after their posts, have the same HTML", async () => {
  const [none, some] = [await publish(CODE), await publish("![A](/wp-content/uploads/a.png) [b](/c.png)")];
  for (const args of ["profile: PLAIN", "profile: RICH", "profile: RICH, absoluteUrls: true", "absoluteUrls: true"]) {
    const { posts: page } = await app.read<{ posts: { nodes: (Written & { body: { html: string } })[] } }>(
      null,
      `{ posts(first: 50) { nodes { path body { html(${args}) } } } }`,
    );
    for (const post of [none, some]) {
      assert.equal(page.nodes.find(({ path }) => path === post.path)?.body.html, await htmlOf(post, args), args);
    }
  }
});
