// Reads a glob into nodes: `*`, `**`, `?`, `[…]`, `{a,b}`, `{1..3}`, and the groups `@(a|b)`, `?(…)`, `+(…)`, `*(…)` and `!(…)`.

export type GlobNode =
  /** Any number of characters. */
  | { kind: "RUN"; crossesSlash: boolean }
  | { kind: "ONE"; isIn: (character: string) => boolean }
  | { kind: "GROUP"; mode: GroupMode; choices: readonly (readonly GlobNode[])[] };

export type GroupMode = "ONCE" | "OPTIONAL" | "SOME" | "ANY" | "NOT";

const MAX_GLOB = 500;
const MAX_RANGE = 200;
const MAX_DEPTH = 8;
const MODES: Readonly<Record<string, GroupMode>> = {
  "@": "ONCE",
  "?": "OPTIONAL",
  "+": "SOME",
  "*": "ANY",
  "!": "NOT",
};

/** A group with a quantifier, or a run of stars before a group, which micromatch reads in ways of its own. */
const UNUSUAL = /\)[?*+{]|\*{2,}[@+?!]?\(|\*{3}|\d\}[@+*?!]\(/;

/** Null if the glob cannot be read. */
export function readGlob(glob: string): readonly GlobNode[] | null {
  if (glob.length > MAX_GLOB || UNUSUAL.test(glob)) return null;
  return new GlobReader(glob.replace(/(?:\*\*\/)+/g, "**/").replace(/(?:\/\*\*)+$/, "/**")).read();
}

class GlobReader {
  #at = 0;
  #depth = 0;

  constructor(private readonly glob: string) {}

  read(): readonly GlobNode[] | null {
    try {
      const nodes = this.#sequence(() => this.#at >= this.glob.length);
      return this.#at === this.glob.length ? nodes : null;
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  #sequence(isEnd: () => boolean): GlobNode[] {
    const nodes: GlobNode[] = [];
    while (!isEnd()) {
      if (this.#at >= this.glob.length) throw new RangeError("a group has no end");
      nodes.push(...this.#next());
    }
    return nodes;
  }

  #next(): GlobNode[] {
    const character = this.glob[this.#at] ?? "";
    const rest = this.glob.slice(this.#at);
    if (MODES[character] !== undefined && rest[1] === "(") return [this.#group(MODES[character], 2, "|", ")")];
    if (character === "{") return [this.#braces(rest)];
    // A slash beside `**` is part of what it matches, so that `a/**` matches `a` and `**/a` matches `a`.
    if (rest === "/**") return this.#take(3, OPTIONAL_FOLDERS_AFTER);
    if (rest.startsWith("**/") && (this.#at === 0 || this.glob[this.#at - 1] === "/"))
      return this.#take(3, OPTIONAL_FOLDERS_BEFORE);
    const stars = /^\*+/.exec(rest)?.[0].length ?? 0;
    if (stars > 0) return this.#take(stars, { kind: "RUN", crossesSlash: stars > 1 });
    if (character === "?") return this.#take(1, { kind: "ONE", isIn: (other) => other !== "/" });
    const characters = /^\[[!^]?\]?[^\]]*\]/.exec(rest)?.[0];
    if (characters !== undefined) return this.#take(characters.length, classOf(characters));
    const escaped = character === "\\" && rest.length > 1 ? 1 : 0;
    return this.#take(1 + escaped, literal(rest[escaped] ?? ""));
  }

  #take(length: number, node: GlobNode): GlobNode[] {
    this.#at += length;
    return [node];
  }

  #braces(rest: string): GlobNode {
    const range = /^\{(-?\d{1,6})\.\.(-?\d{1,6})\}/.exec(rest);
    if (range !== null) {
      this.#at += range[0].length;
      return { kind: "GROUP", mode: "ONCE", choices: numbersBetween(Number(range[1]), Number(range[2])) };
    }
    if (!/^\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/.test(rest) || !rest.includes(",")) {
      this.#at += 1;
      return literal("{");
    }
    return this.#group("ONCE", 1, ",", "}");
  }

  #group(mode: GroupMode, opening: number, separator: string, end: string): GlobNode {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new RangeError("groups are nested too deeply");
    this.#at += opening;
    const choices: GlobNode[][] = [];
    const isEnd = (): boolean => [separator, end].includes(this.glob[this.#at] ?? "\0");
    do choices.push(this.#sequence(isEnd));
    while (this.glob[this.#at++] === separator);
    this.#depth -= 1;
    return { kind: "GROUP", mode, choices };
  }
}

const literal = (character: string): GlobNode => ({ kind: "ONE", isIn: (other) => other === character });
const ANYTHING: GlobNode = { kind: "RUN", crossesSlash: true };
const OPTIONAL_FOLDERS_AFTER: GlobNode = { kind: "GROUP", mode: "OPTIONAL", choices: [[literal("/"), ANYTHING]] };
const OPTIONAL_FOLDERS_BEFORE: GlobNode = { kind: "GROUP", mode: "OPTIONAL", choices: [[ANYTHING, literal("/")]] };

/** A class of a kind that is not known, such as `[[:alpha:]]` and `[!a]`, contains every character. */
function classOf(written: string): GlobNode {
  const isNegated = written.startsWith("[^");
  const inner = written.slice(isNegated ? 2 : 1, -1);
  if (/[[\\]|^!/.test(inner)) return { kind: "ONE", isIn: (character) => character !== "/" };
  const ranges = [...inner.matchAll(/(.)-(.)|(.)/gsu)].map(([, from, to, single]) => [
    from ?? single ?? "",
    to ?? single ?? "",
  ]);
  const contains = (character: string): boolean =>
    ranges.some(([from = "", to = ""]) => character >= from && character <= to);
  return { kind: "ONE", isIn: (character) => character !== "/" && contains(character) !== isNegated };
}

function numbersBetween(from: number, to: number): GlobNode[][] {
  const count = Math.abs(to - from) + 1;
  if (count > MAX_RANGE) throw new RangeError("the range is too long");
  const numbers = Array.from({ length: count }, (_, index) => Math.min(from, to) + index);
  return numbers.map((number) => [...String(number)].map(literal));
}
