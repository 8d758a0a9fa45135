// Limits for tests that are about something else: wide enough for any query that they make up, on a machine however slow.

/** For whoever waits. */
export const LONG_DEADLINE: Record<string, string> = { LIMIT_REQUEST_MS: "120000" };

/** For random queries. */
export const WIDE_LIMITS: Record<string, string> = {
  ...LONG_DEADLINE,
  LIMIT_TOKENS: "100000",
  LIMIT_DEPTH: "100",
  LIMIT_ALIASES: "10000",
  LIMIT_ROOT_FIELDS: "10000",
  LIMIT_FIELDS: "100000",
  LIMIT_DIRECTIVES: "10000",
  LIMIT_STRING_LENGTH: "1048576",
  LIMIT_NODES: "10000000",
  LIMIT_COST: "100000000",
  LIMIT_ERRORS: "1000",
  LIMIT_RESPONSE_BYTES: "268435456",
};
