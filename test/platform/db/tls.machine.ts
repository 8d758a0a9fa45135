// TLS to the database by sslmode, as libpq documents it, with an authority of our own: PgBouncer shows certificates for other names and from
// other authorities. Requires PgBouncer and the program openssl.
import "reflect-metadata";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { openDataSource } from "../../../src/platform/db/connection/open-data-source.js";
import { poolingOf } from "../../../src/platform/db/connection/pooling.js";
import { startServeProcess } from "../../faults/serve-process.js";
import { type PgBouncer, startPgBouncer } from "./pgbouncer.js";
import { type PooledSite, startPooledSite } from "./pooled-site.js";

const run = promisify(execFile);
let site: PooledSite;
let folder: string;
/** By the name in the certificate. */
const poolers: Record<"loopback" | "elsewhere" | "plain", PgBouncer | null> = {
  loopback: null,
  elsewhere: null,
  plain: null,
};

before(async () => {
  site = await startPooledSite();
  folder = await mkdtemp(join(tmpdir(), "colophon-tls-"));
  await chmod(folder, 0o755);
  for (const authority of ["ca", "other"]) {
    await openssl(
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${authority}`],
      ...["-keyout", at(`${authority}.key`), "-out", at(`${authority}.pem`)],
    );
  }
  poolers.loopback = await startWith(await certificate("loopback", "IP:127.0.0.1,DNS:localhost"));
  poolers.elsewhere = await startWith(await certificate("elsewhere", "DNS:db.example"));
  poolers.plain = await startWith({});
});
after(async () => {
  for (const pooler of Object.values(poolers)) await pooler?.stop();
  await site?.delete();
  await rm(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);
const openssl = (...args: string[]): Promise<unknown> => run("openssl", args);

async function certificate(name: string, names: string): Promise<Record<string, string>> {
  await openssl(
    "req",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-subj",
    `/CN=${name}`,
    "-keyout",
    at(`${name}.key`),
    "-out",
    at(`${name}.csr`),
  );
  await writeFile(at(`${name}.ext`), `subjectAltName=${names}\n`);
  await openssl(
    ...[
      "x509",
      "-req",
      "-in",
      at(`${name}.csr`),
      "-CA",
      at("ca.pem"),
      "-CAkey",
      at("ca.key"),
      "-CAcreateserial",
      "-days",
      "2",
    ],
    ...["-extfile", at(`${name}.ext`), "-out", at(`${name}.pem`)],
  );
  await chmod(at(`${name}.key`), 0o644);
  return {
    client_tls_sslmode: "require",
    client_tls_key_file: at(`${name}.key`),
    client_tls_cert_file: at(`${name}.pem`),
  };
}

const startWith = (settings: Record<string, string>): Promise<PgBouncer> =>
  startPgBouncer({ mode: "session", url: site.url, logins: site.logins, settings });

/** "connected", or the code or message of the failure. */
async function outcome(pooler: keyof typeof poolers, parameters: string, host = "127.0.0.1"): Promise<string> {
  const url = `${poolers[pooler]?.through(site.url).replace("127.0.0.1", host)}?${parameters}`;
  try {
    const source = await openDataSource(
      { url, poolSize: 1, poolWaitMs: 5_000, statementTimeoutMs: 3_000 },
      { entities: [], migrations: [] },
    );
    await source.query("select 1");
    await source.destroy();
    return "connected";
  } catch (error) {
    return String((error as { code?: string }).code ?? error);
  }
}

const ALTNAME = "ERR_TLS_CERT_ALTNAME_INVALID";
const UNKNOWN = /SELF_SIGNED|UNABLE_TO|DEPTH_ZERO/;
const ca = () => `sslrootcert=${at("ca.pem")}`;
const other = () => `sslrootcert=${at("other.pem")}`;

describe("sslmode", () => {
  it("require encrypts whatever the certificate says, unless an authority is given", async () => {
    assert.equal(await outcome("elsewhere", "sslmode=require"), "connected");
    assert.equal(await outcome("elsewhere", `sslmode=require&${ca()}`), "connected");
    assert.match(await outcome("loopback", `sslmode=require&${other()}`), UNKNOWN);
    assert.match(await outcome("plain", "sslmode=require"), /does not support SSL/);
  });
  it("verify-ca checks the authority, not the name", async () => {
    assert.equal(await outcome("loopback", `sslmode=verify-ca&${ca()}`), "connected");
    assert.equal(await outcome("elsewhere", `sslmode=verify-ca&${ca()}`), "connected");
    assert.match(await outcome("loopback", `sslmode=verify-ca&${other()}`), UNKNOWN);
    assert.match(await outcome("plain", `sslmode=verify-ca&${ca()}`), /does not support SSL/);
  });
  it("verify-full checks the authority and the name or address", async () => {
    assert.equal(await outcome("loopback", `sslmode=verify-full&${ca()}`), "connected");
    assert.equal(await outcome("loopback", `sslmode=verify-full&${ca()}`, "localhost"), "connected");
    assert.equal(await outcome("elsewhere", `sslmode=verify-full&${ca()}`), ALTNAME);
    assert.equal(await outcome("elsewhere", `sslmode=verify-full&${ca()}`, "localhost"), ALTNAME);
    assert.match(await outcome("loopback", `sslmode=verify-full&${other()}`), UNKNOWN);
    assert.match(await outcome("loopback", "sslmode=verify-full"), UNKNOWN);
    assert.match(await outcome("loopback", "sslrootcert=system"), UNKNOWN);
  });
  it("prefer and allow take either, disable takes none", async () => {
    for (const mode of ["prefer", "allow"]) {
      assert.equal(await outcome("plain", `sslmode=${mode}`), "connected");
      assert.equal(await outcome("elsewhere", `sslmode=${mode}`), "connected");
    }
    assert.equal(await outcome("plain", "sslmode=disable"), "connected");
    assert.equal(await outcome("loopback", "sslmode=disable"), "08P01");
  });
  it("with a file that cannot be read is an error of the URL", async () => {
    assert.match(
      await outcome("loopback", "sslmode=verify-full&sslrootcert=/nowhere.pem"),
      /file of sslrootcert .* cannot be read/,
    );
  });
});

it("the service serves through TLS, and listens through it", async () => {
  const url = `${poolers.loopback?.through(site.url)}?sslmode=verify-full&${ca()}`;
  assert.equal(await poolingOf(url), "session");
  const readers = `${poolers.loopback?.through(site.publicUrl)}?sslmode=verify-full&${ca()}`;
  const service = await startServeProcess({
    databaseUrl: url,
    env: { DATABASE_PUBLIC_URL: readers, POOL_WAIT_MS: "10000" },
  });
  try {
    const ready = await fetch(`${service.url}/readyz`);
    assert.equal(ready.status, 200, await ready.text());
  } finally {
    service.signal("SIGTERM");
    await service.ended;
  }
});
