// Limits of a single request. All are in force by default; docs/limits.md explains each value.
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface LimitConfig {
  /** Lexical tokens of a document. Longer documents are not parsed. */
  tokens: number;
  depth: number;
  aliases: number;
  rootFields: number;
  /** Fields of an operation, with its fragments expanded. */
  fields: number;
  directives: number;
  /** UTF-16 units of a string in a query. Cursors and inputs of mutations have limits of their own. */
  stringLength: number;
  /** Objects that a response may contain, estimated before execution. */
  nodes: number;
  /** Estimated cost of an operation, in points. */
  cost: number;
  errors: number;
  responseBytes: number;
  /** For requests with a credential. An editor may request several renderings of a long text at once. */
  authenticatedResponseBytes: number;
  requestMs: number;
}

interface LimitVariable extends ConfigVariable {
  key: keyof LimitConfig;
  min: number;
  max: number;
}

const limit = (key: keyof LimitConfig, name: string, defaultValue: number, min: number, max: number, what: string) => ({
  key,
  name,
  defaultValue: String(defaultValue),
  min,
  max,
  description: `${what}, ${min} to ${max}.`,
});

const VARIABLES: readonly LimitVariable[] = [
  limit("tokens", "LIMIT_TOKENS", 2_000, 100, 100_000, "Maximum number of tokens of a GraphQL document"),
  limit("depth", "LIMIT_DEPTH", 12, 3, 100, "Maximum nesting depth of the fields of an operation"),
  limit("aliases", "LIMIT_ALIASES", 30, 0, 10_000, "Maximum number of aliases in an operation"),
  limit("rootFields", "LIMIT_ROOT_FIELDS", 20, 1, 10_000, "Maximum number of root fields in an operation"),
  limit(
    "fields",
    "LIMIT_FIELDS",
    300,
    10,
    100_000,
    "Maximum number of fields in an operation, with fragments counted wherever they are used",
  ),
  limit(
    "directives",
    "LIMIT_DIRECTIVES",
    8,
    0,
    10_000,
    "Maximum number of directives in an operation and its fragments",
  ),
  limit("stringLength", "LIMIT_STRING_LENGTH", 8_192, 256, 1_048_576, "Maximum length of a string in a query"),
  limit("nodes", "LIMIT_NODES", 10_000, 100, 10_000_000, "Maximum number of objects in a response, by estimate"),
  limit("cost", "LIMIT_COST", 20_000, 100, 100_000_000, "Maximum cost of an operation in points, by estimate"),
  limit("errors", "LIMIT_ERRORS", 20, 1, 1_000, "Maximum number of errors in a response"),
  limit("responseBytes", "LIMIT_RESPONSE_BYTES", 4_194_304, 65_536, 268_435_456, "Maximum size of a response in bytes"),
  limit(
    "authenticatedResponseBytes",
    "LIMIT_AUTHENTICATED_RESPONSE_BYTES",
    16_777_216,
    65_536,
    268_435_456,
    "Maximum size of a response to a request with a credential in bytes",
  ),
  limit("requestMs", "LIMIT_REQUEST_MS", 5_000, 200, 600_000, "Milliseconds after which a request fails with TIMEOUT"),
];

export const limitVariables: readonly ConfigVariable[] = VARIABLES.map(({ name, defaultValue, description }) => ({
  name,
  defaultValue,
  description,
}));

export function readLimitConfig(reader: EnvironmentReader): LimitConfig {
  const entries = VARIABLES.map(({ key, name, min, max }) => [key, reader.integer(name, min, max)] as const);
  return Object.freeze(Object.fromEntries(entries) as unknown as LimitConfig);
}
