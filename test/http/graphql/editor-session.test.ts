// What an editor's program does with a site, over HTTP: it writes a post, saves it again and again while readers see nothing of it, previews it,
// applies and schedules it, and makes a page and a menu beside it.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

interface Result {
  id: string;
  version: number;
  title: string;
  status: string;
}
type Written = Record<string, unknown> & { errors: unknown[] };

let app: TestApp;
let token: string;
before(async () => {
  app = await startTestApp();
  token = await app.tokenFor("EDITOR");
});
after(() => app.close());

/** Sends a mutation that must be accepted. */
async function write<Value>(name: string, input: Record<string, unknown>, key: string, fields: string): Promise<Value> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { ${key} ${fields} errors { code message path } } }`;
  const { [name]: result } = await app.query<Record<string, Written>>(document, { input }, { token });
  assert.deepEqual(result?.errors, [], name);
  return result?.[key] as Value;
}

async function asReader(query: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });
  return { etag: response.headers.get("etag"), text: await response.text() };
}

const POST = "{ id version title status }";

it("an editor writes, autosaves, previews, applies and schedules, and builds the site around the post", async () => {
  const authorIds = [encodeGlobalId("Author", await new Factories(app.dataSource).author("Edith"))];
  const text = (index: number) => `# 草稿 ${index}\n\n${"编辑器每隔几秒保存一次。 `npm test` runs. ".repeat(600)}`;
  const input = {
    title: "第一版",
    body: { source: text(0) },
    authorIds,
    slug: "editor",
    publishAt: "2020-01-01T00:00:00.000Z",
  };
  const post = await write<Result>("createPost", input, "post", POST);
  const query = `{ post(slug: "editor") { title excerpt updatedAt version body { html } }
    posts(first: 5) { totalCount nodes { title } } search(query: "编辑器") { nodes { title } } }`;
  const before = await asReader(query);
  const stored = await app.dataSource.query(
    "select (select count(*) from revision), (select max(id) from outbox_event)",
  );

  let version: number | null = null;
  for (let save = 1; save <= 100; save += 1) {
    const edits = { title: `第 ${save + 1} 版`, body: { source: text(save) } };
    const expected = { postId: post.id, baseVersion: 1, expectedWorkingCopyVersion: version };
    const copy: Result = await write<Result>(
      "saveWorkingCopy",
      { ...expected, ...edits },
      "workingCopy",
      "{ version }",
    );
    version = copy.version;
  }
  assert.equal(version, 100);
  assert.deepEqual(await asReader(query), before);
  assert.deepEqual(
    await app.dataSource.query("select (select count(*) from revision), (select max(id) from outbox_event)"),
    stored,
  );

  const preview = { postId: post.id, showsWorkingCopy: true };
  const shown = await write<string>("createPreviewToken", preview, "token", "");
  const previewed = await asReader(`{ post(slug: "editor") { title body { html } } }`, { "x-preview-token": shown });
  assert.match(previewed.text, /第 101 版.*<h1 id=\\"草稿-100\\">草稿 100<\/h1>/);

  const applied = await write<Result>(
    "applyWorkingCopy",
    { postId: post.id, expectedVersion: 1, expectedWorkingCopyVersion: 100 },
    "post",
    POST,
  );
  assert.deepEqual([applied.version, applied.title], [2, "第 101 版"]);
  assert.match((await asReader(query)).text, /第 101 版/);

  const { publishAt: _, slug: __, ...draft } = input;
  const next = await write<Result>("createPost", draft, "post", POST);
  const saved = { postId: next.id, baseVersion: 1, title: "明年" };
  await write("saveWorkingCopy", saved, "workingCopy", "{ version }");
  const publish = { postId: next.id, expectedVersion: 1, expectedWorkingCopyVersion: 1 };
  const at = { publishAt: "2998-01-01T00:00:00.000Z" };
  const scheduled = await write<Result>("applyWorkingCopy", { ...publish, ...at }, "post", POST);
  assert.deepEqual([scheduled.status, scheduled.title], ["SCHEDULED", "明年"]);

  const about = { title: "关于", slug: "about", body: { source: "[写作](/posts/editor)" } };
  const page = await write<Result>("createPage", { ...about, publishAt: input.publishAt }, "page", "{ id version }");
  const items = [
    { targetId: page.id, items: [{ targetId: post.id }, { targetId: next.id }] },
    { label: "GitHub", url: "https://github.example" },
  ];
  await write("saveMenu", { slug: "main", name: "Main", items }, "menu", "{ id }");
  const site = await asReader(
    `{ menu(slug: "main") { items { label url items { label url } } } page(path: "/about") { title body { links { target { title } } } } }`,
  );
  assert.deepEqual(JSON.parse(site.text).data, {
    menu: {
      items: [
        { label: "关于", url: "/about", items: [{ label: "第 101 版", url: "/posts/editor" }] },
        { label: "GitHub", url: "https://github.example", items: [] },
      ],
    },
    page: { title: "关于", body: { links: [{ target: { title: "第 101 版" } }] } },
  });
});
