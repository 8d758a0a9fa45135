// Holds docs/limits.md to the code: every price that the schema declares and every limit that the environment sets is there,
// as it is.
import "reflect-metadata";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { isObjectType } from "graphql";
import { createSchema } from "../../../src/app/schema.js";
import { limitVariables } from "../../../src/platform/config/limit-config.js";
import { DEFAULT_LIST_SIZE, fieldCostOf, MUTATION_POINTS } from "../../../src/platform/query-cost/field-costs.js";

const document = readFileSync(new URL("../../../../docs/limits.md", import.meta.url), "utf8");

/** One line for a field, whichever types have it at the same price. */
function priceRows(): string[] {
  const rows = Object.values(createSchema().getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const { size, sizedBy, points } = fieldCostOf(field);
        if (size === undefined && sizedBy === undefined && points === undefined) return [];
        const usual = sizedBy === undefined ? (size ?? "") : `\`${sizedBy}\``;
        return [`| \`${type.name}.${field.name}\` | ${usual} | ${points ?? ""} |`.replaceAll("|  |", "| |")];
      }),
    );
  return rows.sort();
}

it("shows the price of every field that has one", () => {
  const shown = document.split("\n").filter((line) => /^\| `\w+\.\w+`/.test(line));
  assert.deepEqual(shown, priceRows());
  assert.ok(document.includes(`| any other list of objects | ${DEFAULT_LIST_SIZE} | |`));
  assert.ok(document.includes(`| each field of \`Mutation\` | | ${MUTATION_POINTS} |`));
});

it("shows every limit with its default", () => {
  const rows = document.split("\n").filter((line) => line.startsWith("| "));
  for (const { name, defaultValue } of limitVariables) {
    const row = rows.find((line) => line.includes(`\`${name}\``)) ?? "";
    const shown = [defaultValue, `${Number(defaultValue) / 1_048_576} MiB`, `${Number(defaultValue) / 1_000} s`];
    assert.ok(
      shown.some((value) => row.includes(value)),
      `${name}=${defaultValue}`,
    );
  }
});
