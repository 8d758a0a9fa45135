// A compiled query responds byte for byte as graphql-js does through type-graphql's own resolvers, for random queries of the whole
// schema with conditions on their fields, within the number of statements that follows from the query's text. It bails out wherever
// that response has errors.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import {
  type DirectiveNode,
  type DocumentNode,
  execute,
  type FieldNode,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  print,
  validate,
  visit,
} from "graphql";
import { buildWrappedSchema, createSchema } from "../../src/app/schema.js";
import { type Context, createContext } from "../../src/identity/context.js";
import { variablesOf } from "../../src/platform/execution/coerced-variables.js";
import { compileQuery } from "../../src/platform/execution/operation-plan.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { readPropertyRuns, usualRuns } from "../support/environment.js";
import { readArgumentValues } from "./argument-values.js";
import { type ArgumentValues, arbitraryOperation } from "./random-query.js";
import { statementBound } from "./statement-bound.js";
import { buildTestSite } from "./test-site.js";

const RUNS = usualRuns(150);

const wrapped = buildWrappedSchema();
const schema = createSchema();
let app: TestApp;
let argumentValues: ArgumentValues;

before(async () => {
  app = await startTestApp();
  await buildTestSite(app.dataSource, { scale: 1 });
  argumentValues = await readArgumentValues(app);
});

after(() => app.close());

type Variables = Record<string, unknown>;

/** Executes the document both ways, each with its own context. Returns the response of the plan, or null if it bailed out. */
async function compare(
  document: DocumentNode,
  given: Variables,
  bound = Number.POSITIVE_INFINITY,
): Promise<string | null> {
  const operation = operationOf(document);
  const [contextValue, own] = [createContext(app.platform), createContext(app.platform)];
  const reference = await execute({ schema: wrapped, document, variableValues: given, contextValue });
  const compiled = await compiledResponse(document, operation, given, own);
  if (reference.errors !== undefined)
    assert.equal(compiled, null, `The plan responded, but graphql-js fails: ${reference.errors[0]?.message}`);
  else assert.equal(compiled ?? "the plan bailed out", JSON.stringify(reference.data));
  assert.ok(own.db.statements <= bound, `Expected at most ${bound} statements, got ${own.db.statements}.`);
  return compiled;
}

async function compiledResponse(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Variables,
  context: Context,
): Promise<string | null> {
  const variables = variablesOf(schema, operation)(given);
  if (variables === null) return null;
  const plan = compileQuery(schema, document, operation, variables);
  if (plan === null) return null;
  try {
    return await plan.execute(context, variables);
  } catch {
    return null;
  }
}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = getOperationAST(document);
  assert.ok(operation);
  return operation;
}

/** Puts `@skip` and `@include` on some fields, by the digits of a number. */
function withConditions(document: DocumentNode, digits: readonly number[]): DocumentNode {
  let field = 0;
  const conditioned = visit(document, {
    Field(node: FieldNode): FieldNode {
      const digit = digits[field % digits.length] ?? 0;
      field += 1;
      return digit > 3 ? node : { ...node, directives: [CONDITIONS[digit] as DirectiveNode] };
    },
  });
  return parse(print(conditioned).replace(/^(query[^({]*)(\(|\{)/, declareFlags));
}

const directiveOf = (text: string): DirectiveNode => {
  const [definition] = parse(`{ a ${text} }`).definitions as [OperationDefinitionNode];
  return (definition.selectionSet.selections[0] as FieldNode).directives?.[0] as DirectiveNode;
};
const CONDITIONS = ["@skip(if: $off)", "@include(if: $on)", "@include(if: $off)", "@skip(if: false)"].map(directiveOf);
const FLAGS = "$on: Boolean! = true, $off: Boolean!";

const declareFlags = (_whole: string, head: string, next: string): string =>
  next === "(" ? `${head}(${FLAGS}, ` : `${head} (${FLAGS}) {`;

it("a compiled query responds as graphql-js does, and at least 90 % of the plans respond without bailing out", async (t) => {
  let documents = 0;
  let valid = 0;
  let responded = 0;
  const random = fc.record({
    operation: arbitraryOperation(schema, argumentValues),
    digits: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 }),
    isConditioned: fc.boolean(),
  });
  const property = fc.asyncProperty(random, async ({ operation, digits, isConditioned }) => {
    documents += 1;
    const plain = parse(operation.document);
    const document = isConditioned ? withConditions(normalised(plain), digits) : plain;
    // Conditions may leave a variable unused, or make two fields of one name differ; such documents are never executed.
    if (validate(schema, document).length > 0) return;
    valid += 1;
    const variables = isConditioned ? { ...operation.variables, off: false } : operation.variables;
    const compiled = await compare(document, variables, statementBound(schema, operation));
    if (compiled !== null) responded += 1;
  });
  await fc.assert(property, { numRuns: RUNS, ...readPropertyRuns() });
  t.diagnostic(
    `${responded} of ${valid} valid documents got their response from their plan; ${documents} were generated`,
  );
  assert.ok(valid >= documents / 5, `Expected a fifth of ${documents} documents to be valid, got ${valid}.`);
  assert.ok(
    responded >= valid * 0.9,
    `Expected 90 % of ${valid} plans to respond, got ${responded}; the others bailed out.`,
  );
});

/** With the keyword `query`, which an anonymous query may omit. */
function normalised(document: DocumentNode): DocumentNode {
  const text = print(document);
  return text.startsWith("{") ? parse(`query ${text}`) : document;
}

const CASES: readonly [string, string, Variables, boolean][] = [
  [
    "fields of one name together",
    "{ posts(first: 2) { nodes { title } nodes { slug } ...F } } fragment F on PostConnection { nodes { id } }",
    {},
    true,
  ],
  ["an empty selection", "query ($off: Boolean!) { posts { nodes @include(if: $off) { id } } }", { off: false }, true],
  [
    "__typename everywhere",
    "{ __typename posts(first: 1) { __typename nodes { __typename author { __typename } } } }",
    {},
    true,
  ],
  ["null in place of an object", '{ post(slug: "absent") { title } category(slugPath: "absent") { name } }', {}, true],
  [
    "variables that are absent, null and defaults",
    "query ($a: Int, $b: String, $c: Int = 3) { x: posts(first: $a, after: $b) { nodes { id } } y: posts(first: $c) { nodes { id } } }",
    { b: null },
    true,
  ],
  [
    "interfaces and unions",
    '{ resolvePath(path: "/posts/old-post-0-1") { __typename ... on Redirect { to } } nodes(ids: []) { id } }',
    {},
    true,
  ],
  ["a rejected argument", "{ posts(first: 0) { nodes { id } } }", {}, false],
  [
    "a rejected argument of a nested field",
    "{ posts(first: 2) { nodes { title author { name posts(first: 1000) { nodes { id } } } } } }",
    {},
    false,
  ],
  ["a variable of the wrong type", "query ($a: Int) { posts(first: $a) { nodes { id } } }", { a: "one" }, false],
  ["a missing variable", "query ($s: String!) { post(slug: $s) { id } }", {}, false],
];

for (const [name, text, variables, isCompiled] of CASES) {
  it(`a compiled query ${isCompiled ? "responds for" : "bails out for"} ${name}`, async () => {
    const document = parse(text);
    assert.deepEqual(validate(schema, document), []);
    const compiled = await compare(document, variables);
    assert.equal(compiled !== null, isCompiled);
  });
}

it("introspection is never compiled", () => {
  for (const text of ["{ __schema { queryType { name } } }", '{ site { title } __type(name: "Post") { name } }']) {
    const document = parse(text);
    assert.equal(compileQuery(schema, document, operationOf(document), {}), null);
  }
});

it("mutations, and queries with too many fields by nested fragments, are never compiled", () => {
  const mutation = parse('mutation { deleteTag(input: { id: "x" }) { deletedId } }');
  assert.equal(compileQuery(schema, mutation, operationOf(mutation), {}), null);
  const fragments = Array.from({ length: 13 }, (_, i) => `fragment F${i} on Post { ${next(i)} }`);
  const explosive = parse(`{ posts { nodes { ...F0 } } } ${fragments.join(" ")}`);
  assert.deepEqual(validate(schema, explosive), []);
  assert.equal(compileQuery(schema, explosive, operationOf(explosive), {}), null);
});

/** Each fragment contains the next one twice. */
const next = (i: number): string =>
  i === 12 ? "title" : `a${i}: related { post { ...F${i + 1} } } b${i}: related { post { ...F${i + 1} } }`;
