// Values of leaf types as JSON text, byte for byte what JSON.stringify returns for the value that graphql-js serialises.
import {
  GraphQLBoolean,
  type GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from "graphql";

/** The value is neither null nor undefined. Throws the errors of the type's own `serialize`. */
export type LeafText = (value: unknown) => string;

/** For a short text, checking each character is faster than a call out of JavaScript. */
const SHORT = 48;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON requires these to be escaped.
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

export function jsonString(text: string): string {
  const { length } = text;
  if (length > SHORT) return length < 4_096 && !ESCAPED.test(text) ? `"${text}"` : JSON.stringify(text);
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 32 || code === 34 || code === 92 || (code >= 0xd800 && code <= 0xdfff)) return JSON.stringify(text);
  }
  return `"${text}"`;
}

export function leafTextOf(type: GraphQLLeafType): LeafText {
  if (isEnumType(type)) return enumText(type);
  const serialised: LeafText = (value) => textOf(type.serialize(value));
  switch (type) {
    case GraphQLInt:
      return (value) => (typeof value === "number" && (value | 0) === value ? `${value}` : serialised(value));
    case GraphQLBoolean:
      return (value) => (value === true ? "true" : value === false ? "false" : serialised(value));
    case GraphQLString:
    case GraphQLID:
      return (value) => (typeof value === "string" ? jsonString(value) : serialised(value));
    case GraphQLFloat:
      return serialised;
    default:
      return serialised;
  }
}

function textOf(serialised: unknown): string {
  if (typeof serialised === "string") return jsonString(serialised);
  // graphql-js treats these as errors.
  if (serialised === undefined || serialised === null) throw new TypeError("Expected a serialised value.");
  return JSON.stringify(serialised);
}

function enumText(type: GraphQLEnumType): LeafText {
  const names = new Map<unknown, string>(type.getValues().map(({ name, value }) => [value, `"${name}"`]));
  return (value) => names.get(value) ?? textOf(type.serialize(value));
}
