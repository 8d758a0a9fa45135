// Cases 99 to 108: malicious and corrupt files, imported into the database of a running service.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { UnreadableSourceError } from "../../src/intake/importers/import-event.js";
import { importExport, tableDigests } from "../intake/importers/import-fixture.js";
import { categoryXml, cdata, exportXml, itemXml, metaXml } from "../intake/importers/wordpress/wxr-fixture.js";
import { badCase, respondsWith, send, serveBadInput } from "./bad-case.js";

const site = serveBadInput();
const db = () => site.app.dataSource;
const withDoctype = (doctype: string, text: string) =>
  exportXml(itemXml({ title: text, "wp:post_name": cdata("entities") })).replace("<rss", `${doctype}\n<rss`);
const slugs = async () => {
  const { body } = await send(site, { query: "{ posts(first: 100) { nodes { slug } } }" });
  return (body.data as { posts: { nodes: { slug: string }[] } }).posts.nodes.map(({ slug }) => slug);
};

async function assertRejected(xml: string | Uint8Array): Promise<void> {
  const before = await tableDigests(db());
  await assert.rejects(importExport(db(), xml), UnreadableSourceError);
  assert.deepEqual(await tableDigests(db()), before);
}

const LAUGHS = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");
const DOCTYPES: readonly [number, string, string, string][] = [
  [99, "a billion laughs", `<!DOCTYPE rss [<!ENTITY l0 "ha">${LAUGHS}]>`, "&l9;"],
  [
    99,
    "an entity of 50 kB, used a thousand times",
    `<!DOCTYPE rss [<!ENTITY a "${"a".repeat(50_000)}">]>`,
    "&a;".repeat(1_000),
  ],
  [99, "an external entity", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"],
  [99, "an external parameter entity", '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]>', "a"],
  [100, "an empty DOCTYPE", "<!DOCTYPE rss>", "a"],
  [100, "an external DOCTYPE", '<!DOCTYPE rss PUBLIC "-//x" "http://127.0.0.1:1/x.dtd">', "a"],
];
for (const [number, name, doctype, text] of DOCTYPES) {
  badCase(site, number, name, () => assertRejected(withDoctype(doctype, text)));
}
badCase(site, 101, "20,000 nested tags", () =>
  assertRejected(exportXml(`${"<a>".repeat(20_000)}${"</a>".repeat(20_000)}`)),
);
badCase(site, 102, "another encoding than the declared one", async () => {
  const utf16 = Buffer.from(
    exportXml(itemXml({ "wp:post_name": cdata("in-utf-16") }), "1.2", '<?xml version="1.0" encoding="UTF-8"?>'),
    "utf16le",
  );
  await importExport(db(), utf16).catch((error: unknown) => assert.ok(error instanceof UnreadableSourceError));
  for (const encoding of ["UTF-7", "x-unknown", "EBCDIC-CP-US"]) {
    await assertRejected(exportXml(itemXml(), "1.2", `<?xml version="1.0" encoding="${encoding}"?>`));
  }
});
badCase(site, 104, "a truncated file leaves no partial post", async () => {
  const whole = exportXml(
    itemXml({ "wp:post_name": cdata("whole") }) + itemXml({ "wp:post_name": cdata("cut"), "wp:post_id": "8" }),
  );
  await assert.rejects(importExport(db(), whole.slice(0, whole.indexOf("cut") + 3)), UnreadableSourceError);
  assert.ok(!(await slugs()).includes("cut"));
  const [row] = await db().query(
    "select count(*)::int as n from post p where not exists (select 1 from post_body b where b.post_id = p.id)",
  );
  assert.equal(row.n, 0);
});
badCase(site, 105, "only the status publish is public, whatever the date", async () => {
  const statuses = [
    "draft",
    "private",
    "pending",
    "future",
    "trash",
    "inherit",
    "auto-draft",
    "",
    "PUBLISHED?",
    "publish,draft",
  ];
  const items = statuses.map((status, i) =>
    itemXml({
      "wp:post_name": cdata(`hidden-${i}`),
      "wp:post_id": `${100 + i}`,
      guid: `g${i}`,
      "wp:status": cdata(status),
      "wp:post_date_gmt": cdata("2035-01-01 00:00:00"),
    }),
  );
  const locked = itemXml({
    "wp:post_name": cdata("hidden-password"),
    "wp:post_id": "200",
    guid: "p",
    "wp:post_password": cdata("sesame"),
  });
  await importExport(db(), exportXml(items.join("") + locked));
  assert.deepEqual(
    (await slugs()).filter((slug) => slug.startsWith("hidden")),
    [],
  );
});
badCase(site, 106, "repeated ids, repeated slugs, cyclic parents, zero dates and a missing author", async () => {
  const zeros = {
    pubDate: null,
    "wp:post_date": cdata("0000-00-00 00:00:00"),
    "wp:post_date_gmt": cdata("0000-00-00 00:00:00"),
  };
  const report = await importExport(
    db(),
    exportXml(
      [
        categoryXml("a", "b", "A"),
        categoryXml("b", "a", "B"),
        itemXml({ "wp:post_name": cdata("odd"), "wp:post_id": "300", guid: "twice" }),
        itemXml({ "wp:post_name": cdata("odd"), "wp:post_id": "301", guid: "twice" }),
        itemXml({ "wp:post_name": cdata("odd"), "wp:post_id": "300", guid: "thrice" }),
        itemXml({ "wp:post_name": cdata("zeros"), "wp:post_id": "302", guid: "zeros", ...zeros }),
        itemXml({ "wp:post_name": cdata("nobody"), "wp:post_id": "303", guid: "nobody", "dc:creator": null }),
      ].join(""),
    ),
  );
  assert.ok(report !== undefined);
  const now = await slugs();
  assert.equal(new Set(now).size, now.length);
  respondsWith(await send(site, { query: "{ categories(first: 100) { nodes { path ancestors { path } } } }" }));
});
badCase(site, 107, "no address in the file is ever requested", async () => {
  let connections = 0;
  const listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as { port: number };
  const urls = [
    `http://127.0.0.1:${port}/a.png`,
    `http://[::ffff:127.0.0.1]:${port}/a.png`,
    `http://localhost:${port}/a.png`,
    "file:///etc/passwd",
    "http://169.254.169.254/latest/meta-data",
  ];
  const items = urls.map((url, i) =>
    itemXml({
      "wp:post_name": cdata(`file-${i}`),
      "wp:post_id": `${400 + i}`,
      guid: `f${i}`,
      "wp:post_type": cdata("attachment"),
      "wp:status": cdata("inherit"),
      "wp:attachment_url": cdata(url),
    }),
  );
  const content = cdata(urls.map((url) => `<img src="${url}"><a href="${url}">x</a>[embed]${url}[/embed]`).join(""));
  const post = itemXml(
    { "wp:post_name": cdata("with-files"), "wp:post_id": "450", guid: "w", "content:encoded": content },
    metaXml("_thumbnail_id", "400"),
  );
  try {
    await importExport(db(), exportXml(items.join("") + post));
    respondsWith(
      await send(site, {
        query: '{ post(slug: "with-files") { cover { url } body { html links { url target { slug } } } } }',
      }),
    );
  } finally {
    listener.close();
  }
  assert.equal(connections, 0);
});
