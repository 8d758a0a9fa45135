// Text in which something was found.
import type { ComponentChildren } from "preact";

export interface MarkedProps {
  snippet: { text: string; highlights: readonly { start: number; end: number }[] };
}

export function Marked({ snippet: { text, highlights } }: MarkedProps) {
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const { start, end } of highlights) {
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>);
    at = end;
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}
