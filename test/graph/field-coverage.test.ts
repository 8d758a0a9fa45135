// The random queries are only as useful as their coverage: every one is valid, and together they select every field and use every
// argument of the schema.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isObjectType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { createSchema } from "../../src/app/schema.js";
import { argumentValuesOf } from "./argument-values.js";
import { type ArgumentValues, arbitraryOperation } from "./random-query.js";

const SEED = 20_240_501;
const RUNS = 2_000;

const schema = createSchema();
/** Without data there are no cursors, so one value is used for all of them. */
const preset = [{ args: {}, cursors: ["cursor"] }];
const argumentValues: ArgumentValues = {
  values: argumentValuesOf,
  cursors: new Map(reachableFields(schema).map((field) => [field, preset])),
  rare: new Set(),
};
const documents = fc
  .sample(arbitraryOperation(schema, argumentValues), { seed: SEED, numRuns: RUNS })
  .map(({ document }) => parse(document));

it("every random query is a valid document", () => {
  for (const document of documents) assert.deepEqual(validate(schema, document), []);
});

it("random queries select every field of every type that a query can reach", () => {
  const selected = new Set<string>();
  for (const document of documents) {
    const info = new TypeInfo(schema);
    const enter = () => void selected.add(`${info.getParentType()?.name}.${info.getFieldDef()?.name}`);
    visit(document, visitWithTypeInfo(info, { Field: { enter } }));
  }
  assert.deepEqual(
    reachableFields(schema).filter((field) => !selected.has(field)),
    [],
  );
});

it("random queries use every argument and every field of input objects", () => {
  const text = new Set<string>();
  const given = (owner: string | undefined, name: string) => text.add(`${owner}.${name}`);
  for (const document of documents) {
    const info = new TypeInfo(schema);
    visit(
      document,
      visitWithTypeInfo(info, {
        Argument: (node) => void given(`${info.getParentType()?.name}.${info.getFieldDef()?.name}`, node.name.value),
        ObjectField: (node) => void given(inputOwner(info), node.name.value),
      }),
    );
  }
  assert.deepEqual(
    inputs(schema).filter((input) => !text.has(input)),
    [],
  );
});

function inputOwner(info: TypeInfo): string | undefined {
  return String(info.getParentInputType()).replace(/[[\]!]/g, "");
}

function nameOf(type: GraphQLType): string {
  return getNamedType(type).name;
}

/** The types, inputs among them, that lie below Query. */
function reachableTypes(of: GraphQLSchema): GraphQLNamedType[] {
  const reached = new Map<string, GraphQLNamedType>();
  const open = [of.getQueryType()?.name ?? ""];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const type = of.getType(name);
    if (type === undefined || reached.has(name)) continue;
    reached.set(name, type);
    if (isAbstractType(type)) open.push(...of.getPossibleTypes(type).map((possible) => possible.name));
    if (isInputObjectType(type)) open.push(...Object.values(type.getFields()).map((field) => nameOf(field.type)));
    if (!isObjectType(type)) continue;
    const fields = Object.values(type.getFields());
    open.push(...fields.flatMap((field) => [field, ...field.args].map((part) => nameOf(part.type))));
  }
  return [...reached.values()];
}

function reachableFields(of: GraphQLSchema): string[] {
  return reachableTypes(of)
    .filter(isObjectType)
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
}

function inputs(of: GraphQLSchema): string[] {
  return reachableTypes(of).flatMap((type) => {
    if (isInputObjectType(type)) return Object.keys(type.getFields()).map((field) => `${type.name}.${field}`);
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) =>
      field.args.map((argument) => `${type.name}.${field.name}.${argument.name}`),
    );
  });
}

it("every mutation, and every field that only mutations can reach, is named in a test", () => {
  const root = fileURLToPath(new URL("../../../test/", import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  const words = new Set(files.flatMap((path) => readFileSync(join(root, path), "utf8").match(/\w+/g) ?? []));
  const read = new Set(reachableFields(schema));
  const written = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith("__"))
    .flatMap((type) =>
      isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
    )
    .filter((coordinate) => !read.has(coordinate));
  assert.ok(written.length > 50);
  assert.deepEqual(
    written.filter((coordinate) => !words.has(coordinate.split(".")[1] ?? "")),
    [],
  );
});
