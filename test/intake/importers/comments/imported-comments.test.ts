// Comments of WordPress and Disqus come in with their posts, once, whatever became of them here.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { readDisqus } from "../../../../src/intake/importers/disqus/disqus-reader.js";
import { type ImportEvent, UnreadableSourceError } from "../../../../src/intake/importers/import-event.js";
import { type ImportReport } from "../../../../src/intake/importers/import-report.js";
import { encodeGlobalId } from "../../../../src/platform/graphql/global-id.js";
import { EDITOR, type Executor, startExecutor } from "../../../support/execute.js";
import { assertInvariants } from "../../../support/invariants.js";
import { importExport, importedPost, importInto, importPosts, withExportFile } from "../import-fixture.js";
import { cdata, exportXml, itemXml } from "../wordpress/wxr-fixture.js";

let app: Executor;
before(async () => {
  app = await startExecutor(4);
});
after(() => app.close());
beforeEach(() => app.dataSource.query("truncate post, path_alias, import_item cascade"));
afterEach(() => assertInvariants(app.dataSource));

const element = (name: string, text: string) => `<${name}>${text}</${name}>`;
function wxrComment(id: number, fields: Record<string, string> = {}): string {
  const all: Record<string, string> = {
    "wp:comment_id": `${id}`,
    "wp:comment_author": cdata(`Reader ${id}`),
    "wp:comment_author_email": `reader${id % 2}@example.org`,
    "wp:comment_author_url": "https://reader.example/",
    "wp:comment_author_IP": "203.0.113.77",
    "wp:comment_date": "2020-05-02 10:00:00",
    "wp:comment_date_gmt": `2020-05-02 02:00:${`${id}`.padStart(2, "0")}`,
    "wp:comment_content": cdata(`Comment ${id}\n\nwith <b>two</b> paragraphs<img src="https://x.example/x.png">`),
    "wp:comment_approved": "1",
    "wp:comment_type": "comment",
    "wp:comment_parent": "0",
    ...fields,
  };
  return `<wp:comment>${Object.entries(all)
    .map(([name, text]) => element(name, text))
    .join("")}</wp:comment>`;
}
const THREAD = [
  wxrComment(3, { "wp:comment_parent": "1" }),
  wxrComment(1),
  wxrComment(2, { "wp:comment_approved": "0" }),
  wxrComment(4, { "wp:comment_parent": "2" }),
  wxrComment(5, { "wp:comment_approved": "spam" }),
  wxrComment(6, { "wp:comment_approved": "trash" }),
  wxrComment(7, { "wp:comment_type": "pingback" }),
  wxrComment(8, { "wp:comment_date_gmt": "0000-00-00 00:00:00", "wp:comment_date": "2021-01-01 00:00:00" }),
  wxrComment(9, { "wp:comment_content": cdata('<img src="/x.png">') }),
];
const page = itemXml(
  { "wp:post_type": "page", "wp:post_id": "90", guid: "https://blog.example.org/?page_id=90", "wp:post_name": "about" },
  wxrComment(40),
);
const exportWith = (comments: readonly string[]): string => exportXml(itemXml({}, comments.join("")) + page);

interface Row {
  text: string;
  status: string;
  isShown: boolean;
  parent: string | null;
}
const rowsOf = (): Promise<Row[]> =>
  app.dataSource.query(`select split_part(c.text, E'\\n', 1) as text, c.status, c.is_shown as "isShown", split_part(p.text, E'\\n', 1) as parent
    from comment c left join comment p on p.id = c.parent_id order by 1`);
const row = (text: string, status = "VISIBLE", isShown = true, parent: string | null = null): Row => ({
  ...{ text, status, isShown, parent },
});

describe("comments of WordPress", () => {
  it("come in by their state, with their replies, and what is left out is counted", async () => {
    const report = await importExport(app.dataSource, exportWith(THREAD));
    assert.deepEqual(await rowsOf(), [
      row("Comment 1"),
      row("Comment 2", "PENDING", false),
      row("Comment 3", "VISIBLE", true, "Comment 1"),
      row("Comment 4", "VISIBLE", false, "Comment 2"),
      row("Comment 5", "SPAM", false),
      row("Comment 8"),
    ]);
    assert.deepEqual(report.comments, { created: 6, unchanged: 0 });
    assert.deepEqual(report.notImported, {
      "comments of pages": 1,
      "comments that were deleted": 1,
      "comments without text, or repeated": 1,
      "pingbacks and trackbacks": 1,
    });
    const [first] = await app.dataSource.query(
      `select html, author_url as url, written_at as at, author_key = (select author_key from comment where author_name = 'Reader 3') as same,
         author_key = (select author_key from comment where author_name = 'Reader 2') as other from comment where author_name = 'Reader 1'`,
    );
    assert.deepEqual(
      [first.html, first.url, new Date(first.at).toISOString(), first.same, first.other],
      [
        "<p>Comment 1</p>\n<p>with <b>two</b> paragraphs</p>",
        "https://reader.example/",
        "2020-05-02T02:00:01.000Z",
        true,
        false,
      ],
    );
    const stored = await app.dataSource.query(
      "select c::text as row from comment c where c::text ~ 'example.org|203.0.113'",
    );
    assert.deepEqual(stored, []);
    const { comments } = await app.read<{ comments: { totalCount: number } }>(EDITOR, "{ comments { totalCount } }");
    assert.equal(comments.totalCount, 6);
  });

  it("come in once, and an unchanged post gets new ones; what was moderated or erased here stays", async () => {
    await importExport(app.dataSource, exportWith(THREAD));
    const [spam] = await app.dataSource.query("select id from comment where author_name = 'Reader 1'");
    await app.accepted(EDITOR, "moderateComments", { ids: [encodeGlobalId("Comment", spam.id)], status: "SPAM" });
    const [{ key }] = await app.dataSource.query(
      "select author_key as key from comment where author_name = 'Reader 2'",
    );
    await app.accepted(EDITOR, "eraseCommentAuthor", { authorKey: key }, "");
    const before = await app.dataSource.query("select * from comment order by id");
    const events = (await app.events()).length;
    const again = await importExport(app.dataSource, exportWith(THREAD));
    assert.deepEqual(again.comments, { created: 0, unchanged: 6 });
    assert.deepEqual(await app.dataSource.query("select * from comment order by id"), before);
    assert.ok(!(await app.events()).slice(events).some(({ type }) => type === "comments.imported"));
    const more = await importExport(
      app.dataSource,
      exportWith([...THREAD, wxrComment(11, { "wp:comment_parent": "1" })]),
    );
    assert.deepEqual([more.posts.unchanged, more.comments], [1, { created: 1, unchanged: 6 }]);
    assert.deepEqual(
      (await rowsOf()).filter(({ text }) => text === "Comment 11"),
      [row("Comment 11", "VISIBLE", false, "Comment 1")],
    );
  });

  it("of a hidden post are hidden, and a dry run stores none", async () => {
    const hidden = exportXml(itemXml({ "wp:status": "private" }, wxrComment(1)));
    assert.deepEqual((await importExport(app.dataSource, hidden)).comments.created, 1);
    const [{ id }] = await app.dataSource.query("select id from comment");
    const query = "query ($id: ID!) { node(id: $id) { id } }";
    assert.deepEqual(await app.read(null, query, { id: encodeGlobalId("Comment", id) }), { node: null });
    await app.dataSource.query("truncate post, path_alias, import_item cascade");
    const dry = await importInto(app.dataSource, postWithComments(3), { isDryRun: true });
    assert.equal(dry.comments.created, 3);
    assert.deepEqual(await rowsOf(), []);
  });

  it("continue where an interrupted import stopped", async () => {
    await assert.rejects(importInto(app.dataSource, interrupted(700)), /ends here/);
    const { comments } = await importInto(app.dataSource, postWithComments(700));
    assert.deepEqual(comments, { created: 200, unchanged: 500 });
  });

  it("come in by the thousands, in batches behind their posts, replies across batches", async () => {
    const report = await importInto(app.dataSource, postWithComments(1_300));
    assert.deepEqual([report.posts.created, report.comments.created, report.noticeCounts.FAILED], [1, 1_300, 0]);
    const [{ total, roots }] = await app.dataSource.query("select total, roots from comment_count");
    assert.deepEqual([total, roots], [1_300, 1]);
  });
});

async function* interrupted(count: number): AsyncGenerator<ImportEvent[]> {
  yield* postWithComments(count);
  throw new Error("The file ends here.");
}

async function* postWithComments(count: number): AsyncGenerator<ImportEvent[]> {
  yield [{ kind: "post", post: importedPost("p") }];
  yield Array.from(
    { length: count },
    (_, index): ImportEvent => ({
      kind: "comment",
      comment: {
        ...{ key: `${index}`, on: { kind: "post", key: "p" }, parentKey: index === 0 ? null : `${index - 1}` },
        ...{ kind: "COMMENT", state: "APPROVED", authorName: "A", authorUrl: null, authorEmail: null },
        ...{ source: `Comment ${index}`, format: "HTML", createdAt: null },
      },
    }),
  );
}

const disqusThread = (id: number, link: string, identifier = "") =>
  `<thread dsq:id="${id}"><id>${identifier}</id><forum>x</forum><link>${link}</link><title>Thread ${id}</title><message />
   <createdAt>2015-01-01T00:00:00Z</createdAt><author><name>Owner</name></author><isDeleted>false</isDeleted></thread>`;
const disqusPost = (id: number, thread: number, more = "") =>
  `<post dsq:id="${id}"><id /><message><![CDATA[<p>Comment ${id} <a href="https://a.example/">a</a><script>x</script></p>]]></message>
   <createdAt>2015-02-03T04:05:${`${id}`.padStart(2, "0")}Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
   <author><email>ann@example.org</email><name>Ann</name><isAnonymous>true</isAnonymous></author><ipAddress>203.0.113.1</ipAddress>
   <thread dsq:id="${thread}" />${more}</post>`;
const disqusXml = (inner: string) =>
  `<?xml version="1.0" encoding="utf-8"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">${inner}</disqus>`;

const importDisqus = (xml: string | Uint8Array): Promise<ImportReport> =>
  withExportFile(xml, (path) => importInto(app.dataSource, readDisqus(path), { source: "disqus:export.xml" }));

describe("comments of Disqus", () => {
  const XML = disqusXml(
    disqusPost(2, 1, '<parent dsq:id="1" />') +
      disqusThread(1, "http://old.example/2015/hello/?utm=1") +
      disqusThread(2, "http://elsewhere.example/none", "7 https://old.example/2015/second.html") +
      disqusThread(3, "https://old.example/posts/third/") +
      disqusThread(4, "https://old.example/unknown/") +
      disqusPost(1, 1) +
      disqusPost(3, 2).replace("<isSpam>false", "<isSpam>true") +
      disqusPost(4, 2).replace("<isDeleted>false", "<isDeleted>true") +
      disqusPost(5, 3) +
      disqusPost(6, 4) +
      disqusPost(7, 4),
  );

  it("come in onto the posts at the addresses of their threads, now or formerly", async () => {
    await importPosts(app.dataSource, [
      importedPost("first", { formerPaths: ["/2015/hello"] }),
      importedPost("second", { formerPaths: ["/2015/second.html"] }),
      importedPost("third"),
    ]);
    const report = await importDisqus(XML);
    const rows: unknown[] = await app.dataSource.query(
      `select p.slug, split_part(c.text, ' a', 1) as text, c.status, c.html, c.parent_id is not null as reply, c.author_key is not null as key
       from comment c join post p on p.id = c.post_id order by c.written_at`,
    );
    const html = (id: number) => `<p>Comment ${id} <a href="https://a.example/" rel="nofollow ugc">a</a></p>`;
    const stored = (slug: string, id: number, status = "VISIBLE", reply = false) => ({
      ...{ slug, text: `Comment ${id}`, status, html: html(id), reply, key: true },
    });
    assert.deepEqual(rows, [
      stored("first", 1),
      stored("first", 2, "VISIBLE", true),
      stored("second", 3, "SPAM"),
      stored("third", 5),
    ]);
    assert.deepEqual(report.comments, { created: 4, unchanged: 0 });
    assert.deepEqual(report.notImported, { "comments of unknown threads": 2, "comments that were deleted": 1 });
    assert.deepEqual(
      report.notices.filter(({ code }) => code === "SKIPPED").map(({ item }) => item),
      ["https://old.example/unknown/ (2)"],
    );
    assert.deepEqual((await importDisqus(XML)).comments, { created: 0, unchanged: 4 });
  });

  it("a damaged or foreign file is rejected as a whole", async () => {
    await importPosts(app.dataSource, [importedPost("third")]);
    const files = {
      truncated: XML.slice(0, -40),
      "of another kind": exportXml(""),
      "with entities": XML.replace("<disqus", '<!DOCTYPE x [<!ENTITY a "aaaa">]><disqus'),
      malformed: XML.replace("</thread>", "</thread"),
      empty: "",
      compressed: Uint8Array.from([0x1f, 0x8b, 8, 0]),
    };
    for (const [name, xml] of Object.entries(files))
      await assert.rejects(importDisqus(xml), UnreadableSourceError, name);
    assert.deepEqual(await rowsOf(), []);
  });
});
