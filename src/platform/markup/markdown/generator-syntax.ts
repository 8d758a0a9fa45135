// Converts the syntax that Hugo, Jekyll and Hexo add to Markdown before it is parsed: code tags become fences, other tags become links or
// images, or are removed. Fenced and inline code is unchanged.
import { fenceAround, languageName } from "../markdown-writer/code-markup.js";
import { convertTableLines } from "./blocks/table-lines.js";
import { hugoShortcode, liquidTag } from "./generator-shortcodes.js";

const FENCE = /^(?:[\s>]|[-*+]\s|\d{1,9}[.)]\s){0,200}(`{3,}|~{3,})(.*)$/;

/** Matches `{{< highlight go "linenos=1" >}}`, `{% highlight bash linenos %}`, `{% codeblock title lang:js %}`. */
const CODE_TAG =
  /^([ \t]*)\{(?:\{[<%]|%-?)\s{0,9}(highlight|codeblock|code|mermaid|plantuml|graphviz|markmap|echarts)(?![\w-])([^{}]*)[>%]\}{1,2}(.*)$/;

/** Most posts match none of these and are not scanned. */
const ANY_TAG = /\{\{|\{%|^\[toc\]|-\+-/im;

/** Tags whose name is the language of the diagram that they enclose. */
const DIAGRAM_TAG = /^(?:mermaid|plantuml|graphviz|markmap|echarts)$/;

export function convertGeneratorSyntax(source: string): string {
  return ANY_TAG.test(source) ? new GeneratorSyntaxScanner(source.split(/\r\n?|\n/)).run() : source;
}

class GeneratorSyntaxScanner {
  private readonly output: string[] = [];
  private prose: string[] = [];
  private fence: string | null = null;
  private readonly absentEndings = new Set<string>();

  constructor(private readonly lines: readonly string[]) {}

  run(): string {
    for (let index = 0; index < this.lines.length; index++) {
      const line = this.lines[index] ?? "";
      if (this.fence !== null) this.scanFenced(line);
      else index = this.scanProse(line, index);
    }
    this.flushProse();
    return this.output.join("\n");
  }

  private scanFenced(line: string): void {
    const marker = /^[\s>]*(`{3,}|~{3,})\s*$/.exec(line)?.[1];
    if (marker !== undefined && this.fence !== null && marker.startsWith(this.fence)) this.fence = null;
    this.output.push(unescapeShortcodes(line));
  }

  /** Returns the index of the last consumed line. */
  private scanProse(line: string, index: number): number {
    const [, marker = "", info = ""] = FENCE.exec(line) ?? [];
    if (marker !== "" && !(marker.startsWith("`") && info.includes("`"))) {
      this.flushProse();
      this.fence = marker;
      this.output.push(line);
      return index;
    }
    const tag = line.includes("{") ? CODE_TAG.exec(line) : null;
    const end = tag === null ? null : this.endOfCode(tag, index);
    if (tag === null || end === null) {
      this.prose.push(line);
      return index;
    }
    this.flushProse();
    this.pushCode(tag, index, end);
    return end;
  }

  private endOfCode([, , name = ""]: RegExpExecArray, index: number): number | null {
    if (this.absentEndings.has(name)) return null;
    const ending = new RegExp(`\\{(?:\\{[<%]\\s{0,9}/|%-?\\s{0,9}end)${name}\\s{0,9}(?:[>%]\\}|-?%)\\}`);
    for (let at = index; at < this.lines.length; at++) {
      if (ending.test(this.lines[at] ?? "")) return at;
    }
    this.absentEndings.add(name);
    return null;
  }

  private pushCode(
    [, indent = "", name = "", options = "", rest = ""]: RegExpExecArray,
    start: number,
    end: number,
  ): void {
    const inner = [rest, ...this.lines.slice(start + 1, end + 1)];
    const last = inner.length - 1;
    inner[last] = (inner[last] ?? "").replace(
      /\{(?:\{[<%]\s{0,9}\/|%-?\s{0,9}end)\w{1,99}\s{0,9}(?:[>%]\}|-?%)\}.*$/,
      "",
    );
    if (inner[0]?.trim() === "") inner.shift();
    if (inner.at(-1)?.trim() === "") inner.pop();
    const language =
      (DIAGRAM_TAG.test(name) ? name : /\blang:\s*(\S+)/.exec(options)?.[1]) ??
      (name === "codeblock" ? null : options.replace(/-$/, "").trim().split(/\s/)[0]);
    const code = inner.join("\n");
    const fence = fenceAround(code, 3);
    this.output.push(`${indent}${fence}${languageName(language) ?? ""}\n${code}\n${indent}${fence}`);
  }

  private flushProse(): void {
    if (this.prose.length > 0)
      this.output.push(outsideCodeSpans(convertTableLines(this.prose.join("\n")), replaceTags));
    this.prose = [];
  }
}

/** Hugo displays `{{</* name *\/>}}` as a literal shortcode. */
function unescapeShortcodes(text: string): string {
  return text.replace(/\{\{([<%])\/\*([^{}]*?)\*\/([>%])\}\}/g, "{{$1$2$3}}");
}

function replaceTags(text: string): string {
  const replaced = text
    .replace(/^\[toc\][ \t]*$/gim, "")
    .replace(/\{\{[<%](?!\/\*)([^{}]*)[>%]\}\}/g, (_tag, inner: string) => hugoShortcode(inner.trim()))
    .replace(/(?<!\\)\{%-?([^{}]*)%\}/g, (tag, inner: string) => liquidTag(tag, inner.replace(/-$/, "").trim()))
    .replace(/\{\{\s*site\.(?:baseurl|url)\s*\}\}/g, "")
    .replace(/\{\{\s*["']([^"'{}]*)["']\s*\|\s*(?:relative|absolute)_url\s*\}\}/g, "$1");
  return unescapeShortcodes(replaced);
}

/** Changes only the text outside of code spans. A backslash prevents a backtick from opening a code span, but not from closing it. */
function outsideCodeSpans(text: string, change: (text: string) => string): string {
  if (!text.includes("`")) return change(text);
  const runs = Array.from(text.matchAll(/`+/g), (run) => ({ start: run.index, length: run[0].length }));
  const lastByLength = new Map(runs.map((run) => [run.length, run.start]));
  const opening = /\\[\\`]|`+/g;
  let result = "";
  let proseFrom = 0;
  let next = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const length = match[0].length;
    const after = match.index + length;
    if (match[0].startsWith("\\") || (lastByLength.get(length) ?? -1) < after) continue;
    while ((runs[next]?.start ?? text.length) < after || (runs[next]?.length ?? length) !== length) next++;
    const end = (runs[next]?.start ?? text.length) + length;
    result += change(text.slice(proseFrom, match.index)) + text.slice(match.index, end);
    proseFrom = end;
    opening.lastIndex = end;
  }
  return result + change(text.slice(proseFrom));
}
