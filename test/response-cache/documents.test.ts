// Trusted documents from a manifest, and automatic persisted queries; also by plain GET, so that a CDN can cache them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { loadDocuments } from "../../src/app/bridge/trusted-documents.js";
import { startTestApp, type TestApp } from "../support/app.js";

const TITLE = "query Title($n: Int) { site { title } posts(first: $n) { totalCount } }";
const digestOf = (text: string) => createHash("sha256").update(text).digest("hex");
const persisted = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: digestOf(text) } });

let folder: string;
let open: TestApp;
let closed: TestApp;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "colophon-documents-"));
  const codegen = join(folder, "persisted-documents.json");
  await writeFile(codegen, JSON.stringify({ [digestOf(TITLE)]: TITLE }));
  const apollo = join(folder, "manifest.json");
  const operations = [{ id: "title", name: "Title", type: "query", body: TITLE }];
  await writeFile(apollo, JSON.stringify({ format: "apollo-persisted-query-manifest", version: 1, operations }));
  open = await startTestApp({ TRUSTED_DOCUMENTS: "allow", TRUSTED_DOCUMENTS_FILE: apollo });
  closed = await startTestApp({ TRUSTED_DOCUMENTS: "only", TRUSTED_DOCUMENTS_FILE: codegen });
});
after(async () => {
  await open.close();
  await closed.close();
  await rm(folder, { recursive: true });
});

async function post(app: TestApp, body: object) {
  const response = await fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

async function get(app: TestApp, pathAndSearch: string) {
  const response = await fetch(app.url + pathAndSearch);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const DATA = /^\{"data":\{"site":\{"title":/;

describe("a trusted document", () => {
  it("is executed by a plain GET that names it in a parameter or in the path, with variables", async () => {
    const variables = encodeURIComponent('{"n":1}');
    for (const path of [
      `/graphql?documentId=title&variables=${variables}`,
      `/graphql/documents/title?variables=${variables}`,
    ]) {
      const { status, text, headers } = await get(open, path);
      assert.deepEqual([status, DATA.test(text)], [200, true], text);
      assert.match(headers.get("cache-control") ?? "", /no-store|public/);
    }
    assert.match((await get(open, "/graphql/documents/title?variables=%7B%22n%22%3A0%7D")).text, /PAGE_SIZE/);
    assert.match((await post(open, { documentId: "title" })).text, DATA);
  });

  it("is rejected if it is unknown, and does not exclude other queries in the mode allow", async () => {
    const { status, text } = await get(open, "/graphql/documents/other");
    assert.deepEqual([status, /DOCUMENT_NOT_FOUND/.test(text)], [404, true]);
    assert.match((await post(open, { documentId: "title", query: "{ site { title } }" })).text, /BAD_REQUEST/);
    assert.match((await post(open, { query: "{ site { title } }" })).text, DATA);
  });

  it("is the only kind of operation in the mode only, for every client", async () => {
    const id = digestOf(TITLE);
    assert.match((await get(closed, `/graphql/documents/sha256:${id}`)).text, DATA);
    assert.match((await post(closed, { query: TITLE })).text, DATA);
    assert.match((await post(closed, { extensions: persisted(TITLE) })).text, DATA);
    const other = "{ site { url } }";
    for (const body of [{ query: other }, { query: other, extensions: persisted(other) }, {}]) {
      assert.match((await post(closed, body)).text, /DOCUMENT_NOT_TRUSTED/, JSON.stringify(body));
    }
    assert.match((await post(closed, { extensions: persisted(other) })).text, /PERSISTED_QUERY_NOT_FOUND/);
    const token = await closed.tokenFor("ADMIN");
    assert.match(JSON.stringify(await closed.send(other, {}, { token })), /DOCUMENT_NOT_TRUSTED/);
  });
});

describe("a persisted query", () => {
  it("is sent once and named by its digest afterwards, also by a plain GET", async () => {
    const query = "{ site { title locale } }";
    const extensions = persisted(query);
    const unknown = await post(open, { extensions });
    assert.deepEqual([unknown.status, /PersistedQueryNotFound/.test(unknown.text)], [200, true]);
    assert.match((await post(open, { query, extensions })).text, DATA);
    assert.match((await post(open, { extensions })).text, DATA);
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    assert.match((await get(open, `/graphql?${search}`)).text, DATA);
  });

  it("is rejected with a wrong digest, version or shape", async () => {
    const query = "{ site { title } }";
    const cases: [object, string][] = [
      [{ query, extensions: persisted("{ other }") }, "PERSISTED_QUERY_HASH_MISMATCH"],
      [
        { query, extensions: { persistedQuery: { version: 2, sha256Hash: digestOf(query) } } },
        "PERSISTED_QUERY_NOT_SUPPORTED",
      ],
      [{ extensions: { persistedQuery: { version: 1, sha256Hash: "x" } } }, "BAD_REQUEST"],
      [{ extensions: { persistedQuery: 1 } }, "BAD_REQUEST"],
    ];
    for (const [body, code] of cases) {
      const { status, text } = await post(open, body);
      assert.deepEqual([status, text.includes(code)], [400, true], text);
    }
  });

  it("cannot be a mutation by GET", async () => {
    const query = 'mutation { createTag(input: { name: "x" }) { errors { code } } }';
    await post(open, { query, extensions: persisted(query) });
    const search = new URLSearchParams({ extensions: JSON.stringify(persisted(query)) });
    assert.equal((await get(open, `/graphql?${search}`)).status, 405);
  });
});

describe("a manifest that cannot be used", () => {
  it("prevents the start with an error that names it", async () => {
    const broken = join(folder, "broken.json");
    await writeFile(broken, '{"id": 1}');
    for (const file of [broken, join(folder, "absent.json")]) {
      await assert.rejects(loadDocuments({ mode: "only", file }), /TRUSTED_DOCUMENTS_FILE cannot be used/);
    }
  });
});
