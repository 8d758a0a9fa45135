// Scans a WordPress body: block comments are removed, shortcodes become HTML, and code is escaped. The result is not sanitised; the scanner
// only determines what is markup and where blank lines separate paragraphs.
import { codeBlockHtml, inlineCodeHtml, languageOf } from "../markdown-writer/code-markup.js";
import { type ShortcodeRule, shortcodeRule } from "./wordpress-shortcodes.js";

export interface SourceSegment {
  html: string;
  /** Blank lines separate paragraphs and newlines are line breaks, as in the classic editor and between blocks. */
  hasLooseText: boolean;
}

/** The scanner stops at these. Names start with an ASCII letter, so `[1]`, `[…]` and `[$i]` do not match. */
const STOP = /<!--|<(pre|code|script|style|textarea)(?=[\s>])|\[(\[?)(\/?)([a-z][\w-]*)/gi;
const TAG_REST = /(?:[^<>"']|"[^"<]*"|'[^'<]*'){0,2000}>/y;
const SHORTCODE_REST = /((?:\s|=)[^[\]]*?)?\/?\](\]?)/y;
const ATTRIBUTE_LIST = /^(?:\s+[\w-]+=(?:"[^"]*"|'[^']*'|[^\s"'<>]+))+\s*$/;

export function readWordPressSource(source: string): SourceSegment[] {
  return new WordPressScanner(source).run();
}

interface Bracket {
  start: number;
  /** The offset after the closing bracket. */
  end: number;
  name: string;
  attributes: string;
}

class WordPressScanner {
  private readonly segments: SourceSegment[] = [];
  /** The offset of the last `[/name]` by name. */
  private readonly lastClosing = new Map<string, number>();
  private readonly openedUnknown = new Set<string>();
  /** Closing patterns that do not occur in the rest. Without it, each unclosed tag would search to the end. */
  private readonly absent = new Set<string>();
  private html = "";
  private copiedUpTo = 0;
  private blockDepth = 0;
  /** The language in the comment of a highlighter block, for the following `<pre>`. */
  private blockLanguage: string | null = null;

  constructor(private readonly source: string) {
    if (!source.includes("[/")) return;
    for (const match of source.matchAll(/\[\/([a-z][\w-]*)\]/gi)) {
      this.lastClosing.set((match[1] ?? "").toLowerCase(), match.index);
    }
  }

  run(): SourceSegment[] {
    const stop = new RegExp(STOP);
    for (let match = stop.exec(this.source); match !== null; match = stop.exec(this.source)) {
      stop.lastIndex = this.readAt(match) ?? match.index + match[0].length;
    }
    this.put(this.source.length, this.source.length, "");
    this.flush(true);
    return this.segments;
  }

  /** Returns the offset at which scanning continues, or null if the match is plain text. */
  private readAt(match: RegExpExecArray): number | null {
    const [text, tag, doubled, slash, name = ""] = match;
    const nameEnd = match.index + text.length;
    if (text === "<!--") return this.readComment(match.index);
    if (tag !== undefined) return this.readCode(match.index, nameEnd, tag.toLowerCase());
    SHORTCODE_REST.lastIndex = nameEnd;
    const rest = SHORTCODE_REST.exec(this.source);
    if (rest === null) return null;
    const [restText, attributes = "", secondBracket = ""] = rest;
    const end = nameEnd + restText.length - secondBracket.length;
    const bracket = { start: match.index, end, name: name.toLowerCase(), attributes };
    const rule = shortcodeRule(bracket.name);
    if (doubled === "[") return rule && secondBracket ? this.unescapeShortcode(bracket) : null;
    if (slash === "/") return this.openedUnknown.has(bracket.name) ? this.put(bracket.start, end, "") : null;
    return rule === undefined ? this.readUnknown(bracket) : this.readKnown(bracket, rule);
  }

  private readComment(start: number): number | null {
    const closing = this.findAfter(start + 4, "-->");
    if (closing === null) return null;
    const comment = this.source.slice(start + 4, closing.start).trim();
    this.put(start, closing.end, "");
    if (/^\/?wp:/.test(comment) && !comment.endsWith("/")) this.enterOrLeaveBlock(comment);
    return closing.end;
  }

  private enterOrLeaveBlock(comment: string): void {
    if (comment.startsWith("/")) {
      this.blockLanguage = null;
      this.blockDepth = Math.max(0, this.blockDepth - 1);
      if (this.blockDepth === 0) this.flush(false);
    } else {
      if (this.blockDepth === 0) this.flush(true);
      this.blockDepth++;
      this.blockLanguage = /"language"\s*:\s*"([^"\\]+)"/.exec(comment)?.[1] ?? null;
    }
  }

  private readCode(start: number, nameEnd: number, tag: string): number | null {
    TAG_REST.lastIndex = nameEnd;
    const rest = TAG_REST.exec(this.source)?.[0];
    if (rest === undefined) return null;
    const innerStart = nameEnd + rest.length;
    const closing = this.findAfter(innerStart, `</${tag}\\s{0,9}>`);
    if (closing === null) return null;
    const inner = this.source.slice(innerStart, closing.start);
    if (tag === "pre") return this.put(start, closing.end, this.preHtml(rest.slice(0, -1), inner));
    // Scripts may display a document; the sanitiser decides which of them do.
    const otherHtml = tag === "script" && rest.includes("src") ? `<script${rest}</script>` : "";
    return this.put(start, closing.end, tag === "code" ? inlineCodeHtml(inner) : otherHtml);
  }

  private preHtml(attributes: string, inner: string): string {
    if (attributes.includes("wp-block-verse")) return `<p>${inner.trim().replaceAll("\n", "<br>")}</p>`;
    const [, codeAttributes = "", code] = /^\s*<code([^<>]*)>([\s\S]*)<\/code>\s*$/i.exec(inner) ?? [];
    const language = languageOf(attributes) ?? languageOf(codeAttributes) ?? this.blockLanguage;
    this.blockLanguage = null;
    return codeBlockHtml({ inner: code ?? inner, language });
  }

  /** `[[gallery]]` displays a literal shortcode. */
  private unescapeShortcode({ start, end }: Bracket): number {
    return this.put(start, end + 1, this.source.slice(start + 1, end));
  }

  private readKnown(bracket: Bracket, rule: ShortcodeRule): number | null {
    const { start, end, name, attributes } = bracket;
    const closing = rule.closing === "none" ? null : this.findAfter(end, `\\[/${name}\\]`);
    if (closing !== null) {
      const inner = this.source.slice(end, closing.start);
      return this.put(start, closing.end, rule.toHtml({ name, attributes, inner }));
    }
    if (rule.closing === "required" || (rule.closing === "optional" && attributes === "")) return null;
    return this.put(start, end, rule.toHtml({ name, attributes, inner: null }));
  }

  /** Removes the brackets of unknown plugins but not the content that they enclose. Brackets that look like prose remain. */
  private readUnknown({ start, end, name, attributes }: Bracket): number | null {
    if ((this.lastClosing.get(name) ?? -1) > start) this.openedUnknown.add(name);
    else if (!looksLikeAttributes(name, attributes)) return null;
    return this.put(start, end, "");
  }

  private put(start: number, end: number, html: string): number {
    this.html += this.source.slice(this.copiedUpTo, start) + html;
    this.copiedUpTo = end;
    return end;
  }

  private findAfter(from: number, pattern: string): { start: number; end: number } | null {
    if (this.absent.has(pattern)) return null;
    const expression = new RegExp(pattern, "gi");
    expression.lastIndex = from;
    const match = expression.exec(this.source);
    if (match === null) this.absent.add(pattern);
    return match === null ? null : { start: match.index, end: match.index + match[0].length };
  }

  private flush(hasLooseText: boolean): void {
    const html = this.html;
    this.html = "";
    if (html.trim() === "") return;
    const last = this.segments.at(-1);
    if (last?.hasLooseText === hasLooseText) last.html += `\n\n${html}`;
    else this.segments.push({ html, hasLooseText });
  }
}

/** `[map id="5"]` and `[my_map id=5]` are shortcodes; `[key=value]` and `[user host]` are prose. */
function looksLikeAttributes(name: string, attributes: string): boolean {
  if (!ATTRIBUTE_LIST.test(attributes)) return false;
  return /["']|=.*=/s.test(attributes) || /[-_]/.test(name);
}
