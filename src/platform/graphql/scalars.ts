// The DateTime scalar, which is stricter than those of the libraries. Inside the service an instant is text in one canonical form
// (platform/db/timestamp.ts), so output is copied and only input is parsed.
import { GraphQLScalarType, Kind } from "graphql";
import { CodedError } from "./error-codes.js";

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d{1,9})?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

function throwInvalid(value: unknown): never {
  const shown = typeof value === "string" ? JSON.stringify(value.slice(0, 40)) : typeof value;
  const example = "2024-05-01T12:00:00Z";
  throw new CodedError(
    "BAD_USER_INPUT",
    `Expected an RFC 3339 instant with a zone, such as "${example}", got ${shown}.`,
  );
}

/** The instant in canonical form. Leap seconds and dates that do not exist are rejected instead of shifted. */
export function parseInstant(value: unknown): string {
  if (typeof value !== "string") throwInvalid(value);
  const match = RFC3339.exec(value);
  if (match === null) throwInvalid(value);
  const [, year, month, day, hour, minute, second] = match;
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const exists =
    Number(year) >= 1 && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= lastDay;
  if (!exists || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) throwInvalid(value);
  const instant = new Date(value.toUpperCase());
  if (Number.isNaN(instant.getTime()) || instant.getUTCFullYear() < 1 || instant.getUTCFullYear() > 9999)
    throwInvalid(value);
  return instant.toISOString();
}

export const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: "DateTime",
  description:
    "An RFC 3339 instant, such as 2024-05-01T12:00:00.000Z. Output is always in UTC with milliseconds; input may have any zone.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339",
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : node.kind),
});
