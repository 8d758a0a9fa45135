// How long a client may take for each step of a request, in milliseconds. Node's own values are minutes or none.

export interface HttpTimeouts {
  /** From the connection, or the previous answer, to the end of the headers. */
  headersMs: number;
  /** From the first byte of a request to the last of its body. */
  requestMs: number;
  /** Between requests of one connection. Longer than the 60 s of common load balancers, which must be first to close. */
  keepAliveMs: number;
  /** Without a byte moving either way while a request is under way. */
  inactivityMs: number;
  /** How often the first two are looked at. */
  checkEveryMs: number;
  /** After closing began: for connections on which nothing is under way. */
  quietGraceMs: number;
  /** After closing began: for everything. */
  drainMs: number;
}

export const DEFAULT_TIMEOUTS: HttpTimeouts = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  inactivityMs: 30_000,
  checkEveryMs: 1_000,
  quietGraceMs: 1_000,
  drainMs: 10_000,
};
