// Compares docs/errors.md with the lists of error codes in the code: every code that a client can receive is documented with its
// meaning, and every documented code is raised somewhere.
import "reflect-metadata";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { ApolloServerErrorCode } from "@apollo/server/errors";
import {
  BAD_INPUT_REASONS,
  GRAPHQL_ERROR_CODES,
  HTTP_ERROR_CODES,
  USER_ERROR_CODES,
} from "../src/platform/graphql/error-codes.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const LISTS = "platform/graphql/error-codes.ts";
/** Raised by input checks, which name the value that is wrong and get the code by default. */
const RAISED_BY_DEFAULT = ["INVALID"];

const document = readFileSync(join(ROOT, "docs/errors.md"), "utf8");
const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && path !== LISTS)
  .map((path) => readFileSync(join(ROOT, "src", path), "utf8"));

/** The rows of the table below a heading: their first cells, without the last one, which is advice. */
function table(heading: string, columns: number): string[] {
  const section = document.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  const cells = rows.slice(2).map((row) => row.split(/(?<!\\)\|/).slice(1, 1 + columns));
  return cells.map((row) => row.map((cell) => cell.trim()).join(" | ")).sort();
}

const rowsOf = (meanings: Readonly<Record<string, string>>): string[] =>
  Object.entries(meanings)
    .map(([code, meaning]) => `\`${code}\` | ${meaning}`)
    .sort();

it("docs/errors.md lists every user error with its meaning", () => {
  assert.deepEqual(table("User errors", 2), rowsOf(USER_ERROR_CODES));
});

it("docs/errors.md lists every GraphQL error with its meaning", () => {
  const documented = table("GraphQL errors", 3).map((row) => row.replace(/ \| [\d, ]+ \| /, " | "));
  assert.deepEqual(documented, rowsOf(GRAPHQL_ERROR_CODES));
});

it("docs/errors.md lists every reason of BAD_USER_INPUT with its meaning", () => {
  assert.deepEqual(table("Reasons of `BAD_USER_INPUT`", 2), rowsOf(BAD_INPUT_REASONS));
});

it("docs/errors.md lists every HTTP error with its status and meaning", () => {
  const rows = Object.entries(HTTP_ERROR_CODES).map(
    ([code, { status, meaning }]) => `${status} | \`${code}\` | ${meaning}`,
  );
  assert.deepEqual(table("HTTP errors", 3), rows.sort());
});

it("every code of Apollo Server is among the GraphQL errors", () => {
  const unknown = Object.values(ApolloServerErrorCode).filter((code) => !(code in GRAPHQL_ERROR_CODES));
  assert.deepEqual(unknown, []);
});

it("every listed code is raised by the service or by Apollo Server", () => {
  const listed = [USER_ERROR_CODES, GRAPHQL_ERROR_CODES, BAD_INPUT_REASONS, HTTP_ERROR_CODES].flatMap(Object.keys);
  const raisedElsewhere = new Set<string>([...RAISED_BY_DEFAULT, ...Object.values(ApolloServerErrorCode)]);
  const raised = (code: string) => raisedElsewhere.has(code) || sources.some((text) => text.includes(`"${code}"`));
  assert.deepEqual(
    listed.filter((code) => !raised(code)),
    [],
  );
});
