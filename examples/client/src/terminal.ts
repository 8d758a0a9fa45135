// What formatters need to know of the terminal: its width, and how to set a text apart. Passed in, so that they are pure
// and a pipe or a test gets plain text.
import { styleText } from "node:util";

export interface Terminal {
  columns: number;
  paint(tone: Tone, text: string): string;
}

export type Tone = "title" | "heading" | "quiet";

const FALLBACK_COLUMNS = 80;
/** Longer lines are tiring to read, however wide the window is. */
const MAX_COLUMNS = 100;
const MIN_COLUMNS = 30;

export function terminalFor(stream: NodeJS.WriteStream): Terminal {
  // `columns` and `hasColors` are absent where the stream is a pipe or a file.
  const isTerminal = stream.isTTY === true;
  const columns = isTerminal ? stream.columns : FALLBACK_COLUMNS;
  const paint = isTerminal && stream.hasColors() ? paintWithAnsi : paintNothing;
  return { columns: Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, columns)), paint };
}

export function paintNothing(_tone: Tone, text: string): string {
  return text;
}

const formats = { title: "bold", heading: "cyan", quiet: "gray" } as const;

function paintWithAnsi(tone: Tone, text: string): string {
  // The stream is checked above, and for the one that is written to.
  return styleText(formats[tone], text, { validateStream: false });
}

const UNSAFE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Drops what could move the cursor, recolour or reorder the terminal: text comes from whoever wrote the posts. */
export function withoutControls(text: string): string {
  return text.replaceAll("\t", "    ").replace(UNSAFE, (control) => (control === "\n" ? control : ""));
}
