// Redaction: what no line of the log contains.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLog } from "../../../src/platform/observability/log.js";

test("an error of the database is logged without the values that it contains", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  const driverError = Object.assign(new Error("duplicate key"), { detail: "Key (slug)=(canary) already exists." });
  const error = Object.assign(new Error("duplicate key"), {
    code: "23505",
    constraint: "post_slug_key",
    detail: driverError.detail,
    parameters: ["canary"],
    driverError,
  });
  log.error({ err: error }, "A write failed.");
  const line = lines.join("");
  assert.ok(!line.includes("canary"));
  for (const part of ["23505", "post_slug_key", "duplicate key", "A write failed."])
    assert.ok(line.includes(part), part);
});
