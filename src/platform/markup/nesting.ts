// Limits the stack of open elements in the parser. htmlparser2 searches the whole stack for each closing tag, so a body with many unclosed
// elements and other closing tags would take quadratic time.
import { Tokenizer } from "htmlparser2";
import { VOID_TAGS } from "./tree.js";

/** Deeper elements lose their tags but not their text. Recursion over the tree relies on this limit. */
export const MAX_NESTING = 100;

/** With fewer tags, the worst case is negligible. */
const SAFE_TAG_COUNT = 2_000;
const MAX_OPEN = 500;

/** Drops tags that would be nested deeper than `MAX_OPEN`, and closing tags without an open element. */
export function limitNesting(html: string): string {
  return countTags(html) < SAFE_TAG_COUNT ? html : new NestingLimit(html).run();
}

function countTags(html: string): number {
  let count = 0;
  for (let at = html.indexOf("<"); at >= 0 && count < SAFE_TAG_COUNT; at = html.indexOf("<", at + 1)) count++;
  return count;
}

/**
 * Counts open elements by name with the tokenizer of the parser. The sum is never below the real depth of the parser, because a closing tag
 * decrements it only if its name is still counted as open.
 */
class NestingLimit {
  private readonly openByName = new Map<string, number>();
  private depth = 0;
  private output = "";
  private countedUpTo = 0;
  /** The start of the tag that is being dropped. */
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
    return this.output + this.html.slice(this.countedUpTo);
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
    // `</p>` and `</br>` have a meaning without an opening tag, which is negligible in a body this deep.
    this.dropFrom = this.html.lastIndexOf("<", start);
    this.dropUpTo(end);
  }

  private dropUpTo(end: number): void {
    if (this.dropFrom === null) return;
    this.output += this.html.slice(this.countedUpTo, this.dropFrom);
    this.countedUpTo = Math.max(this.html.indexOf(">", end) + 1, end);
    this.dropFrom = null;
  }
}
