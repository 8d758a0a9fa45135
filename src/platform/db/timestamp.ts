// Instants are passed as text between PostgreSQL and clients. A JavaScript Date cannot represent "infinity" or microseconds, and
// text in one canonical form compares and pages exactly.

/** The canonical form of an instant in this service: RFC 3339 in UTC with milliseconds. */
export type Instant = string;

/** The instant of a post that is never visible: PostgreSQL's value that sorts after all others. */
export const NEVER: Instant = "infinity";

/** Converts PostgreSQL's text of a `timestamptz(3)` in a UTC session, such as `2024-05-01 12:00:00.5+00`, to the canonical form. */
export function instantFromPostgres(text: string): Instant {
  if (text.charCodeAt(0) === 105 || text.charCodeAt(0) === 45) return text; // "infinity", "-infinity"
  const day = text.slice(0, 10);
  const time = text.slice(11, 19);
  const fraction = text.charCodeAt(19) === 46 ? text.slice(20, text.lastIndexOf("+")) : "";
  return `${day}T${time}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
}

/** Matches days 1 to 28, which every month has, so that no calendar check is needed. */
const PLAIN = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Whether the text is an instant in canonical form that PostgreSQL accepts, or "infinity". */
export function isInstant(text: string): boolean {
  if (PLAIN.test(text)) return true;
  // PostgreSQL has no year 0. Date shifts days that do not exist, such as 30 February, so their text changes in a round trip.
  return text === NEVER || (INSTANT.test(text) && !text.startsWith("0000") && survivesRoundTrip(text));
}

function survivesRoundTrip(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}
