// Pages, comments and media files of an export, which become events of their own.
import assert from "node:assert/strict";
import { test } from "node:test";
import type {
  ImportedAttachment,
  ImportedComment,
  ImportedPage,
} from "../../../../src/intake/importers/import-event.js";
import { cdata, exportXml, itemXml, metaXml, readExport } from "./wxr-fixture.js";

function pageXml(id: number, slug: string, parent: number, fields: Record<string, string> = {}, more = ""): string {
  return itemXml(
    {
      title: `Page ${slug}`,
      link: `https://blog.example.org/${slug}/`,
      guid: `https://blog.example.org/?page_id=${id}`,
      "wp:post_id": String(id),
      "wp:post_parent": String(parent),
      "wp:post_name": cdata(slug),
      "wp:post_type": "page",
      ...fields,
    },
    more,
  );
}

async function readEvents(channel: string) {
  const { events, posts, notices, counts } = await readExport(exportXml(channel));
  const pages: ImportedPage[] = [];
  const comments: ImportedComment[] = [];
  const files: ImportedAttachment[] = [];
  for (const event of events) {
    if (event.kind === "page") pages.push(event.page);
    if (event.kind === "comment") comments.push(event.comment);
    if (event.kind === "attachment") files.push(event.attachment);
  }
  return { events, posts, pages, comments, files, notices, counts };
}

test("a page has its place in the tree of pages, its template and its position, wherever its parents are in the file", async () => {
  const { pages } = await readEvents(
    pageXml(13, "jobs", 12, { link: "https://blog.example.org/about/%E5%9B%A2%E9%98%9F/jobs/", "wp:menu_order": "4" }) +
      pageXml(12, "%e5%9b%a2%e9%98%9f", 11, { "wp:status": "private" }, metaXml("_wp_page_template", "wide.php")) +
      pageXml(11, "about", 0, {}, metaXml("_wp_page_template", "default")),
  );
  assert.deepEqual(
    pages.map(({ path, parentKey, position, template, state }) => [path, parentKey, position, template, state]),
    [
      ["/about/团队/jobs", "https://blog.example.org/?page_id=12", 4, null, "PUBLISHED"],
      ["/about/团队", "https://blog.example.org/?page_id=11", null, "wide.php", "DRAFT"],
      ["/about", null, null, null, "PUBLISHED"],
    ],
  );
  assert.deepEqual(pages[0]?.formerPaths, ["/about/团队/jobs", "/?p=13"]);
});

test("pages above each other in a circle have a path that ends", async () => {
  const { pages } = await readEvents(pageXml(11, "a", 12) + pageXml(12, "b", 11) + pageXml(13, "c", 13));
  assert.deepEqual(
    pages.map(({ path }) => path),
    ["/b/a", "/a/b", "/c"],
  );
});

test("a page is hidden for the same reasons as a post", async () => {
  const hidden = ["draft", "private", "pending", "future", "inherit", "new-status"].map((status, index) =>
    pageXml(20 + index, `p${index}`, 0, { "wp:status": status }),
  );
  const { pages } = await readEvents(
    [...hidden, pageXml(30, "p", 0, { "wp:post_password": "x" }), pageXml(31, "t", 0, { "wp:status": "trash" })].join(
      "",
    ),
  );
  assert.deepEqual(
    pages.map(({ state }) => state),
    [...Array.from({ length: 7 }, () => "DRAFT"), "TRASHED"],
  );
});

function commentXml(id: number, fields: Record<string, string> = {}): string {
  const all: Record<string, string> = {
    "wp:comment_id": String(id),
    "wp:comment_author": cdata("Bea"),
    "wp:comment_author_email": "bea@private.example",
    "wp:comment_author_url": "https://bea.example/",
    "wp:comment_author_IP": "203.0.113.77",
    "wp:comment_date": "2020-05-02 10:00:00",
    "wp:comment_date_gmt": "2020-05-02 02:00:00",
    "wp:comment_content": cdata(`Comment ${id}`),
    "wp:comment_approved": "1",
    "wp:comment_type": "comment",
    "wp:comment_parent": "0",
    ...fields,
  };
  const meta =
    "<wp:commentmeta><wp:meta_key>akismet_result</wp:meta_key><wp:meta_value>x</wp:meta_value></wp:commentmeta>";
  const lines = Object.entries(all).map(([name, text]) => `<${name}>${text}</${name}>`);
  return `<wp:comment>${lines.join("")}${meta}</wp:comment>`;
}

test("the comments of a post follow it, those that are answered first, without network addresses", async () => {
  const xml = commentXml(3, { "wp:comment_parent": "2" }) + commentXml(2, { "wp:comment_parent": "1" }) + commentXml(1);
  const { comments, events } = await readEvents(itemXml({}, xml));
  assert.deepEqual(
    comments.map(({ key, parentKey }) => [key, parentKey]),
    [
      ["comment:1", null],
      ["comment:2", "comment:1"],
      ["comment:3", "comment:2"],
    ],
  );
  assert.deepEqual(comments[0], {
    key: "comment:1",
    on: { kind: "post", key: "https://blog.example.org/?p=7" },
    parentKey: null,
    kind: "COMMENT",
    state: "APPROVED",
    authorName: "Bea",
    authorUrl: "https://bea.example/",
    authorEmail: "bea@private.example",
    source: "Comment 1",
    format: "WORDPRESS",
    createdAt: new Date("2020-05-02T02:00:00Z"),
  });
  assert.doesNotMatch(JSON.stringify(events), /203\.0\.113/);
});

test("a comment has the state and the kind of WordPress, and anything unknown is not public", async () => {
  const states = ["1", "0", "spam", "trash", "post-trashed", "approve", ""];
  const xml = states.map((state, index) => commentXml(index + 1, { "wp:comment_approved": state })).join("");
  const others =
    commentXml(20, { "wp:comment_type": "pingback" }) +
    commentXml(21, { "wp:comment_type": "trackback" }) +
    commentXml(22, { "wp:comment_type": "" }) +
    commentXml(23, { "wp:comment_type": "note", "wp:comment_content": "An editor's remark" });
  const { comments, counts } = await readEvents(itemXml({}, xml + others));
  assert.deepEqual(comments.map(({ state }) => state).slice(0, 7), [
    "APPROVED",
    "PENDING",
    "SPAM",
    "TRASHED",
    "TRASHED",
    "PENDING",
    "PENDING",
  ]);
  assert.deepEqual(comments.map(({ kind }) => kind).slice(7), ["PINGBACK", "PINGBACK", "COMMENT"]);
  assert.equal(counts["comments of the type note"], 1);
});

test("a comment whose parents are absent or form a circle answers none, and a name that is an e-mail address is cut", async () => {
  const xml =
    commentXml(1, { "wp:comment_parent": "9", "wp:comment_author": "bea@private.example" }) +
    commentXml(2, { "wp:comment_parent": "3" }) +
    commentXml(3, { "wp:comment_parent": "2" }) +
    commentXml(4, { "wp:comment_parent": "4" });
  const { comments } = await readEvents(itemXml({}, xml));
  assert.deepEqual(
    comments.map(({ key, parentKey }) => [key, parentKey]),
    [
      ["comment:1", null],
      ["comment:3", null],
      ["comment:2", "comment:3"],
      ["comment:4", null],
    ],
  );
  assert.equal(comments[0]?.authorName, "bea");
});

const UPLOADS = "https://blog.example.org/wp-content/uploads/2020/05";
const METADATA =
  'a:5:{s:5:"width";i:2560;s:6:"height";i:1707;s:4:"file";s:24:"2020/05/été-scaled.jpg";s:5:"sizes";a:2:{s:6:"medium";a:4:{s:4:"file";s:17:"été-300x200.jpg";s:5:"width";i:300;s:6:"height";i:200;s:9:"mime-type";s:10:"image/jpeg";}s:4:"evil";a:1:{s:4:"file";s:8:"../x.jpg";}}s:14:"original_image";s:9:"été.jpg";}';

function fileXml(id: number, fields: Record<string, string> = {}, metadata = METADATA): string {
  return itemXml(
    {
      title: "Summer &amp; sea",
      link: "https://blog.example.org/2020/05/hello/summer/",
      guid: `${UPLOADS}/file-${id}.jpg`,
      "content:encoded": cdata("A long <em>description</em>"),
      "excerpt:encoded": cdata("A caption"),
      "wp:post_id": String(id),
      "wp:post_parent": "7",
      "wp:post_type": "attachment",
      "wp:status": "inherit",
      "wp:attachment_url": `${UPLOADS}/%C3%A9t%C3%A9-scaled.jpg`,
      ...fields,
    },
    metaXml("_wp_attachment_metadata", metadata) + metaXml("_wp_attachment_image_alt", "Sea &lt;3"),
  );
}

test("a media file has the address of its original, those of its sizes, its texts and the addresses of its page", async () => {
  const { files } = await readEvents(fileXml(50) + itemXml());
  assert.deepEqual(files, [
    {
      key: `${UPLOADS}/file-50.jpg`,
      url: `${UPLOADS}/%C3%A9t%C3%A9.jpg`,
      otherUrls: [`${UPLOADS}/%C3%A9t%C3%A9-scaled.jpg`, `${UPLOADS}/%C3%A9t%C3%A9-300x200.jpg`],
      mimeType: "image/jpeg",
      width: null,
      height: null,
      parent: { kind: "post", key: "https://blog.example.org/?p=7" },
      isPublic: true,
      title: "Summer & sea",
      alt: "Sea <3",
      caption: "A caption",
      description: "A long <em>description</em>",
      uploadedAt: new Date("2020-05-01T02:00:00Z"),
      formerPaths: ["/2020/05/hello/summer", "/?attachment_id=50"],
    },
  ]);
});

test("a media file without readable metadata has its address", async () => {
  const { files } = await readEvents(fileXml(50, {}, 'a:1:{s:5:"width";O:8:"stdClass":0:{}}'));
  assert.deepEqual(
    [files[0]?.url, files[0]?.otherUrls, files[0]?.width],
    [`${UPLOADS}/%C3%A9t%C3%A9-scaled.jpg`, [], null],
  );
});

test("the page of a media file is as hidden as the post that it was uploaded to", async () => {
  const visibilities = async (...items: string[]): Promise<boolean[]> =>
    (await readEvents(items.join(""))).files.map(({ isPublic }) => isPublic);
  assert.deepEqual(await visibilities(fileXml(50), itemXml({ "wp:status": "private" })), [false]);
  assert.deepEqual(await visibilities(itemXml({ "wp:post_password": "x" }), fileXml(50)), [false]);
  assert.deepEqual(
    await visibilities(fileXml(50, { "wp:post_parent": "0" }), fileXml(51, { "wp:status": "private" })),
    [true, false],
  );
});
