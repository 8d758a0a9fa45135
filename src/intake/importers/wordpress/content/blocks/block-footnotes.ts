// The footnotes of the block editor: the body has the marks, and the notes are JSON in a meta value of the post.
const ID = /^[\w-]{1,75}$/;

const QUOTED = /(["'])(#?)([\w-]{1,110})\1/g;
const BACK = /-link$/;

/** Gives the marks of the notes, and the links between marks and notes, the ids of footnotes; other ids are not kept in bodies. */
export function linkFootnotes(source: string, json: string | undefined): string {
  const ids = new Set(readNotes(json ?? "").map(({ id }) => id));
  if (ids.size === 0) return source;
  return source.replace(QUOTED, (text, quote: string, hash: string, name: string) => {
    const id = name.replace(BACK, "");
    if (!ids.has(id) || (hash === "" && id === name)) return text;
    return `${quote}${hash}${id === name ? "fn" : "fnref"}-${id}${quote}`;
  });
}

/** The list that the footnotes block shows. Empty without notes. */
export function footnotesHtml(json: string | undefined): string {
  const notes = readNotes(json ?? "").map(
    ({ id, content }) =>
      `<li id="fn-${id}" class="footnote-item">${content} <a href="#fnref-${id}" class="footnote-backref">↩︎</a></li>`,
  );
  return notes.length === 0 ? "" : `\n\n<ol class="footnotes-list">${notes.join("\n")}</ol>\n\n`;
}

function readNotes(json: string): { id: string; content: string }[] {
  try {
    const notes: unknown = JSON.parse(json);
    return Array.isArray(notes) ? notes.filter(isNote) : [];
  } catch {
    return [];
  }
}

function isNote(note: unknown): note is { id: string; content: string } {
  if (typeof note !== "object" || note === null || !("id" in note) || !("content" in note)) return false;
  return typeof note.id === "string" && ID.test(note.id) && typeof note.content === "string";
}
