// The committed SDL is the code's, every part of it is described, and it breaks no client without the changelog's word.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  validateSchema,
} from "graphql";
import { createSchema, printSdl } from "../src/app/schema.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SDL_FILE = "schema/schema.graphql";
const schema = createSchema();

test("the schema is valid", () => {
  assert.deepEqual(validateSchema(schema), []);
});

test("the committed SDL is what the code prints; `npm run schema` writes it", () => {
  assert.equal(readFileSync(`${ROOT}${SDL_FILE}`, "utf8"), printSdl(schema));
});

test("every type, field, argument and enum value has a description", () => {
  assert.deepEqual(Object.values(schema.getTypeMap()).flatMap(undescribed), []);
});

test("no breaking change against the last committed SDL, unless the changelog names it", () => {
  const changelog = readFileSync(`${ROOT}CHANGELOG.md`, "utf8");
  const unannounced = findBreakingChanges(buildSchema(committedSdl()), schema).filter(
    (change) => !changelog.includes(change.description),
  );
  assert.deepEqual(
    unannounced.map((change) => change.description),
    [],
  );
});

/** What the last commit holds; outside of a checkout (a released archive) the file itself is the last committed. */
function committedSdl(): string {
  try {
    return execFileSync("git", ["show", `HEAD:${SDL_FILE}`], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return readFileSync(`${ROOT}${SDL_FILE}`, "utf8");
  }
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
