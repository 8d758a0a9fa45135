// Limits for tests that do not test limits: wide enough for any generated query, on any slow machine.

/** A request deadline that no test reaches. */
export const LONG_DEADLINE: Record<string, string> = { LIMIT_REQUEST_MS: "120000" };

/** Limits that no random query reaches. */
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
