// Pairs the opening and closing tags of a text. An end tag closes the nearest open tag of its name; open tags between them have no end.
import type { TagToken } from "./tag-tokens.js";

/** Deeper tags count as tags without an end, so that the enclosed text is not copied too often. */
const MAX_DEPTH = 12;

/** For each token the index of its partner. Null if it has none. */
export function tagPairs(tokens: readonly TagToken[]): (number | null)[] {
  const partners = tokens.map((): number | null => null);
  const open: number[] = [];
  const openByName = new Map<string, number>();
  const close = (index: number): void => {
    const name = tokens[index]?.name ?? "";
    openByName.set(name, (openByName.get(name) ?? 1) - 1);
  };
  for (const [index, { kind, name }] of tokens.entries()) {
    if (kind === "OPEN") {
      open.push(index);
      openByName.set(name, (openByName.get(name) ?? 0) + 1);
    }
    if (kind !== "CLOSE" || (openByName.get(name) ?? 0) === 0) continue;
    for (let last = open.pop(); last !== undefined; last = open.pop()) {
      close(last);
      if (tokens[last]?.name !== name) continue;
      partners[last] = index;
      partners[index] = last;
      break;
    }
  }
  return withoutDeepPairs(partners);
}

function withoutDeepPairs(partners: (number | null)[]): (number | null)[] {
  let depth = 0;
  return partners.map((partner, index) => {
    if (partner === null) return null;
    if (partner > index) depth += 1;
    const isTooDeep = depth > MAX_DEPTH;
    if (partner < index) depth -= 1;
    return isTooDeep ? null : partner;
  });
}
