// docs/import-report.schema.json describes the report as JSON: a real report conforms to it, and it names every property.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, it } from "node:test";
import type { ImportEvent } from "../../../../src/intake/importers/import-event.js";
import { jsonReport } from "../../../../src/intake/importers/report/json-report.js";
import { startTestApp, type TestApp } from "../../../support/app.js";
import { batches, importedPost, importInto } from "../import-fixture.js";

interface Schema {
  type?: string | string[];
  enum?: string[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
  items?: Schema;
}

const SCHEMA = new URL("../../../../../docs/import-report.schema.json", import.meta.url);

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.close());

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}

/** The part of JSON Schema that the file uses. Properties must be named, so that none is left undocumented. */
function violations(value: unknown, schema: Schema, path: string): string[] {
  if (schema.enum !== undefined) return schema.enum.includes(value as string) ? [] : [`${path}: not one of the enum`];
  const type = typeOf(value);
  const allowed = [schema.type ?? []].flat();
  if (!allowed.includes(type) && !(type === "integer" && allowed.includes("number"))) return [`${path}: is ${type}`];
  if (Array.isArray(value))
    return value.flatMap((item, index) => violations(item, schema.items ?? {}, `${path}[${index}]`));
  if (type !== "object") return [];
  const entries = Object.entries(value as object);
  const missing = (schema.required ?? []).filter((name) => !entries.some(([key]) => key === name));
  return [
    ...missing.map((name) => `${path}.${name}: is missing`),
    ...entries.flatMap(([name, part]) => {
      const own = schema.properties?.[name] ?? schema.additionalProperties;
      return own === undefined ? [`${path}.${name}: is not documented`] : violations(part, own, `${path}.${name}`);
    }),
  ];
}

it("a report conforms to the schema in the documentation, which names every property", async () => {
  const schema = JSON.parse(readFileSync(SCHEMA, "utf8")) as Schema;
  const occurrence = { count: 2, firstItem: "a", summary: "Left out." };
  const events: ImportEvent[] = [
    { kind: "post", post: importedPost("a", { source: "[x](/gone) [y](/files/a.pdf)" }) },
    { kind: "post", post: importedPost("b", { source: "[x](/posts/a)", formerPaths: ["/b"] }) },
    { kind: "counted", what: "widgets", count: 2, example: "a" },
    { kind: "notice", notice: { code: "CHANGED", item: "[x]", reason: "Left out.", occurrence } },
    { kind: "notice", notice: { code: "HIDDEN", item: "c", reason: "It is a draft." } },
  ];
  const report = await importInto(app.dataSource, batches(...events), { siteUrl: "https://old.example", locale: "en" });
  const written: unknown = JSON.parse(jsonReport(report));
  assert.deepEqual(violations(written, schema, "report"), []);
  assert.deepEqual(Object.keys(written as object).sort(), [...(schema.required ?? [])].sort());
  assert.deepEqual(
    report.notices.map(({ code }) => code),
    ["HIDDEN", "CHANGED"],
  );
});
