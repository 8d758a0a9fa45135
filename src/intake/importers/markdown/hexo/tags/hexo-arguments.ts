// Splits the arguments of a tag as Hexo does: at blanks outside of quotation marks, which are removed. A colon has no meaning.

const ARGUMENT = /(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"']|["'])+/gs;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/gs;

export function hexoArguments(written: string): string[] {
  return [...written.matchAll(ARGUMENT)].map(([argument]) =>
    argument.replace(QUOTED, (_, double?: string, single?: string) =>
      (double ?? single ?? "").replace(/\\(["'\\])/g, "$1"),
    ),
  );
}

/** The arguments as one text, split at commas, as the tags of NexT and Butterfly do. */
export function commaArguments(written: string): string[] {
  return hexoArguments(written)
    .join(" ")
    .split(",")
    .map((part) => part.trim());
}

/** Like the arguments of Volantis, which are separated by two colons or by commas. */
export function separatedArguments(written: string): string[] {
  return written.includes("::") ? written.split("::").map((part) => part.trim()) : commaArguments(written);
}
