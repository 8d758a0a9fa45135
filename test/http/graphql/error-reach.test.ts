// What an error takes from a response, as docs/errors.md says: the field, or the nearest field above it that may be null.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;
let token: string;

before(async () => {
  app = await startTestApp();
  token = await app.tokenFor("EDITOR");
  const make = new Factories(app.dataSource);
  await make.post({ slug: "one", categoryIds: [await make.category("linux")] });
});
after(() => app.close());

const BAD = "first: 0";
const reach = async (document: string): Promise<[data: unknown, codes: unknown[]]> => {
  const { data, errors = [] } = await app.send(document, {}, { token });
  return [data, errors.map(({ extensions }) => extensions.code)];
};

describe("an error of a query", () => {
  it("takes the field that looks up one object", async () => {
    const document = '{ site { locale } post(slug: "one") { slug excerpt(maxLength: 0) } }';
    assert.deepEqual(await reach(document), [{ site: { locale: "en" }, post: null }, ["BAD_USER_INPUT"]]);
  });

  it("takes the object of a list that fails within it", async () => {
    const document = `{ site { locale } category(slugPath: "linux") { name posts(${BAD}) { totalCount } } }`;
    assert.deepEqual(await reach(document), [{ site: { locale: "en" }, category: null }, ["BAD_USER_INPUT"]]);
  });

  it("takes the whole response if a list of Query fails, which is never null", async () => {
    for (const list of [
      `posts(${BAD}) { totalCount }`,
      `tags(${BAD}) { totalCount }`,
      'archive(filter: { seriesId: "x" }) { year }',
    ]) {
      assert.deepEqual(await reach(`{ site { locale } ${list} }`), [null, ["BAD_USER_INPUT"]], list);
    }
  });
});

describe("an error of a mutation", () => {
  const ERRORS = "errors { code }";

  it("takes the object of its own payload if it is a user error", async () => {
    const document = `mutation { a: createTag(input: { name: "A" }) { tag { name } ${ERRORS} }
      b: createTag(input: { name: "" }) { tag { name } ${ERRORS} } c: createTag(input: { name: "C" }) { tag { name } ${ERRORS} } }`;
    const made = (name: string) => ({ tag: { name }, errors: [] });
    assert.deepEqual(await reach(document), [
      { a: made("A"), b: { tag: null, errors: [{ code: "INVALID" }] }, c: made("C") },
      [],
    ]);
  });

  it("takes the object of its own payload if a field of the object fails, though it was written", async () => {
    const document = `mutation { a: createTag(input: { name: "Written" }) { tag { name posts(${BAD}) { totalCount } } ${ERRORS} }
      b: createTag(input: { name: "Beside" }) { tag { name } ${ERRORS} } }`;
    assert.deepEqual(await reach(document), [
      { a: { tag: null, errors: [] }, b: { tag: { name: "Beside" }, errors: [] } },
      ["BAD_USER_INPUT"],
    ]);
    const [{ n }] = await app.dataSource.query("select count(*)::int as n from tag where name = 'Written'");
    assert.equal(n, 1);
  });

  it("takes its own field if it is no user error", async () => {
    const { data, errors } = await app.send<object>(
      `mutation { a: createTag(input: { name: "Nobody" }) { tag { name } ${ERRORS} } b: createTag(input: { name: "No" }) { ${ERRORS} } }`,
    );
    assert.deepEqual(data, { a: null, b: null });
    assert.deepEqual(
      errors?.map(({ extensions }) => extensions.code),
      ["UNAUTHENTICATED", "UNAUTHENTICATED"],
    );
  });
});
