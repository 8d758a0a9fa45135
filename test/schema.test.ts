// The committed SDL is what the code prints, every part of it is described, and the changelog names what was added and what breaks clients since
// the last release, whose SDL is schema/released.graphql.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  validateSchema,
} from "graphql";
import { createSchema, printPossibleTypes, printSdl, printTypesWithoutId } from "../src/app/schema.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SDL_FILE = "schema/schema.graphql";
const schema = createSchema();
const released = buildSchema(readFileSync(`${ROOT}schema/released.graphql`, "utf8"));

test("the schema is valid", () => {
  assert.deepEqual(validateSchema(schema), []);
});

test("the committed SDL is what the code prints", () => {
  const isSame = readFileSync(`${ROOT}${SDL_FILE}`, "utf8") === printSdl(schema);
  assert.ok(isSame, `${SDL_FILE} is not what the code prints. Run \`npm run schema\` and commit the file.`);
});

test("the committed files for the caches of clients fit the schema", () => {
  const files = {
    "schema/possible-types.json": printPossibleTypes(schema),
    "schema/types-without-id.json": printTypesWithoutId(schema),
  };
  for (const [file, text] of Object.entries(files)) {
    const isSame = readFileSync(`${ROOT}${file}`, "utf8") === text;
    assert.ok(isSame, `${file} does not fit the schema. Run \`npm run schema\` and commit the file.`);
  }
});

test("every type, field, argument and enum value has a description", () => {
  const missing = Object.values(schema.getTypeMap()).flatMap(undescribed);
  assert.deepEqual(missing, [], "Give each of these a description: a full sentence for the users of the API.");
});

test("the changelog names every addition since the last release", () => {
  const changelog = readFileSync(`${ROOT}CHANGELOG.md`, "utf8");
  const before = new Set(coordinatesOf(released));
  const unnamed = coordinatesOf(schema)
    .filter((coordinate) => !before.has(coordinate))
    .filter((coordinate) => !new RegExp(`\\b${changelogName(coordinate)}\\b`).test(changelog));
  assert.deepEqual(unnamed, [], "Name each of these in a line of CHANGELOG.md, for the users of the API.");
});

/** The name of an addition, without its type. The input and the payload of a mutation are additions of the mutation. */
function changelogName(coordinate: string): string {
  const name = coordinate.split(".").at(-1) ?? "";
  const mutation = name.replace(/^./, (first) => first.toLowerCase()).replace(/(?:Input|Payload)$/, "");
  return schema.getMutationType()?.getFields()[mutation] === undefined ? name : mutation;
}

test("no breaking change since the last release, unless the changelog names it", () => {
  const changelog = readFileSync(`${ROOT}CHANGELOG.md`, "utf8");
  const unannounced = findBreakingChanges(released, schema).filter((change) => !changelog.includes(change.description));
  assert.deepEqual(
    unannounced.map((change) => change.description),
    [],
    "Name each of these in CHANGELOG.md in these words, for the users of the API.",
  );
});

test("every field of Mutation is nullable, so that its error does not hide what others wrote", () => {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  assert.deepEqual(
    fields.filter(({ type }) => isNonNullType(type)).map(({ name }) => name),
    [],
    "Give each of these `nullable: true` in its @Mutation.",
  );
});

/** The types of a schema with their fields and values: `Post`, `Post.title`, `PostStatus.DRAFT`. */
function coordinatesOf(from: GraphQLSchema): string[] {
  return Object.values(from.getTypeMap()).flatMap((type) => {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) return [];
    const names = isEnumType(type)
      ? type.getValues().map(({ name }) => name)
      : isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
        ? Object.keys(type.getFields())
        : [];
    return [type.name, ...names.map((name) => `${type.name}.${name}`)];
  });
}

function undescribed(type: GraphQLNamedType): string[] {
  if (isIntrospectionType(type) || isSpecifiedScalarType(type)) return [];
  const missing = type.description ? [] : [type.name];
  if (isEnumType(type)) {
    missing.push(
      ...type
        .getValues()
        .filter((value) => !value.description)
        .map((value) => `${type.name}.${value.name}`),
    );
  }
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      if (!field.description) missing.push(`${type.name}.${field.name}`);
      const args: readonly { name: string; description?: string | null }[] = "args" in field ? field.args : [];
      missing.push(...args.filter((arg) => !arg.description).map((arg) => `${type.name}.${field.name}(${arg.name})`));
    }
  }
  return missing;
}

test("what the edge of a connection leads to is a node, which an id finds again", () => {
  // A use of an asset is no object of its own: it is found by its owner.
  const exceptions = new Set(["AssetUseEdge"]);
  const edges = Object.values(schema.getTypeMap()).filter((type) => type.name.endsWith("Edge") && isObjectType(type));
  const others = edges.filter((type) => {
    const node = isObjectType(type) ? getNamedType(type.getFields().node?.type) : undefined;
    return !isObjectType(node) || !node.getInterfaces().some(({ name }) => name === "Node");
  });
  assert.deepEqual(new Set(others.map(({ name }) => name)), exceptions);
});
