// Globs as Hugo and the `defaults` of Jekyll have them: `*`, `**`, `?`, `[…]` and `{a,b}`, where only `**` matches a slash.

/** Null if the glob cannot be read. The expression matches a whole path. */
export function globExpression(glob: string): RegExp | null {
  const tokens = [...glob.matchAll(/\*\*\/|\*\*|\*|\?|\[[^\]]+\]|\\.|[\s\S]/g)].map(([token]) => token);
  const isGrouped = tokens.includes("{") && tokens.includes("}");
  let depth = 0;
  const sources = tokens.map((token) => {
    if (isGrouped && token === "{") depth += 1;
    if (token === "}" && depth > 0) {
      depth -= 1;
      return ")";
    }
    if (depth > 0 && token === "{") return "(?:";
    return depth > 0 && token === "," ? "|" : tokenSource(token);
  });
  return depth === 0 ? expressionOf(`^${sources.join("")}$`, "su") : null;
}

function tokenSource(token: string): string {
  if (token === "**/") return "(?:.*/)?";
  if (token === "**") return ".*";
  if (token === "*") return "[^/]*";
  if (token === "?") return "[^/]";
  if (token.startsWith("[") && token.length > 1) return token.replace(/^\[!/, "[^");
  return token.replace(/^\\(?=.)/, "").replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** Null if the text is no regular expression. */
export function expressionOf(source: string, flags: string): RegExp | null {
  try {
    return new RegExp(source, flags);
  } catch {
    return null;
  }
}
