// The command `colophon site`, run as an operator runs it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startTestApp, type TestApp } from "../support/app.js";
import { eventually } from "../support/eventually.js";

const COMMAND = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.close());

function site(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const env = { PATH: "", DATABASE_URL: app.databaseUrl, LOG_LEVEL: "silent" };
    const child = execFile(process.execPath, [COMMAND, "site", ...args], { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const QUERY = "{ site { title description url locale timeZone } }";
const events = async (): Promise<number> => {
  const rows = await app.dataSource.query(
    "select count(*)::integer as count from outbox_event where type = 'site.updated'",
  );
  return rows[0].count;
};

test("colophon site changes what is given, keeps the rest, and running services respond with it", async () => {
  const { site: before } = await app.query<{ site: object }>(QUERY);
  const outcome = await site("--time-zone", "asia/shanghai", "--url", "https://blog.example.org/", "--description", "");
  assert.equal(outcome.code, 0, outcome.stderr);
  const expected = { ...before, timeZone: "Asia/Shanghai", url: "https://blog.example.org", description: null };
  assert.deepEqual(JSON.parse(outcome.stdout), expected);
  await eventually(async () => {
    const { site: now } = await app.query<{ site: { timeZone: string } }>(QUERY);
    return now.timeZone === "Asia/Shanghai";
  }, "the response has the new time zone");
  assert.deepEqual((await app.query<{ site: object }>(QUERY)).site, expected);
});

test("colophon site writes nothing if nothing changes, and shows the metadata without options", async () => {
  const count = await events();
  const shown = await site();
  assert.equal(shown.code, 0, shown.stderr);
  const { title, locale } = JSON.parse(shown.stdout) as { title: string; locale: string };
  assert.equal((await site("--title", title, "--locale", locale)).code, 0);
  assert.equal(await events(), count);
});

test("colophon site names every value that is wrong, and changes nothing", async () => {
  const count = await events();
  const outcome = await site("--time-zone", "Mars/Olympus", "--url", "ftp://x", "--locale", "!", "--title", " ");
  assert.notEqual(outcome.code, 0);
  for (const part of [/IANA time zone/, /https:\/\//, /"!"|language/i]) assert.match(outcome.stderr, part);
  assert.equal(await events(), count);
});
