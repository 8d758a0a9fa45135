// Instants travel as text between PostgreSQL and clients. A JavaScript Date would lose what the database holds
// ("infinity", microseconds), and text in one canonical form compares and pages exactly.

/** RFC 3339, UTC, milliseconds: the one form instants have in this service. */
export type Instant = string;

/** The instant of a post that is never visible: PostgreSQL's own value after every other. */
export const NEVER: Instant = "infinity";

/** PostgreSQL's text for a `timestamptz(3)` in a UTC session, such as `2024-05-01 12:00:00.5+00`, as an RFC 3339 instant. */
export function instantFromPostgres(text: string): Instant {
  if (text.charCodeAt(0) === 105 || text.charCodeAt(0) === 45) return text; // "infinity", "-infinity"
  const day = text.slice(0, 10);
  const time = text.slice(11, 19);
  const fraction = text.charCodeAt(19) === 46 ? text.slice(20, text.lastIndexOf("+")) : "";
  return `${day}T${time}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
}

/** What no calendar refuses: every month has these days. */
const PLAIN = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Whether the text is an instant in canonical form that PostgreSQL takes, or "infinity". */
export function isInstant(text: string): boolean {
  if (PLAIN.test(text)) return true;
  // There is no year 0 in PostgreSQL, and what Date would shift, such as 30 February, does not come back as it was.
  return text === NEVER || (INSTANT.test(text) && !text.startsWith("0000") && isRetainedByDate(text));
}

function isRetainedByDate(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}
