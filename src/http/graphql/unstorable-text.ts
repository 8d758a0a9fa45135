// Finds text that PostgreSQL cannot keep as it is: U+0000 is refused there, and a lone surrogate is silently turned
// into U+FFFD on its way. Both are refused at the edge instead, whichever string of a request holds them.

/** Only an escape can carry either through well-formed UTF-8 JSON, so most requests need no walk at all. */
const SUSPECT_ESCAPE = /\\u(?:0000|d[89a-f])/i;
const UNSTORABLE = /\0|\p{Surrogate}/u;

export function mayHideUnstorableText(json: string): boolean {
  return SUSPECT_ESCAPE.test(json);
}

export function hasUnstorableText(value: unknown): boolean {
  // A list instead of recursion: JSON may be nested deeper than the stack is.
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === "string") {
      if (UNSTORABLE.test(next)) return true;
    } else if (typeof next === "object" && next !== null) {
      for (const [key, child] of Object.entries(next)) waiting.push(key, child);
    }
  }
  return false;
}
