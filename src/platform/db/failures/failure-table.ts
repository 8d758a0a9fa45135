// The meaning of every failure that the database, the driver, TypeORM or Node can report, in one table: SQLSTATE classes and codes
// (PostgreSQL, Appendix A), error codes of Node, names of TypeORM's errors, and messages of `pg` for errors without a code.
import { codeOf } from "../../../lib/error-facts.js";

/** `contended`: rolled back by concurrent writes. `timeout`: took too long. `unavailable`: cannot be reached or used now. `internal`: our fault. */
export type FailureKind = "contended" | "timeout" | "unavailable" | "internal";

/** A five-character code takes precedence over its two-character class. A class that is not listed is internal. */
export const SQLSTATE_KINDS: Readonly<Record<string, FailureKind>> = {
  // Connection exception; 08P01 is also what PgBouncer reports for its own timeouts and for a server that is down.
  "08": "unavailable",
  // Invalid transaction state: 25P02 follows the failure that matters, the others are limits of the server on the session.
  "25006": "unavailable",
  "25P03": "unavailable",
  "25P04": "timeout",
  // Invalid authorization, and a database that does not exist: the configuration or the server changed while the service runs.
  "28": "unavailable",
  "3D": "unavailable",
  // Transaction rollback.
  "40001": "contended",
  "40P01": "contended",
  "40003": "unavailable",
  // Insufficient resources: disk full, out of memory, too many connections.
  "53": "unavailable",
  // Object not in prerequisite state: 55P03 is a lock timeout.
  "55P03": "timeout",
  // Operator intervention: shutdown, crash, start-up, idle session timeout, dropped database; 57014 is the statement timeout.
  "57": "unavailable",
  "57014": "timeout",
  // System error: I/O error, missing or duplicate file.
  "58": "unavailable",
  // Configuration file error.
  F0: "unavailable",
};

/** Of a connection that cannot be made, or broke: names that do not resolve, unreachable hosts, missing sockets, exhausted descriptors, TLS. */
export const NODE_CODES_UNAVAILABLE: ReadonlySet<string> = new Set([
  ...[
    "ECONNREFUSED",
    "ECONNRESET",
    "ECONNABORTED",
    "EPIPE",
    "ETIMEDOUT",
    "EHOSTUNREACH",
    "EHOSTDOWN",
    "ENETUNREACH",
    "ENETDOWN",
  ],
  ...["EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "EAI_NODATA", "EAI_NONAME", "EAI_MEMORY", "EAI_SYSTEM"],
  ...["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM", "EPROTO", "ERR_SOCKET_CLOSED", "ERR_STREAM_DESTROYED"],
  ...["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN"],
  ...["UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  ...["ERR_TLS_CERT_ALTNAME_INVALID", "ERR_SSL_WRONG_VERSION_NUMBER", "ERR_TLS_HANDSHAKE_TIMEOUT"],
]);

/** Of a handshake that fails: OpenSSL has a code for each alert and for each fault of a certificate. */
const TLS_CODE = /^(?:ERR_SSL_|ERR_TLS_|CERT_|CRL_|UNABLE_TO_)/;

/** Of an address that may not be used, or a Unix socket that does not exist; files have the same codes, so the failed system call decides. */
const NODE_CODES_OF_CONNECT: ReadonlySet<string> = new Set([
  "ENOENT",
  "ENOTDIR",
  "EACCES",
  "EPERM",
  "EINVAL",
  "EAFNOSUPPORT",
]);

/** TypeORM raises these where the session of a transaction ended between two statements, or the pool was closed; the last two are our own. */
export const TYPEORM_ERRORS_UNAVAILABLE: ReadonlySet<string> = new Set([
  "QueryRunnerAlreadyReleasedError",
  "QueryRunnerProviderAlreadyReleasedError",
  "TransactionNotStartedError",
  "CannotExecuteNotConnectedError",
  "CannotConnectAlreadyConnectedError",
  "ConnectionIsNotSetError",
  "SessionRefusedError",
  "NoSuitableHostError",
]);

/** Messages of `pg` and `pg-pool` for errors without a code. */
export const DRIVER_MESSAGES: readonly (readonly [message: RegExp, kind: FailureKind])[] = [
  [/^Query read timeout$/, "timeout"],
  [/^Connection terminated/, "unavailable"],
  [/timeout exceeded when trying to connect/, "unavailable"],
  [/^timeout expired$/, "unavailable"],
  [/not queryable$/, "unavailable"],
  [/^Cannot use a pool after calling end on the pool$/, "unavailable"],
  // A login that the other side does not accept, or does not understand.
  [/^SASL: /, "unavailable"],
  [/^The server does not support SSL connections$/, "unavailable"],
  [/^There was an error establishing an SSL connection$/, "unavailable"],
];

/** SQLSTATE of a statement that was not executed because an earlier one of its transaction failed. */
export const IN_FAILED_TRANSACTION = "25P02";

/** A SQLSTATE always contains a digit, which distinguishes it from a code of Node such as EPIPE. */
const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code);

/**
 * Whether the other side ended the session with this message. No statement of ours does that, whatever the code says: poolers use XX000, or
 * none, for what happens to themselves.
 */
const endsSession = (error: Error): boolean => "severity" in error && /^(?:FATAL|PANIC)$/.test(String(error.severity));

export function failureKind(error: Error): FailureKind {
  const code = codeOf(error);
  if (isSqlState(code)) {
    const known = SQLSTATE_KINDS[code] ?? SQLSTATE_KINDS[code.slice(0, 2)];
    return known ?? (endsSession(error) ? "unavailable" : "internal");
  }
  if (endsSession(error) || NODE_CODES_UNAVAILABLE.has(code) || TLS_CODE.test(code)) return "unavailable";
  if (TYPEORM_ERRORS_UNAVAILABLE.has(error.name)) return "unavailable";
  if (NODE_CODES_OF_CONNECT.has(code) && "syscall" in error && error.syscall === "connect") return "unavailable";
  return DRIVER_MESSAGES.find(([pattern]) => pattern.test(error.message))?.[1] ?? "internal";
}
