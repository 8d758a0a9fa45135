// Changes a WordPress body only outside code, where shortcodes and block comments are examples, not markup.
import { CODE_COLORER, shortcodeRules } from "../../../../platform/markup/wordpress/wordpress-shortcodes.js";

const NO_CODE: ReadonlySet<string> = new Set(["caption", "wp_caption"]);
const CODE_SHORTCODES = [...shortcodeRules]
  .filter(([name, rule]) => rule.closing === "required" && !NO_CODE.has(name))
  .map(([name]) => name);
const OPENING_SHORTCODE = `(?<!\\[)\\[(${[...CODE_SHORTCODES, CODE_COLORER].join("|")})(?=[\\s=\\]])`;
const OPENING = new RegExp(`<(pre|code|style|textarea)(?=[\\s>])|${OPENING_SHORTCODE}`, "gi");
const OPENING_OF_SHORTCODES = new RegExp(`(?!)()|${OPENING_SHORTCODE}`, "gi");

/** Takes linear time: a closing tag that does not occur is searched once. */
export function changeOutsideCode(source: string, change: (piece: string) => string): string {
  return changeOutside(OPENING, source, change);
}

/** WordPress executes shortcodes in `<pre>` and `<code>`, but not in the shortcodes of highlighters. */
export function changeOutsideCodeShortcodes(source: string, change: (piece: string) => string): string {
  return changeOutside(OPENING_OF_SHORTCODES, source, change);
}

function changeOutside(openings: RegExp, source: string, change: (piece: string) => string): string {
  const opening = new RegExp(openings);
  const absent = new Set<string>();
  let changed = "";
  let copiedUpTo = 0;
  for (let match = opening.exec(source); match !== null; match = opening.exec(source)) {
    const closing = match[1] === undefined ? `\\[/${match[2]}\\]` : `</${match[1]}\\s{0,9}>`;
    const end = absent.has(closing) ? null : endOf(source, closing, opening.lastIndex);
    if (end === null) absent.add(closing);
    else {
      changed += change(source.slice(copiedUpTo, match.index)) + source.slice(match.index, end);
      copiedUpTo = end;
      opening.lastIndex = end;
    }
  }
  return changed + change(source.slice(copiedUpTo));
}

function endOf(source: string, closing: string, from: number): number | null {
  const expression = new RegExp(closing, "gi");
  expression.lastIndex = from;
  return expression.exec(source) === null ? null : expression.lastIndex;
}
