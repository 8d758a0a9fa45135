// What the readers of comments of other systems share: names and e-mail addresses as people typed them, and the order of threads.
import type { ImportedComment } from "../import-event.js";

const MAX_NAME_LENGTH = 200;
const MAX_EMAIL_LENGTH = 320;
const EMAIL = /^[^\s@]{1,200}@[^\s@]{1,200}$/;

/** A name that is an e-mail address loses its second half. */
export function commentName(name: string): string {
  const shown = EMAIL.test(name) ? (name.split("@")[0] ?? "") : name;
  return Array.from(shown).slice(0, MAX_NAME_LENGTH).join("").trim();
}

export function emailFrom(text: string): string | null {
  return text.length <= MAX_EMAIL_LENGTH && EMAIL.test(text) ? text : null;
}

/**
 * The comments, by their ids, with each behind the one that it replies to. A comment is no reply if the comment that it replies to is absent, or
 * replies to it itself.
 */
export function inThreadOrder(
  comments: ReadonlyMap<string, ImportedComment>,
  parentIds: ReadonlyMap<string, string>,
): ImportedComment[] {
  const placed = new Set<string>();
  const ordered: ImportedComment[] = [];
  for (const start of comments.keys()) {
    const thread: string[] = [];
    const climbing = new Set<string>();
    let id = start;
    for (; comments.has(id) && !placed.has(id) && !climbing.has(id); id = parentIds.get(id) ?? "") {
      climbing.add(id);
      thread.push(id);
    }
    for (const each of thread.reverse()) {
      const comment = comments.get(each);
      if (comment === undefined) continue;
      const parentId = parentIds.get(each) ?? "";
      ordered.push({ ...comment, parentKey: placed.has(parentId) ? (comments.get(parentId)?.key ?? null) : null });
      placed.add(each);
    }
  }
  return ordered;
}
