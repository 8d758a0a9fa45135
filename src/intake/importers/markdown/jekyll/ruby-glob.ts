// The patterns of Ruby's File.fnmatch without flags, as Jekyll uses them for `exclude` and `include`: an asterisk matches slashes, and
// braces are ordinary characters. Matching takes time in proportion to the lengths of the pattern and of the path.

type Part = "STAR" | ((char: string) => boolean);

export function fnmatch(pattern: string, path: string): boolean {
  const parts = partsOf(pattern);
  const chars = [...path];
  let part = 0;
  let at = 0;
  // Where to continue if the rest does not match: behind the last asterisk, one character later each time.
  let star = -1;
  let retry = 0;
  while (at < chars.length) {
    const expected = parts[part];
    if (expected === "STAR") {
      star = part;
      retry = at;
      part += 1;
    } else if (expected?.(chars[at] ?? "") === true) {
      part += 1;
      at += 1;
    } else if (star >= 0) {
      retry += 1;
      part = star + 1;
      at = retry;
    } else return false;
  }
  return parts.slice(part).every((rest) => rest === "STAR");
}

function partsOf(pattern: string): Part[] {
  return [...pattern.matchAll(/\*+|\?|\[[!^]?\]?[^\]]*\]|\\[\s\S]|[\s\S]/gu)].map(([token]): Part => {
    if (token.startsWith("*")) return "STAR";
    if (token === "?") return () => true;
    if (token.length > 2 && token.startsWith("[")) return classOf(token);
    const literal = token.length > 1 && token.startsWith("\\") ? token.slice(1) : token;
    return (char) => char === literal;
  });
}

/** `[abc]`, `[a-z]`, and `[!a]` or `[^a]` for any other character. */
function classOf(token: string): (char: string) => boolean {
  const inner = token.slice(1, -1);
  const isNegated = /^[!^]/.test(inner);
  const ranges = [...inner.slice(isNegated ? 1 : 0).matchAll(/\\?([\s\S])(?:-\\?([\s\S]))?/gu)];
  return (char) => ranges.some(([, low = "", high = low]) => char >= low && char <= high) !== isNegated;
}
