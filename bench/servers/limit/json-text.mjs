// Writes JSON text from the text that PostgreSQL sends.

const ESCAPED = /["\\\p{Cc}]/u;

/** PostgreSQL's UTF-8 holds no lone surrogates, so nothing else needs an escape. */
export const quote = (text) => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);

/** From `2024-05-01 12:00:00+00` to RFC 3339; the session's time zone is UTC. */
export const instant = (text) => `"${text.slice(0, 10)}T${text.slice(11, -3)}Z"`;

const UUID_SIZE = 36;

/** The UUIDs of an array literal such as `{a,b}`. */
export function uuids(literal) {
  const ids = [];
  for (let at = 1; at < literal.length - 1; at += UUID_SIZE + 1) ids.push(literal.slice(at, at + UUID_SIZE));
  return ids;
}

/** The JSON fragments of an array literal of UUIDs, looked up by `fragments`, joined by commas. */
export function joined(literal, fragments) {
  let text = "";
  for (let at = 1; at < literal.length - 1; at += UUID_SIZE + 1) {
    const fragment = fragments.get(literal.slice(at, at + UUID_SIZE));
    if (fragment !== undefined) text += text === "" ? fragment : `,${fragment}`;
  }
  return text;
}

export const category = (name, path) => `{"name":${quote(name)},"slugPath":${quote(path)}}`;
export const tag = (name, slug) => `{"name":${quote(name)},"slug":${quote(slug)}}`;
export const author = (name) => `{"name":${quote(name)}}`;

/** `{"title":…,"slug":…` without the closing brace. */
export const summary = (title, slug) => `{"title":${quote(title)},"slug":${quote(slug)}`;
