// Prints the variables of Liquid, `{{ site.baseurl }}`, in a body before its tags are read. `raw` and `comment` protect what they enclose.
import type { MarkupFormat } from "../../../../../platform/markup/body.js";
import type { ItemNotices } from "../../item-notices.js";
import { codeRanges } from "../../tags/code-ranges.js";
import { type LiquidScope, liquidText } from "./liquid-values.js";

const TOKEN =
  /\{%-?\s{0,9}(?<raw>raw)\s{0,9}-?%\}|\{%-?\s{0,9}(?<endraw>endraw)\s{0,9}-?%\}|\{%-?\s{0,9}(?<code>(?:end)?highlight)\b[^{}]{0,300}%\}|\{%-?\s{0,9}assign\s{1,9}(?<name>[\w-]{1,100})\s{0,9}=\s{0,9}(?<value>[^{}%]{1,500}?)\s{0,9}-?%\}|\{%-?\s{0,9}capture\s{1,9}(?<captured>[\w-]{1,100})\s{0,9}-?%\}(?<content>[^{}]{0,4000})\{%-?\s{0,9}endcapture\s{0,9}-?%\}|\{\{-?\s{0,9}(?<quoted>"[^"}\n]{0,300}"|'[^'}\n]{0,300}')\s{0,9}-?\}\}|\{\{-?(?<output>[^{}]{0,500}?)-?\}\}/g;

/** In place of a brace that Jekyll prints, until the tags are read. It is no character of any text. */
const BRACE = "\uFDD0";

/** `{{ "{{" }}` shows two braces. */
const printedText = (quoted: string): string => quoted.slice(1, -1).replaceAll("{", BRACE);

/** To be called when the tags have been read. */
export function withPrintedBraces(text: string, format: MarkupFormat): string {
  if (!text.includes(BRACE)) return text;
  let result = "";
  let position = 0;
  for (const { start, end } of format === "MARKDOWN" ? codeRanges(text) : []) {
    result += text.slice(position, start).replaceAll(BRACE, "&#123;") + text.slice(start, end).replaceAll(BRACE, "{");
    position = end;
  }
  return result + text.slice(position).replaceAll(BRACE, "&#123;");
}

export function withPrintedOutputs(body: string, scope: LiquidScope, notices: ItemNotices): string {
  if (!body.includes("{{") && !body.includes("{%")) return body;
  const isInCode = codeAt(body);
  let isRaw = false;
  let isHighlighted = false;
  return body.replace(TOKEN, (whole, ...found) => {
    const groups = found.at(-1) as Record<string, string | undefined>;
    const at = found.at(-3) as number;
    if (groups.endraw !== undefined) isRaw = false;
    else if (isRaw) return whole;
    else if (groups.quoted !== undefined) return printedText(groups.quoted);
    else if (groups.raw !== undefined) isRaw = true;
    else if (groups.code !== undefined) isHighlighted = groups.code === "highlight";
    else if (groups.name !== undefined) assign(groups.name, groups.value ?? "", scope);
    else if (groups.captured !== undefined) scope.variables.set(groups.captured, groups.content?.trim() ?? "");
    else return printed(whole, groups.output?.trim() ?? "", scope, isHighlighted || isInCode(at), notices);
    return whole;
  });
}

function assign(name: string, expression: string, scope: LiquidScope): void {
  const text = liquidText(expression, scope);
  if (text === null) scope.variables.delete(name);
  else scope.variables.set(name, text);
}

/** Of code, which mostly is about templates, an unknown variable remains, though Jekyll prints nothing. */
function printed(whole: string, written: string, scope: LiquidScope, isCode: boolean, notices: ItemNotices): string {
  const text = liquidText(written, scope);
  if (text !== null && (!isCode || text !== "")) return text;
  if (isCode) return whole;
  const name = written.split("|")[0]?.trim() ?? "";
  notices.dropped(`variable {{ ${name.slice(0, 60)} }}`, "Its value is only known to Jekyll, and it was removed.");
  return "";
}

/** Whether a position is in a fence or a code span, for ascending positions. */
function codeAt(body: string): (position: number) => boolean {
  const ranges = [...codeRanges(body)];
  let next = 0;
  return (position) => {
    while ((ranges[next]?.end ?? Number.POSITIVE_INFINITY) <= position) next += 1;
    return (ranges[next]?.start ?? Number.POSITIVE_INFINITY) <= position;
  };
}
