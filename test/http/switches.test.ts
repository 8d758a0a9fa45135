// Features that the configuration can switch off: the playground and introspection.
import "reflect-metadata";
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { startTestApp, type TestApp } from "../support/app.js";

let app: TestApp;
before(async () => {
  app = await startTestApp({ PLAYGROUND: "0", INTROSPECTION: "0" });
});
after(() => app.close());

it("rejects introspection if it is switched off, and executes other queries", async () => {
  for (const query of ["{ __schema { types { name } } }", '{ __type(name: "Post") { name } }']) {
    const { data, errors } = await app.send<unknown>(query);
    assert.equal(data, undefined);
    assert.deepEqual(
      errors?.map(({ extensions }) => extensions.code),
      ["GRAPHQL_VALIDATION_FAILED"],
    );
  }
  assert.deepEqual(await app.query("{ __typename }"), { __typename: "Query" });
});

it("serves no page to browsers if the playground is switched off", async () => {
  const response = await fetch(`${app.url}/graphql`, { headers: { accept: "text/html" } });
  assert.equal(response.status, 406);
  assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
  assert.equal((await fetch(`${app.url}/graphql/playground/`)).status, 404);
});

it("rejects _service of a subgraph if introspection is switched off, wherever it is selected, and executes _entities", async () => {
  const subgraph = await startTestApp({ FEDERATION: "1", INTROSPECTION: "0" });
  try {
    for (const query of [
      "{ _service { sdl } }",
      "{ __typename a: _service { sdl } }",
      "{ ...F } fragment F on Query { ... on Query { _service { sdl } } }",
    ]) {
      const { data, errors } = await subgraph.send<unknown>(query);
      assert.equal(data, undefined);
      assert.deepEqual(
        errors?.map(({ extensions }) => [extensions.code, extensions.validationErrorCode]),
        [["GRAPHQL_VALIDATION_FAILED", "INTROSPECTION_DISABLED"]],
      );
    }
    assert.deepEqual(await subgraph.query("{ _entities(representations: []) { __typename } }"), { _entities: [] });
  } finally {
    await subgraph.close();
  }
});
