// The URL of a database is read as libpq reads it: several hosts, conditions on the server, and TLS.
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../src/platform/config/config.js";
import { parseDatabaseUrl } from "../../../src/platform/config/database-url.js";

const urlsOf = (text: string): readonly string[] => parseDatabaseUrl(text).urls;

test("a URL with one host and nothing else is passed on unchanged", () => {
  for (const url of [
    "postgres://me:s%40cret@db.example:5433/site",
    "postgresql://db/site?application_name=mine",
    "postgres:///site?host=%2Fvar%2Frun%2Fpostgresql",
    "postgres://me@[::1]:5432/site",
    "postgres://",
  ]) {
    assert.deepEqual(parseDatabaseUrl(url), { urls: [url], sessionAttrs: "any", tls: null, options: "" });
  }
});

test("each of several hosts has a URL of its own, in their order, with its port", () => {
  assert.deepEqual(urlsOf("postgres://me:pw@a:5432,b:5433,c/site?application_name=x"), [
    "postgres://me:pw@a:5432/site?application_name=x",
    "postgres://me:pw@b:5433/site?application_name=x",
    "postgres://me:pw@c/site?application_name=x",
  ]);
  assert.deepEqual(urlsOf("postgres://[::1]:1,[fe80::2]/site"), [
    "postgres://[::1]:1/site",
    "postgres://[fe80::2]/site",
  ]);
  assert.deepEqual(urlsOf("postgres://me@/site?host=a,b&port=1,2"), [
    "postgres://me@/site?host=a&port=1",
    "postgres://me@/site?host=b&port=2",
  ]);
  assert.deepEqual(urlsOf("postgres:///site?host=a,b&port=7"), [
    "postgres:///site?host=a&port=7",
    "postgres:///site?host=b&port=7",
  ]);
});

test("parameters that the driver does not know, or reads in another way, are taken out", () => {
  const target = parseDatabaseUrl(
    "postgres://a,b/site?target_session_attrs=read-write&sslmode=verify-full&sslrootcert=/ca.pem&options=-c%20work_mem%3D8MB",
  );
  assert.deepEqual(target, {
    urls: ["postgres://a/site", "postgres://b/site"],
    sessionAttrs: "read-write",
    tls: { mode: "verify-full", rootCert: "/ca.pem", cert: null, key: null },
    options: "-c work_mem=8MB",
  });
});

test("sslrootcert without sslmode means prefer, and system means verify-full", () => {
  assert.equal(parseDatabaseUrl("postgres://a/b?sslrootcert=/ca.pem").tls?.mode, "prefer");
  assert.equal(parseDatabaseUrl("postgres://a/b?sslrootcert=system").tls?.mode, "verify-full");
});

test("what libpq refuses is an error that does not repeat the URL", () => {
  for (const [url, expected] of [
    ["postgres://me:secret@a,,b/x", /empty host/],
    ["postgres:///x?host=a,b&port=1,2,3&password=secret", /2 hosts, but 3 ports/],
    [
      "postgres://me:secret@a/x?target_session_attrs=master",
      /unknown target_session_attrs; it must be one of any, read-write/,
    ],
    ["postgres://me:secret@a/x?sslmode=on", /unknown sslmode/],
    ["postgres://me:secret@a/x?sslmode=verify-ca", /needs sslrootcert/],
    ["postgres://me:secret@a/x?sslmode=require&sslrootcert=system", /needs sslmode=verify-full/],
    ["postgres://me:secret@a/x?sslcert=/c.pem", /one of sslcert and sslkey/],
    ["postgres://me:secret@a:99999/x", /must be a URL/],
    ["mysql://me:secret@a/x", /must be a URL/],
    ["secret", /must be a URL/],
  ] as const) {
    assert.throws(
      () => loadConfig({ DATABASE_URL: url }),
      (error: Error) => {
        assert.match(error.message, expected);
        assert.ok(!error.message.includes("secret"), error.message);
        return true;
      },
      url,
    );
  }
});
