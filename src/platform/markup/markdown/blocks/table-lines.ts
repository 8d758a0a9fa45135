// Converts the tables of Kramdown and of Org, whose lines have plus signs, to those of GitHub.

/** The line below the first row separates the heading. Further lines only divide the rows, which GitHub's tables cannot. */
export function convertTableLines(text: string): string {
  if (!/-[ \t:]*\+[ \t:]*-/.test(text)) return text;
  const lines: string[] = [];
  let isInTable = false;
  for (const line of text.split("\n")) {
    if (!isRuledLine(line)) {
      isInTable &&= line.includes("|");
      lines.push(line);
    } else if (!isInTable) {
      isInTable = lines.at(-1)?.includes("|") ?? false;
      lines.push(isInTable ? line.replaceAll("+", "|") : line);
    }
  }
  return lines.join("\n");
}

/** Whether the line is one of a table that has plus signs where its columns meet. */
export function isRuledLine(line: string): boolean {
  const content = line.replace(/^[ \t>]{0,9}/, "").trimEnd();
  if (!content.startsWith("|") || !content.endsWith("|")) return false;
  return content.includes("-") && content.includes("+") && /^[-:+| \t]+$/.test(content);
}
