// Keeps the parser's stack of open elements short. htmlparser2 looks for every closing tag in the whole stack, so a
// body of never-closed elements followed by foreign closing tags would take quadratic time.
import { Tokenizer } from "htmlparser2";
import { VOID_TAGS } from "./tree.js";

/** Deeper elements lose their tags and keep their text; recursion over the tree relies on it. */
export const MAX_NESTING = 100;

/** Below this many tags the worst case is too small to be felt. */
const SAFE_TAG_COUNT = 2_000;
const MAX_OPEN = 500;

/** Drops tags that would open deeper than `MAX_OPEN`, and closing tags that close nothing. */
export function limitNesting(html: string): string {
  return countTags(html) < SAFE_TAG_COUNT ? html : new NestingLimit(html).run();
}

function countTags(html: string): number {
  let count = 0;
  for (let at = html.indexOf("<"); at >= 0 && count < SAFE_TAG_COUNT; at = html.indexOf("<", at + 1)) count++;
  return count;
}

/**
 * Counts open elements by name with the parser's own tokenizer. The sum is never below the parser's real depth: a
 * closing tag takes one away only where its name is still counted as open.
 */
class NestingLimit {
  private readonly openByName = new Map<string, number>();
  private depth = 0;
  private kept = "";
  private countedUpTo = 0;
  /** Start of the tag being dropped. */
  private dropFrom: number | null = null;

  constructor(private readonly html: string) {}

  run(): string {
    const ignore = (): void => {};
    const tokenizer = new Tokenizer(
      { xmlMode: false, decodeEntities: false },
      {
        onattribdata: ignore,
        onattribentity: ignore,
        onattribend: ignore,
        onattribname: ignore,
        oncdata: ignore,
        oncomment: ignore,
        ondeclaration: ignore,
        onprocessinginstruction: ignore,
        onend: ignore,
        ontext: ignore,
        ontextentity: ignore,
        onopentagname: (start, end) => this.open(start, end),
        onopentagend: (end) => this.dropUpTo(end),
        onselfclosingtag: (end) => this.dropUpTo(end),
        onclosetag: (start, end) => this.close(start, end),
      },
    );
    tokenizer.write(this.html);
    tokenizer.end();
    return this.kept + this.html.slice(this.countedUpTo);
  }

  private open(start: number, end: number): void {
    const name = this.html.slice(start, end).toLowerCase();
    if (VOID_TAGS.includes(name)) return;
    if (this.depth >= MAX_OPEN) {
      this.dropFrom = start - 1;
      return;
    }
    this.depth++;
    this.openByName.set(name, (this.openByName.get(name) ?? 0) + 1);
  }

  private close(start: number, end: number): void {
    const name = this.html.slice(start, end).toLowerCase();
    const open = this.openByName.get(name) ?? 0;
    if (open > 0) {
      this.depth--;
      this.openByName.set(name, open - 1);
      return;
    }
    // `</p>` and `</br>` mean something without an opening tag, but nothing that a body this deep would miss.
    this.dropFrom = this.html.lastIndexOf("<", start);
    this.dropUpTo(end);
  }

  private dropUpTo(end: number): void {
    if (this.dropFrom === null) return;
    this.kept += this.html.slice(this.countedUpTo, this.dropFrom);
    this.countedUpTo = Math.max(this.html.indexOf(">", end) + 1, end);
    this.dropFrom = null;
  }
}
