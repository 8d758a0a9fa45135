// The command `colophon studio-link`, run as an operator runs it: the link that it prints signs a browser in at a running service.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { operate, signIn } from "../../http/studio/studio-client.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

const COMMAND = fileURLToPath(new URL("../../../src/cli/main.js", import.meta.url));

let app: TestApp;
before(async () => {
  app = await startTestApp();
  await new Factories(app.dataSource).author("lin-ke");
});
after(() => app.close());

function run(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const own = { PATH: "", DATABASE_URL: app.databaseUrl, LOG_LEVEL: "silent", DATABASE_WAIT_SECONDS: "120", ...env };
    const child = execFile(
      process.execPath,
      [COMMAND, "studio-link", ...args],
      { env: own },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

test("colophon studio-link prints only a link, whose key is in the fragment and signs in once", async () => {
  const { code, stdout, stderr } = await run(["--role", "author", "--author", "lin-ke"], { PORT: "4321" });
  assert.equal(code, 0, stderr);
  const key = /^http:\/\/127\.0\.0\.1:4321\/studio\/#key=([\w-]{43})\n$/.exec(stdout)?.[1] ?? "";
  const { status, cookie } = await signIn(app.url, { key });
  assert.equal(status, 200);
  const { text } = await operate(app.url, cookie ?? "", "{ viewer { name role author { slug } } }");
  assert.deepEqual(JSON.parse(text).data.viewer, { name: "lin-ke", role: "AUTHOR", author: { slug: "lin-ke" } });
});

test("colophon studio-link uses STUDIO_URL, and makes no link that nobody could open", async () => {
  const { stdout } = await run(["--role", "admin", "--name", "Ada"], { STUDIO_URL: "https://api.example.org" });
  assert.match(stdout, /^https:\/\/api\.example\.org\/studio\/#key=/);
  for (const [args, env, reason] of [
    [["--role", "author"], {}, /--author/],
    [["--role", "editor", "--author", "lin-ke"], {}, /--author/],
    [["--role", "author", "--author", "nobody"], {}, /slug of an author/],
    [["--role", "editor"], { STUDIO: "0" }, /switched off/],
  ] as const) {
    const { code, stderr, stdout: printed } = await run([...args], env);
    assert.notEqual(code, 0);
    assert.match(stderr, reason);
    assert.equal(printed, "");
  }
});
