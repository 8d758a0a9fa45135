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

/** Documents as build tools write them: the name of the tool, its manifest, and how clients name the document. */
const SHA1 = createHash("sha1").update(TITLE).digest("hex");
const MD5 = createHash("md5").update(TITLE).digest("hex");
const byApollo = (id: string) => ({
  format: "apollo-persisted-query-manifest",
  version: 1,
  operations: [{ id, name: "Title", type: "query", body: TITLE }],
});
const withHash = (id: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: id } } });
const MANIFESTS: readonly [string, object, readonly object[]][] = [
  [
    "GraphQL Code Generator with its default, SHA-1",
    { [SHA1]: TITLE },
    // Its guide sends the hash as Apollo's clients do; urql sends it as the id of the document.
    [{ documentId: SHA1 }, withHash(SHA1), { query: TITLE, ...withHash(SHA1) }],
  ],
  ["GraphQL Code Generator with SHA-256", { [digestOf(TITLE)]: TITLE }, []],
  ["GraphQL Code Generator with the prefix of the specification", { [`sha256:${digestOf(TITLE)}`]: TITLE }, []],
  ["gql.tada, for urql", { [`sha256:${digestOf(TITLE)}`]: TITLE }, [{ documentId: `sha256:${digestOf(TITLE)}` }]],
  ["Apollo", byApollo(digestOf(TITLE)), [withHash(digestOf(TITLE))]],
  ["Apollo with ids of its own", byApollo("title-v1"), [withHash("title-v1"), { documentId: "title-v1" }]],
  ["another tool in Apollo's format", { operations: { [`sha256:${digestOf(TITLE)}`]: { body: TITLE } } }, []],
  [
    "Relay",
    { [MD5]: TITLE },
    [{ doc_id: MD5 }, { id: MD5, query: null }, { doc_id: MD5, query: "" }, { documentId: MD5 }],
  ],
];
const BY_DIGEST = [
  { documentId: digestOf(TITLE) },
  { documentId: `sha256:${digestOf(TITLE)}` },
  { documentId: digestOf(TITLE).toUpperCase() },
  { documentId: digestOf(TITLE), query: "" },
  { extensions: persisted(TITLE) },
  { query: "", extensions: persisted(TITLE) },
  withHash(`sha256:${digestOf(TITLE)}`),
];

function searchOf(body: object): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    if (value !== null) search.set(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  return String(search);
}

for (const [tool, manifest, named] of MANIFESTS) {
  describe(`the manifest of ${tool}`, () => {
    let app: TestApp;
    before(async () => {
      const file = join(folder, `${digestOf(tool)}.json`);
      await writeFile(file, JSON.stringify(manifest));
      app = await startTestApp({ TRUSTED_DOCUMENTS: "only", TRUSTED_DOCUMENTS_FILE: file });
    });
    after(() => app.close());

    it("is found by all names of its documents, by POST and by GET, with variables", async () => {
      for (const body of [...named, ...BY_DIGEST]) {
        const { status, text } = await post(app, { ...body, variables: { n: 1 }, operationName: "Title" });
        assert.deepEqual([status, DATA.test(text)], [200, true], `${JSON.stringify(body)} ${text}`);
        const byGet = await get(app, `/graphql?${searchOf({ ...body, variables: { n: 1 } })}`);
        assert.deepEqual([byGet.status, DATA.test(byGet.text)], [200, true], `${JSON.stringify(body)} ${byGet.text}`);
      }
      for (const id of [digestOf(TITLE), `sha256:${digestOf(TITLE)}`, `sha256%3A${digestOf(TITLE)}`]) {
        assert.match((await get(app, `/graphql/documents/${id}`)).text, DATA, id);
      }
    });

    it("contains no other documents", async () => {
      const other = digestOf("{ site { url } }");
      for (const [body, status, code] of [
        [{ documentId: other }, 404, "DOCUMENT_NOT_FOUND"],
        [{ doc_id: "unknown" }, 404, "DOCUMENT_NOT_FOUND"],
        [withHash(other), 200, "PERSISTED_QUERY_NOT_FOUND"],
        [{ documentId: 1 }, 400, "BAD_REQUEST"],
        [{ query: "{ site { url } }", doc_id: digestOf(TITLE) }, 400, "DOCUMENT_NOT_TRUSTED"],
      ] as const) {
        const reply = await post(app, body);
        assert.deepEqual([reply.status, reply.text.includes(code)], [status, true], reply.text);
      }
    });
  });
}

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
    for (const text of ['{"id": 1}', "[]", '{"operations":[{"body":"{a}"}]}', '{"operations":{"a":"{a}"}}', "null"]) {
      await writeFile(broken, text);
      for (const file of [broken, join(folder, "absent.json")]) {
        await assert.rejects(loadDocuments({ mode: "only", file }), /TRUSTED_DOCUMENTS_FILE cannot be used/);
      }
    }
  });
});
