// The command `colophon token`, run as an operator runs it.
import "reflect-metadata";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { createFirstToken } from "../../../src/identity/api-tokens/first-token.js";
import { ownTransactions } from "../../../src/platform/db/transaction.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

const COMMAND = fileURLToPath(new URL("../../../src/cli/main.js", import.meta.url));

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

let app: TestApp;

before(async () => {
  app = await startTestApp();
});
after(() => app.close());

function token(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { PATH: "", DATABASE_URL: app.databaseUrl, LOG_LEVEL: "silent" };
    const child = execFile(process.execPath, [COMMAND, "token", ...args], { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const viewerOf = async (secret: string) => app.send<object>("{ viewer { name role } }", {}, { token: secret });

describe("colophon token", () => {
  it("the first start creates exactly one token", async () => {
    const first = await Promise.all([1, 2, 3].map(() => createFirstToken(ownTransactions(app.dataSource))));
    const secrets = first.filter((secret) => secret !== null);
    assert.equal(secrets.length, 1);
    const { data } = await viewerOf(secrets[0] ?? "");
    assert.deepEqual(data, { viewer: { name: "First start", role: "ADMIN" } });
  });

  it("colophon token creates a token, prints only its secret to standard output, lists it and revokes it", async () => {
    const made = await token("create", "--role", "admin", "--name", "Ops", "--expires", "90d");
    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stdout, /^colophon_[a-z2-9]{8}_[\w-]{43}\n$/);
    const secret = made.stdout.trim();
    assert.ok(!made.stderr.includes(secret));
    assert.deepEqual((await viewerOf(secret)).data, { viewer: { name: "Ops", role: "ADMIN" } });
    const prefix = secret.split("_")[1] ?? "";
    const list = await token("list");
    assert.match(list.stdout, new RegExp(`^${prefix}  admin {3}valid .* Ops$`, "m"));
    assert.ok(!list.stdout.includes(secret));
    assert.equal((await token("revoke", prefix)).code, 0);
    assert.equal((await viewerOf(secret)).errors?.[0]?.extensions.code, "UNAUTHENTICATED");
    assert.match((await token("list")).stdout, new RegExp(`^${prefix}  admin {3}revoked`, "m"));
  });

  it("colophon token creates a token for an author by its slug", async () => {
    await new Factories(app.dataSource).author("Mei Lin");
    const { stdout } = await token("create", "--role", "author", "--author", "mei-lin");
    assert.deepEqual((await viewerOf(stdout.trim())).data, { viewer: { name: "mei-lin", role: "AUTHOR" } });
  });

  const mistakes: [string[], RegExp][] = [
    [["create", "--role", "owner"], /Allowed choices are admin, editor, author/],
    [["create", "--role", "author"], /requires --author/],
    [["create", "--role", "author", "--author", "nobody"], /slug of an author, got "nobody"/],
    [["create", "--role", "admin", "--expires", "soon"], /Expected days such as 90d/],
    [["create", "--role", "admin", "--expires", "2001-01-01T00:00:00Z"], /Expected an instant in the future/],
    [["revoke", "aaaaaaaa"], /Expected the prefix of a token/],
  ];
  for (const [args, message] of mistakes) {
    it(`colophon token reports the error of: ${args.join(" ")}`, async () => {
      const { code, stdout, stderr } = await token(...args);
      assert.notEqual(code, 0);
      assert.equal(stdout, "");
      assert.match(stderr, message);
    });
  }
});
