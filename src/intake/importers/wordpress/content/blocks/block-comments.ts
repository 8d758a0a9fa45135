// Finds the comments of the block editor in a body: `<!-- wp:name {…} -->`, its end, or `<!-- wp:name {…} /-->` for a block without content.
export interface BlockComment {
  kind: "opening" | "closing" | "void";
  name: string;
  /** The attributes as JSON. Empty if there are none. */
  json: string;
  start: number;
  /** The offset after the comment. */
  end: number;
}

const COMMENT = /^\s+(\/?)wp:([a-z][\w/-]{0,120})(?:\s+(\{.*\}))?\s*(\/?)$/s;

export function blockCommentsOf(source: string): BlockComment[] {
  const found: BlockComment[] = [];
  for (let start = source.indexOf("<!--"); start >= 0; ) {
    const end = source.indexOf("-->", start + 4);
    if (end < 0) break;
    const [, slash, name, json, ending] = COMMENT.exec(source.slice(start + 4, end)) ?? [];
    if (name !== undefined) {
      const kind = slash === "/" ? "closing" : ending === "/" ? "void" : "opening";
      found.push({ kind, name: name.replace(/^core\//, ""), json: json ?? "", start, end: end + 3 });
    }
    start = source.indexOf("<!--", end + 3);
  }
  return found;
}

/** The index of the comment that closes the block at this index; that of the last comment if it is never closed. */
export function closingIndex(comments: readonly BlockComment[], opening: number): number {
  let depth = 0;
  for (let index = opening; index < comments.length; index += 1) {
    const kind = comments[index]?.kind;
    if (kind === "opening") depth += 1;
    else if (kind === "closing") depth -= 1;
    if (depth === 0) return index;
  }
  return comments.length - 1;
}

/** Empty if the text is not a JSON object. */
export function readAttributes(json: string): Record<string, unknown> {
  try {
    return asObject(json === "" ? {} : JSON.parse(json));
  } catch {
    return {};
  }
}

export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
