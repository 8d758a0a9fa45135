// Finds text that PostgreSQL cannot store unchanged: it rejects U+0000, and lone surrogates silently become U+FFFD on the way to it.
// Requests with either in any string are rejected.

/** JSON in valid UTF-8 can contain either only as an escape, so that most requests need no traversal. */
const SUSPECT_ESCAPE = /\\u(?:0000|d[89a-f])/i;
const UNSTORABLE = /\0|\p{Surrogate}/u;

export function mayHideUnstorableText(json: string): boolean {
  return SUSPECT_ESCAPE.test(json);
}

export function hasUnstorableText(value: unknown): boolean {
  // Iterative, because JSON may be nested more deeply than the stack allows.
  const stack: unknown[] = [value];
  while (stack.length > 0) {
    const next = stack.pop();
    if (typeof next === "string") {
      if (UNSTORABLE.test(next)) return true;
    } else if (typeof next === "object" && next !== null) {
      for (const [key, child] of Object.entries(next)) stack.push(key, child);
    }
  }
  return false;
}
