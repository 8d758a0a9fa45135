// Translates the template tags of a generator to Markdown by a table. It finds them, pairs and nests them, and puts each result where it is
// valid; what a tag means is left to the table.
import type { ItemNotices } from "../item-notices.js";
import { type CodeRange, codeRanges } from "./code-ranges.js";
import { literalBraces, unescapedTags } from "./literal-tags.js";
import { markupInHtml } from "./rendered-tags.js";
import type { TagBlock, TagTable, TemplateTag } from "./tag.js";
import { tagArguments } from "./tag-arguments.js";
import { TagOutput } from "./tag-output.js";
import { tagPairs } from "./tag-pairs.js";
import { type TagSyntax, type TagToken, tagTokens } from "./tag-tokens.js";
import { plainElements } from "./unknown-tag.js";

export interface TagDialect<C> {
  syntax: TagSyntax;
  table: TagTable<C>;
  /** Where the generator reads tags. */
  reads: "ALL" | "OUTSIDE_FENCES" | "OUTSIDE_CODE";
  /** Tags in whose content no tags are read, such as `raw` and `highlight`. */
  literal: ReadonlySet<string>;
  /** A colon separates the name of an argument from its value as well, as in `lang:js`. */
  hasColons?: boolean;
  /** A tag that is not in the table stays as written, or its text, links and pictures are kept without it (the default). */
  unknown?: "KEEP" | "UNWRAP";
  /** What the report calls a tag. */
  noun: string;
}

export function translateTags<C>(source: string, dialect: TagDialect<C>, context: C, notices: ItemNotices): string {
  if (!source.includes(dialect.syntax === "HUGO" ? "{{" : "{%")) return source;
  return new TagTranslator(source.replace(/\r\n?/g, "\n"), dialect, context, notices).run();
}

interface Frame {
  token: TagToken;
  output: TagOutput;
}

class TagTranslator<C> {
  private readonly tokens: TagToken[];
  private readonly partners: readonly (number | null)[];
  private readonly isInCode: (position: number) => boolean;
  private readonly frames: Frame[] = [];
  private readonly output = new TagOutput();

  constructor(
    private readonly source: string,
    private readonly dialect: TagDialect<C>,
    private readonly context: C,
    private readonly notices: ItemNotices,
  ) {
    const { syntax, reads, literal } = dialect;
    const found = tagTokens(source, syntax);
    if (reads === "ALL") {
      const { tokens, bodies } = withoutLiteralBodies(found, literal);
      this.tokens = tokens;
      this.isInCode = inRanges(codeRanges(masked(source, bodies)));
    } else {
      const ranges = codeRanges(source).filter(({ kind }) => kind === "FENCE" || reads === "OUTSIDE_CODE");
      const isUnread = inRanges(ranges);
      this.tokens = withoutLiteralBodies(
        found.filter(({ start }) => !isUnread(start)),
        literal,
      ).tokens;
      this.isInCode = inRanges(codeRanges(source));
    }
    this.partners = tagPairs(this.tokens);
  }

  run(): string {
    let position = 0;
    for (const [index, token] of this.tokens.entries()) {
      this.current.addText(this.source.slice(position, token.start));
      position = token.end;
      const partner = this.tokens[this.partners[index] ?? -1];
      if (token.kind === "ESCAPED") this.addLiteral(token);
      else if (token.kind === "CLOSE") this.close(token, partner);
      else if (token.kind === "OPEN" && partner !== undefined) this.open(token);
      else this.add(token, null, null);
    }
    this.current.addText(this.source.slice(position));
    return this.source.endsWith("\n") ? this.output.text : this.output.text.trimEnd();
  }

  private get current(): TagOutput {
    return this.frames.at(-1)?.output ?? this.output;
  }

  private addLiteral({ start, written }: TagToken): void {
    this.current.addText(this.isInCode(start) ? written : literalBraces(written));
  }

  private open(token: TagToken): void {
    const { continuation, itemIndent } = this.current;
    this.frames.push({ token, output: new TagOutput(continuation, itemIndent) });
  }

  private close(token: TagToken, partner: TagToken | undefined): void {
    const frame = partner === undefined ? undefined : this.frames.pop();
    if (frame !== undefined) this.add(frame.token, frame.output.text, token);
    else if (this.isInCode(token.start) || this.isForeign(token.name))
      this.current.addText(this.source.slice(token.start, token.end));
    else this.dropped(token.name, "It is the end of a tag without a beginning and was removed.");
  }

  private isForeign(name: string): boolean {
    return this.dialect.unknown === "KEEP" && !this.dialect.table.has(name);
  }

  private add(token: TagToken, inner: string | null, end: TagToken | null): void {
    const { syntax, table, hasColons = false, unknown = "UNWRAP", literal } = this.dialect;
    const output = this.current;
    const isInCode = this.isInCode(token.start) && (end === null || this.isInCode(end.start));
    const body = end === null ? null : this.source.slice(token.end, end.start);
    const dedented = (text: string | null): string | null =>
      text === null || isInCode ? text : withoutPrefix(text, output.continuation);
    const verbatim = body !== null && syntax === "HUGO" ? unescapedTags(body) : body;
    const tag: TemplateTag = {
      name: token.name,
      ...tagArguments(token.written, hasColons),
      written: token.written,
      content: dedented(literal.has(token.name) ? verbatim : inner),
      verbatim: dedented(verbatim),
      bracket: token.bracket,
      isInCode,
      isInUrl: output.isInUrl,
    };
    const result = table.get(token.name)?.(tag, this.context) ?? null;
    if (isInCode && typeof result !== "string") output.addText(this.source.slice(token.start, (end ?? token).end));
    else if (result === null && unknown === "KEEP") this.addAsWritten(token, inner, end);
    else this.addResult(result ?? this.unwrapped(tag));
  }

  private addAsWritten(token: TagToken, inner: string | null, end: TagToken | null): void {
    this.current.addText(this.source.slice(token.start, token.end));
    if (end === null) return;
    this.current.addText(inner ?? "");
    this.current.addText(this.source.slice(end.start, end.end));
  }

  private addResult(result: string | TagBlock): void {
    const { isInHtml, isInUrl } = this.current;
    if (typeof result === "string") this.current.addText(isInHtml && !isInUrl ? markupInHtml(result) : result);
    else this.current.addBlock(result.block);
  }

  private unwrapped(tag: TemplateTag): string | TagBlock {
    const elements = plainElements(tag, this.current.hasTextInLine);
    this.dropped(
      tag.name,
      elements === ""
        ? "It is not known here and was removed."
        : "It is not known here; the text, the links and the pictures in it were kept.",
    );
    return elements;
  }

  private dropped(name: string, reason: string): void {
    this.notices.dropped(`${this.dialect.noun} ${name.slice(0, 60)}`, reason);
  }
}

/** The tokens without those in the content of literal tags, and where these contents are. */
function withoutLiteralBodies(
  found: readonly TagToken[],
  literal: ReadonlySet<string>,
): { tokens: TagToken[]; bodies: [number, number][] } {
  const lastEnd = new Map<string, number>();
  for (const { kind, name, start } of found) if (kind === "CLOSE") lastEnd.set(name, start);
  const tokens: TagToken[] = [];
  const bodies: [number, number][] = [];
  let open: TagToken | null = null;
  for (const token of found) {
    if (open !== null) {
      if (token.kind !== "CLOSE" || token.name !== open.name) continue;
      bodies.push([open.end, token.start]);
      open = null;
    } else if (token.kind === "OPEN" && literal.has(token.name) && (lastEnd.get(token.name) ?? -1) > token.start) {
      open = token;
    }
    tokens.push(token);
  }
  return { tokens, bodies };
}

/** Blanks take the place of the bodies, so that all positions remain. */
function masked(source: string, bodies: readonly (readonly [number, number])[]): string {
  let result = "";
  let position = 0;
  for (const [start, end] of bodies) {
    result += source.slice(position, start) + source.slice(start, end).replace(/[^\n]/g, " ");
    position = end;
  }
  return result + source.slice(position);
}

function inRanges(ranges: readonly CodeRange[]): (position: number) => boolean {
  return (position) => {
    let [low, high] = [0, ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.end ?? 0) <= position) low = middle + 1;
      else high = middle;
    }
    return (ranges[low]?.start ?? Number.POSITIVE_INFINITY) <= position;
  };
}

/** Removes the indentation and the marks of quotations that the line of the tag has from the lines of its content. */
function withoutPrefix(text: string, prefix: string): string {
  if (prefix === "") return text;
  const bare = prefix.trimEnd();
  return text
    .split("\n")
    .map((line, at) => {
      if (at === 0) return line;
      if (line.startsWith(prefix)) return line.slice(prefix.length);
      return bare !== "" && line.startsWith(bare) ? line.slice(bare.length) : line.trim() === "" ? "" : line;
    })
    .join("\n");
}
