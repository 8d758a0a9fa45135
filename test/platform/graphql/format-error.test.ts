// Errors in a request are the client's to correct, also those that graphql-js raises without a code.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { startTestApp, type TestApp } from "../../support/app.js";

/** graphql-js lists 50 errors of variables and then adds one that says that there are more. */
const ERRORS_OF_VARIABLES = 50;

let app: TestApp;
before(async () => {
  app = await startTestApp({ LIMIT_ERRORS: "100" });
});
after(() => app.close());

it("says why a document is too expensive to validate, which graphql-js leaves out", async () => {
  const { errors = [] } = await app.send(`{ site { ${"title ".repeat(1_500)} } }`);
  assert.deepEqual(
    errors.map(({ message, extensions }) => [message.split(".")[0], extensions.code]),
    [
      [
        "The document has too many fields with the same response key to compare them with each other",
        "GRAPHQL_VALIDATION_FAILED",
      ],
    ],
  );
});

it("reports variables with more errors than graphql-js lists as bad user input", async () => {
  const { errors = [] } = await app.send("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
    ids: Array.from({ length: ERRORS_OF_VARIABLES + 10 }, () => ({})),
  });
  assert.equal(errors.length, ERRORS_OF_VARIABLES + 1);
  assert.match(errors.at(-1)?.message ?? "", /^Too many errors processing variables/);
  assert.deepEqual([...new Set(errors.map(({ extensions }) => extensions.code))], ["BAD_USER_INPUT"]);
});
