// Time limits of each step of a request, in milliseconds. Node's defaults are minutes or none.

export interface HttpTimeouts {
  /** From the connection, or the previous response, to the end of the headers. */
  headersMs: number;
  /** From the first byte of a request to the last of its body. */
  requestMs: number;
  /** Between requests of a connection. Longer than the 60 s of common load balancers, which must close first. */
  keepAliveMs: number;
  /** Without a byte in either direction during a request. */
  inactivityMs: number;
  /** How often the first two are checked. */
  checkEveryMs: number;
  /** After the start of a shutdown: for idle connections. */
  idleGraceMs: number;
  /** After the start of a shutdown: for all connections. */
  drainMs: number;
}

export const DEFAULT_TIMEOUTS: HttpTimeouts = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  inactivityMs: 30_000,
  checkEveryMs: 1_000,
  idleGraceMs: 1_000,
  drainMs: 10_000,
};
