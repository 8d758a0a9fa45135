// What one request may ask for. Every limit holds by default; docs/limits.md says why each is what it is.
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface LimitConfig {
  /** Lexical tokens of a document; beyond them it is not even parsed. */
  tokens: number;
  depth: number;
  aliases: number;
  rootFields: number;
  /** Fields of an operation, its fragments expanded. */
  fields: number;
  directives: number;
  /** UTF-16 units of a string in a query; cursors and the inputs of mutations have limits of their own. */
  stringLength: number;
  /** Objects that an answer may hold, estimated before anything is executed. */
  nodes: number;
  /** Points that an operation may cost. */
  cost: number;
  errors: number;
  responseBytes: number;
  /** For requests with a credential: an editor reads several forms of a long text at once. */
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
  limit("tokens", "LIMIT_TOKENS", 2_000, 100, 100_000, "Tokens of a GraphQL document"),
  limit("depth", "LIMIT_DEPTH", 12, 3, 100, "How deep the fields of an operation may be nested"),
  limit("aliases", "LIMIT_ALIASES", 30, 0, 10_000, "Aliases of an operation"),
  limit("rootFields", "LIMIT_ROOT_FIELDS", 20, 1, 10_000, "Fields of Query or Mutation in an operation"),
  limit(
    "fields",
    "LIMIT_FIELDS",
    300,
    10,
    100_000,
    "Fields of an operation, those of its fragments wherever they are used",
  ),
  limit("directives", "LIMIT_DIRECTIVES", 8, 0, 10_000, "Directives of an operation and its fragments"),
  limit("stringLength", "LIMIT_STRING_LENGTH", 8_192, 256, 1_048_576, "Characters of a string in a query"),
  limit("nodes", "LIMIT_NODES", 10_000, 100, 10_000_000, "Objects that an answer may hold, by estimate"),
  limit("cost", "LIMIT_COST", 20_000, 100, 100_000_000, "Points that an operation may cost, by estimate"),
  limit("errors", "LIMIT_ERRORS", 20, 1, 1_000, "Errors that an answer lists"),
  limit("responseBytes", "LIMIT_RESPONSE_BYTES", 4_194_304, 65_536, 268_435_456, "Largest answer in bytes"),
  limit(
    "authenticatedResponseBytes",
    "LIMIT_AUTHENTICATED_RESPONSE_BYTES",
    16_777_216,
    65_536,
    268_435_456,
    "Largest answer in bytes to a request with a credential",
  ),
  limit(
    "requestMs",
    "LIMIT_REQUEST_MS",
    5_000,
    200,
    600_000,
    "Milliseconds until a request is answered, if only by TIMEOUT",
  ),
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
