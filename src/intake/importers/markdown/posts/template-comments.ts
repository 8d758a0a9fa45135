// Takes the comments of templates out of a body: `{{% comment %}}` of Hugo, `{% comment %}` of Liquid, `{::comment}` of Kramdown and
// `{# … #}` of Nunjucks. Hugo and Jekyll read their tags in blocks of code as well; comments of other generators there are code.
import type { Generator } from "../generator-settings.js";

export interface WithoutComments {
  text: string;
  /** The number of comments that were taken out. */
  removed: number;
  /** Whether a comment has no end, so that its extent is unknown. The text from there remains. */
  isUnclosed: boolean;
}

type Syntax = "HUGO" | "LIQUID" | "KRAMDOWN" | "NUNJUCKS";

const SYNTAXES: Record<Generator | "UNKNOWN", readonly Syntax[]> = {
  HUGO: ["HUGO"],
  JEKYLL: ["LIQUID", "KRAMDOWN"],
  HEXO: ["NUNJUCKS", "LIQUID"],
  ZOLA: [],
  UNKNOWN: ["HUGO", "LIQUID", "KRAMDOWN"],
};
const ANY = /\{[{%:#]/;

export function withoutComments(source: string, generator: Generator | null): WithoutComments {
  let result: WithoutComments = { text: source, removed: 0, isUnclosed: false };
  if (!ANY.test(source)) return result;
  for (const syntax of SYNTAXES[generator ?? "UNKNOWN"]) {
    const readsCode = (syntax === "HUGO" || syntax === "LIQUID") && (generator === "HUGO" || generator === "JEKYLL");
    const { text, removed, isUnclosed } = new CommentScanner(syntax, readsCode).scan(result.text);
    result = { text, removed: result.removed + removed, isUnclosed: result.isUnclosed || isUnclosed };
  }
  return result;
}

type Token = "OPEN" | "CLOSE" | "WHOLE" | "RAW" | "END_RAW" | "FENCE" | "SPAN";

/** Each expression has one named group for each kind of token. */
const TOKENS: Record<Syntax, string> = {
  HUGO: String.raw`(?<OPEN>\{\{[<%]\s{0,9}comment(?=[\s>%])[^{}]{0,500}(?<!/)[>%]\}\})|(?<CLOSE>\{\{[<%]\s{0,9}/\s{0,9}comment\s{0,9}[>%]\}\})`,
  LIQUID: String.raw`(?<OPEN>\{%-?\s{0,9}comment\b[^{}]{0,500}%\})|(?<CLOSE>\{%-?\s{0,9}endcomment\b[^{}]{0,500}%\})|(?<RAW>\{%-?\s{0,9}raw\s{0,9}-?%\})|(?<END_RAW>\{%-?\s{0,9}endraw\s{0,9}-?%\})|(?<WHOLE>\{%-?\s{0,9}#[^{}]{0,2000}%\})`,
  KRAMDOWN: String.raw`(?<WHOLE>\{::comment\b[^{}\n]{0,500}/\})|(?<OPEN>\{::comment\b[^{}\n]{0,500}\})|(?<CLOSE>\{:/(?:comment)?\})`,
  NUNJUCKS: String.raw`(?<OPEN>\{#(?![\w-]{1,200}\}))|(?<CLOSE>#\})`,
};
const CODE = "(?<FENCE>^[ \\t]{0,3}(?:`{3,}|~{3,}))|(?<SPAN>(?<!`)(?<ticks>`{1,2})(?!`)[^`\\n]{1,500}\\k<ticks>(?!`))";

class CommentScanner {
  readonly #expression: RegExp;
  #depth = 0;
  #start = 0;
  #isRaw = false;
  #fence: string | null = null;
  #copied = "";
  #copiedTo = 0;
  #removed = 0;

  constructor(
    private readonly syntax: Syntax,
    readsCode: boolean,
  ) {
    this.#expression = new RegExp(readsCode ? TOKENS[syntax] : `${TOKENS[syntax]}|${CODE}`, "gm");
  }

  scan(text: string): WithoutComments {
    for (const match of text.matchAll(this.#expression)) {
      const token = Object.entries(match.groups ?? {}).find(([name, value]) => name !== "ticks" && value !== undefined);
      this.#take(token?.[0] as Token, match[0], match.index, text);
    }
    // Braces with a number sign are no comment in Nunjucks unless they are closed.
    const isUnclosed = this.#depth > 0 && this.syntax !== "NUNJUCKS";
    return { text: this.#copied + text.slice(this.#copiedTo), removed: this.#removed, isUnclosed };
  }

  #take(token: Token, written: string, at: number, text: string): void {
    if (this.#depth > 0) this.#takeInComment(token, at + written.length, text);
    else if (this.#fence !== null) {
      if (token === "FENCE" && written.trim().startsWith(this.#fence)) this.#fence = null;
    } else if (this.#isRaw) this.#isRaw = token !== "END_RAW";
    else if (token === "FENCE") this.#fence = written.trim();
    else if (token === "RAW") this.#isRaw = true;
    else if (token === "WHOLE") this.#remove(at, at + written.length, text);
    else if (token === "OPEN") {
      this.#depth = 1;
      this.#start = at;
    }
  }

  #takeInComment(token: Token, end: number, text: string): void {
    if (token === "OPEN" && this.syntax !== "NUNJUCKS") this.#depth += 1;
    if (token !== "CLOSE") return;
    this.#depth -= 1;
    if (this.#depth === 0) this.#remove(this.#start, end, text);
  }

  #remove(from: number, to: number, text: string): void {
    this.#copied += text.slice(this.#copiedTo, from);
    this.#copiedTo = to;
    this.#removed += 1;
  }
}
