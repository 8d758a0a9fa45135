// The environment becomes a frozen configuration, or a list of all its errors.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ConfigError, configVariables, loadConfig } from "../../../src/platform/config/config.js";

const EXAMPLE = new URL("../../../../.env.example", import.meta.url);

test("an empty environment gives the documented defaults", () => {
  const config = loadConfig({});
  assert.equal(config.databaseUrl, null);
  assert.equal(config.port, 4000);
  assert.equal(config.host, "127.0.0.1");
  assert.equal(config.dataDir, ".data");
  assert.equal(config.exposeSqlCount, false);
  assert.ok(Object.isFrozen(config));
});

test("an empty variable counts as an absent one", () => {
  assert.equal(loadConfig({ PORT: "", DATABASE_URL: " " }).port, 4000);
});

test("all errors are reported at once, without repeating the database URL", () => {
  const env = { PORT: "x", LOG_LEVEL: "loud", DATABASE_URL: "mysql://root:secret@db/x", EXPOSE_SQL_COUNT: "maybe" };
  assert.throws(
    () => loadConfig(env),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.equal(error.errors.length, 4);
      assert.ok(!error.message.includes("secret"));
      return true;
    },
  );
});

test("numbers outside their range and invalid origins are errors", () => {
  assert.throws(() => loadConfig({ PORT: "65536" }), /PORT must be a whole number from 0 to 65535/);
  assert.throws(() => loadConfig({ CORS_ORIGINS: "https://a.example/path" }), /CORS_ORIGINS takes origins/);
  assert.throws(() => loadConfig({ CORS_HEADERS: "x-a, b c" }), /CORS_HEADERS takes names of headers.*"b c"/);
  assert.deepEqual(loadConfig({ CORS_HEADERS: "X-Tenant, x-b" }).corsHeaders, ["X-Tenant", "x-b"]);
  assert.deepEqual(loadConfig({ CORS_ORIGINS: "https://a.example, *" }).corsOrigins, ["https://a.example", "*"]);
});

test(".env.example lists exactly the variables, with their defaults and descriptions", () => {
  const text = readFileSync(EXAMPLE, "utf8");
  const named = [...text.matchAll(/^# ?([A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => ({ name, value }));
  assert.deepEqual(
    named,
    configVariables.map(({ name, defaultValue }) => ({ name, value: defaultValue })),
  );
  for (const { description } of configVariables) assert.ok(text.includes(`# ${description}\n`), description);
});
