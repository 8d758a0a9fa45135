// Holds docs/errors.md to the code: every code that a client can meet is documented, and no code is that is never raised.
import "reflect-metadata";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { ApolloServerErrorCode } from "@apollo/server/errors";
import { USER_ERROR_CODES } from "../src/platform/graphql/user-error.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const document = readFileSync(join(ROOT, "docs/errors.md"), "utf8");
const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => ({ path, text: readFileSync(join(ROOT, "src", path), "utf8") }));

/** The cells of the rows of the table below a heading, without the head of the table. */
function table(heading: string): string[][] {
  const section = document.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

function found(pattern: RegExp, isWanted: (path: string) => boolean = () => true): string[] {
  const chosen = sources.filter(({ path }) => isWanted(path));
  return sorted(chosen.flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match.slice(1).join(" "))));
}

const isHttp = (path: string): boolean => /^(?:http|app\/bridge)\//.test(path);

it("documents every refusal of a mutation with the meaning that the schema gives", () => {
  const documented = Object.fromEntries(table("Refusals").map(([code, meaning]) => [code, meaning]));
  assert.deepEqual(documented, { ...USER_ERROR_CODES });
});

it("raises every refusal that it documents", () => {
  const raised = found(/(?:throwUserError|Refusal\.of|code:)\(?\s*"([A-Z_]+)"/g);
  const silent = Object.keys(USER_ERROR_CODES).filter((code) => code !== "INVALID" && !raised.includes(code));
  assert.deepEqual(silent, []);
});

it("documents every code of a GraphQL error", () => {
  const raised = found(
    /\bcode: "([A-Z_]+)"(?! as const)/g,
    (path) => !isHttp(path) && !path.startsWith("intake/importers/"),
  );
  const documented = table("GraphQL errors").map(([code = ""]) => code);
  assert.deepEqual(sorted(documented), sorted([...raised, ...Object.values(ApolloServerErrorCode)]));
});

it("documents every reason of BAD_USER_INPUT", () => {
  const [, union = ""] =
    /BadInputReason =([^;]+);/.exec(sources.find(({ path }) => path === "platform/graphql/bad-input.ts")?.text ?? "") ??
    [];
  const reasons = [...union.matchAll(/"([A-Z_]+)"/g)].map(([, reason = ""]) => reason);
  assert.ok(reasons.length > 5);
  assert.deepEqual(
    sorted(table("Reasons of BAD_USER_INPUT".replace(/[A-Z]+_.*/, "`$&`")).map(([reason = ""]) => reason)),
    sorted(reasons),
  );
});

it("documents every HTTP refusal with its status", () => {
  const thrown = found(/new HttpError\(\s*(\d{3}),\s*"([A-Z_]+)"/g);
  const answered = found(/\bstatus: (\d{3}), code: "([A-Z_]+)"/g, isHttp);
  const documented = table("HTTP refusals").map(([status = "", code = ""]) => `${status} ${code}`);
  const multiline = found(/\{\s*status: (\d{3}),\s*code: "([A-Z_]+)"/g, isHttp);
  assert.deepEqual(sorted(documented), sorted([...thrown, ...answered, ...multiline]));
});
