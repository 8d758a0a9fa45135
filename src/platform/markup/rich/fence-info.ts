// What the info string of a fence asks for besides the language: marked lines and line numbers, in the forms of common generators.

export interface FenceInfo {
  /** The first and the last of each range of marked lines, counted from 1. */
  marked: readonly (readonly [first: number, last: number])[];
  /** The number of the first line; null if lines are not numbered. */
  firstNumber: number | null;
}

const NOTHING: FenceInfo = { marked: [], firstNumber: null };

const MAX_INFO = 500;
const MAX_RANGES = 100;
/** ```` ```js {3,5-7} ````, ```` ```js{3} ````, and `hl_lines=["3","5-7"]` or `hl_lines="3 5-7"` of Hugo. */
const BRACES = /\{\s*(\d[\d\s,-]*)\}/;
const LINES = /\bhl_lines\s*=\s*(?:\[([\d\s,"'-]*)\]|"([\d\s,-]*)"|([\d,-]+))/;
/** `linenos` of Hugo, `showLineNumbers` of Docusaurus, `.numberLines` of Pandoc. */
const NUMBERS =
  /(?:^|[\s{,.])(linenos|line-?numbers|showLineNumbers|number-?lines)(?:\s*=\s*["']?(\w+))?(?:\{(\d{1,6})\})?/i;
const START = /\b(?:linenostart|startFrom)\s*=\s*["']?(\d{1,6})/i;

export function fenceInfo(written: string): FenceInfo {
  if (!/[{=]|line/i.test(written)) return NOTHING;
  const info = written.slice(0, MAX_INFO);
  const [numbering, , value = "true", start] = NUMBERS.exec(info) ?? [];
  const isNumbered = numbering !== undefined && !/^(?:false|none|0)$/i.test(value);
  const rest = numbering === undefined ? info : info.replace(numbering, " ");
  const [, list, quoted, bare] = LINES.exec(rest) ?? [];
  const lines = list ?? quoted ?? bare ?? BRACES.exec(rest)?.[1] ?? "";
  const marked = Array.from(lines.matchAll(/(\d{1,6})(?:\s*-\s*(\d{1,6}))?/g), ([, first, last]) => {
    const from = Number(first);
    return [from, last === undefined ? from : Number(last)] as const;
  });
  const firstNumber = isNumbered ? Number(start ?? START.exec(info)?.[1] ?? 1) : null;
  return { marked: marked.filter(([from, to]) => from >= 1 && to >= from).slice(0, MAX_RANGES), firstNumber };
}

export const isMarkedLine = ({ marked }: FenceInfo, line: number): boolean =>
  marked.some(([first, last]) => line >= first && line <= last);
