// Compares docs/limits.md with the code: it lists the declared cost of every field, and every limit with its default.
import "reflect-metadata";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { isObjectType } from "graphql";
import { createSchema } from "../../../src/app/schema.js";
import { limitVariables } from "../../../src/platform/config/limit-config.js";
import { DEFAULT_LIST_SIZE, fieldCostOf, MUTATION_COST } from "../../../src/platform/query-cost/field-costs.js";

const document = readFileSync(new URL("../../../../docs/limits.md", import.meta.url), "utf8");

/** A row for each field that declares a size or a cost. */
function fieldRows(): string[] {
  const rows = Object.values(createSchema().getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const { size, sizedBy, cost } = fieldCostOf(field);
        if (size === undefined && sizedBy === undefined && cost === undefined) return [];
        const assumed = sizedBy === undefined ? (size ?? "") : `\`${sizedBy}\``;
        return [`| \`${type.name}.${field.name}\` | ${assumed} | ${cost ?? ""} |`.replaceAll("|  |", "| |")];
      }),
    );
  return rows.sort();
}

it("docs/limits.md lists every field with a declared size or cost", () => {
  const documented = document.split("\n").filter((line) => /^\| `\w+\.\w+`/.test(line));
  assert.deepEqual(documented, fieldRows());
  assert.ok(document.includes(`| Any other list of objects | ${DEFAULT_LIST_SIZE} | |`));
  assert.ok(document.includes(`| Each field of \`Mutation\` | | ${MUTATION_COST} |`));
});

it("docs/limits.md lists every limit with its default", () => {
  const rows = document.split("\n").filter((line) => line.startsWith("| "));
  for (const { name, defaultValue } of limitVariables) {
    const row = rows.find((line) => line.includes(`\`${name}\``)) ?? "";
    const notations = [defaultValue, `${Number(defaultValue) / 1_048_576} MiB`, `${Number(defaultValue) / 1_000} s`];
    assert.ok(
      notations.some((value) => row.includes(value)),
      `${name}=${defaultValue}`,
    );
  }
});
