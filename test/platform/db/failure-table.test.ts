// Every class of SQLSTATE and every code with a meaning of its own, every code of Node and every library error, row by row: what the
// service calls it. A pipeline reports the failure that came first.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DatabaseError } from "pg";
import { QueryFailedError, QueryRunnerAlreadyReleasedError, TransactionNotStartedError } from "typeorm";
import { NODE_CODES_UNAVAILABLE, TYPEORM_ERRORS_UNAVAILABLE } from "../../../src/platform/db/failures/failure-table.js";
import { transientError } from "../../../src/platform/db/failures/transient-error.js";
import { pipelined } from "../../../src/platform/db/prepared/pipeline.js";
import { isRetryable } from "../../../src/platform/db/transaction.js";

type Expected = "SERVICE_UNAVAILABLE" | "TIMEOUT" | null;

/** PostgreSQL 18, Appendix A: a code of every class, and the codes that differ from their class. */
const SQLSTATES: Readonly<Record<string, Expected>> = {
  "00000": null,
  "01000": null,
  "02000": null,
  "03000": null,
  "08000": "SERVICE_UNAVAILABLE",
  "08001": "SERVICE_UNAVAILABLE",
  "08003": "SERVICE_UNAVAILABLE",
  "08004": "SERVICE_UNAVAILABLE",
  "08006": "SERVICE_UNAVAILABLE",
  "08007": "SERVICE_UNAVAILABLE",
  "08P01": "SERVICE_UNAVAILABLE",
  "09000": null,
  "0A000": null,
  "0B000": null,
  "0F000": null,
  "0L000": null,
  "0P000": null,
  "0Z000": null,
  "10608": null,
  "20000": null,
  "21000": null,
  "22001": null,
  "22P02": null,
  "23505": null,
  "24000": null,
  "25000": null,
  "25006": "SERVICE_UNAVAILABLE",
  "25P01": null,
  "25P02": null,
  "25P03": "SERVICE_UNAVAILABLE",
  "25P04": "TIMEOUT",
  "26000": null,
  "27000": null,
  "28000": "SERVICE_UNAVAILABLE",
  "28P01": "SERVICE_UNAVAILABLE",
  "2B000": null,
  "2D000": null,
  "2F000": null,
  "34000": null,
  "38000": null,
  "39000": null,
  "3B000": null,
  "3D000": "SERVICE_UNAVAILABLE",
  "3F000": null,
  "40000": null,
  "40001": "SERVICE_UNAVAILABLE",
  "40002": null,
  "40003": "SERVICE_UNAVAILABLE",
  "40P01": "SERVICE_UNAVAILABLE",
  "42501": null,
  "42601": null,
  "42P01": null,
  "44000": null,
  "53000": "SERVICE_UNAVAILABLE",
  "53100": "SERVICE_UNAVAILABLE",
  "53200": "SERVICE_UNAVAILABLE",
  "53300": "SERVICE_UNAVAILABLE",
  "53400": "SERVICE_UNAVAILABLE",
  "54000": null,
  "55000": null,
  "55006": null,
  "55P02": null,
  "55P03": "TIMEOUT",
  "57000": "SERVICE_UNAVAILABLE",
  "57014": "TIMEOUT",
  "57P01": "SERVICE_UNAVAILABLE",
  "57P02": "SERVICE_UNAVAILABLE",
  "57P03": "SERVICE_UNAVAILABLE",
  "57P04": "SERVICE_UNAVAILABLE",
  "57P05": "SERVICE_UNAVAILABLE",
  "58000": "SERVICE_UNAVAILABLE",
  "58030": "SERVICE_UNAVAILABLE",
  "58P01": "SERVICE_UNAVAILABLE",
  "58P02": "SERVICE_UNAVAILABLE",
  "72000": null,
  F0000: "SERVICE_UNAVAILABLE",
  F0001: "SERVICE_UNAVAILABLE",
  HV000: null,
  P0001: null,
  XX000: null,
  XX001: null,
  XX002: null,
};

const MESSAGES: Readonly<Record<string, Expected>> = {
  "Connection terminated": "SERVICE_UNAVAILABLE",
  "Connection terminated unexpectedly": "SERVICE_UNAVAILABLE",
  "Connection terminated due to connection timeout": "SERVICE_UNAVAILABLE",
  "timeout exceeded when trying to connect": "SERVICE_UNAVAILABLE",
  "timeout expired": "SERVICE_UNAVAILABLE",
  "Client has encountered a connection error and is not queryable": "SERVICE_UNAVAILABLE",
  "Client was closed and is not queryable": "SERVICE_UNAVAILABLE",
  "Cannot use a pool after calling end on the pool": "SERVICE_UNAVAILABLE",
  "The server does not support SSL connections": "SERVICE_UNAVAILABLE",
  "SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string": "SERVICE_UNAVAILABLE",
  "Query read timeout": "TIMEOUT",
  "Cannot read properties of undefined": null,
};

/** What poolers say of themselves, as the driver reports it. */
const POOLER_MESSAGES: readonly (readonly [message: string, code: string | undefined])[] = [
  ["query_wait_timeout", "08P01"],
  ["no more connections allowed (max_client_conn)", "08P01"],
  ["server login has been failing, try again later (server_login_retry)", "08P01"],
  ["server conn crashed?", "08P01"],
  ["client_login_timeout", "08P01"],
  ["pgbouncer cannot connect to server", "08P01"],
  ["the database system is shutting down", "57P03"],
  ["terminating connection due to idle-session timeout", "57P05"],
  ['database "site" does not exist', "3D000"],
  ['password authentication failed for user "me"', "28P01"],
  ["server closed the connection unexpectedly", undefined],
  ["Tenant or user not found", "XX000"],
  ["MaxClientsInSessionMode: max clients reached", "XX000"],
  ["Feature not supported: RDS Proxy currently doesn't support command-line options.", "0A000"],
];

const databaseError = (code: string): DatabaseError => Object.assign(new DatabaseError("failed", 6, "error"), { code });
const systemError = (code: string, syscall: string): Error => Object.assign(new Error("failed"), { code, syscall });

describe("the code of a failure", () => {
  for (const [code, expected] of Object.entries(SQLSTATES)) {
    it(`of SQLSTATE ${code} is ${expected ?? "INTERNAL_SERVER_ERROR"}, from the driver and from TypeORM`, () => {
      assert.equal(transientError(databaseError(code))?.code ?? null, expected);
      assert.equal(transientError(new QueryFailedError("select", [], databaseError(code)))?.code ?? null, expected);
    });
  }
  for (const code of [...NODE_CODES_UNAVAILABLE, "ENOENT", "EACCES", "EPERM", "ENOTDIR"]) {
    it(`of a connection that fails with ${code} is SERVICE_UNAVAILABLE`, () => {
      assert.equal(transientError(systemError(code, "connect"))?.code, "SERVICE_UNAVAILABLE");
    });
  }
  it("of a file that is missing or may not be read is INTERNAL_SERVER_ERROR", () => {
    for (const code of ["ENOENT", "EACCES"]) assert.equal(transientError(systemError(code, "open")), null);
  });
  it("of a session that ended within a transaction is SERVICE_UNAVAILABLE", () => {
    for (const error of [new QueryRunnerAlreadyReleasedError(), new TransactionNotStartedError()]) {
      assert.ok(TYPEORM_ERRORS_UNAVAILABLE.has(error.name));
      assert.equal(transientError(error)?.code, "SERVICE_UNAVAILABLE");
    }
  });
  for (const [message, code] of POOLER_MESSAGES) {
    it(`of a session that a pooler ends with "${message}" is SERVICE_UNAVAILABLE`, () => {
      const error = Object.assign(new DatabaseError(message, 6, "error"), { code, severity: "FATAL" });
      assert.equal(transientError(error)?.code, "SERVICE_UNAVAILABLE");
      assert.equal(transientError(new QueryFailedError("select", [], error))?.code, "SERVICE_UNAVAILABLE");
    });
  }
  it("of a handshake that fails is SERVICE_UNAVAILABLE, with any code of OpenSSL", () => {
    for (const code of [
      "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA",
      "CERT_REVOKED",
      "UNABLE_TO_DECRYPT_CERT_SIGNATURE",
      "CRL_HAS_EXPIRED",
    ])
      assert.equal(transientError(Object.assign(new Error("failed"), { code }))?.code, "SERVICE_UNAVAILABLE", code);
  });
  for (const [message, expected] of Object.entries(MESSAGES)) {
    it(`of "${message}" is ${expected ?? "INTERNAL_SERVER_ERROR"}`, () => {
      assert.equal(transientError(new Error(message))?.code ?? null, expected);
    });
  }
});

describe("statements that are sent together", () => {
  const later = async (error: Error): Promise<never> => {
    await new Promise((resolve) => setImmediate(resolve));
    throw error;
  };

  it("give their results in order", async () => {
    assert.deepEqual(await pipelined([Promise.resolve(1), null, Promise.resolve("three")]), [1, null, "three"]);
  });
  it("report a deadlock although a statement behind it was rejected with 25P02 first", async () => {
    const statements = [later(databaseError("40P01")), Promise.reject(databaseError("25P02"))];
    await assert.rejects(pipelined(statements), (error) => isRetryable(error));
  });
  it("report a timeout although a statement before it in the list was rejected with 25P02", async () => {
    const statements = [Promise.reject(databaseError("25P02")), later(databaseError("57014"))];
    await assert.rejects(pipelined(statements), { code: "57014" });
  });
  it("report 25P02 where nothing else failed", async () => {
    await assert.rejects(pipelined([Promise.reject(databaseError("25P02")), null]), { code: "25P02" });
  });
});
