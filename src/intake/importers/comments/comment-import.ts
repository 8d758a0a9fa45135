// Collects the comments of a source and writes them in batches, behind their posts. A comment that was imported before is left as it is, however it was
// moderated here, so that a second import adds the new ones only, and an interrupted one is resumed.
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import type { ImportedComment } from "../import-event.js";
import { addNotice, type ImportReport } from "../import-report.js";
import { type CommentOutcome, type CommentSource, writeComments } from "./comment-writer.js";

/** Comments in a transaction. */
const BATCH_SIZE = 500;
/** In UTF-16 units of source. */
const BATCH_LENGTH = 2_000_000;

export class CommentImport {
  #pending: ImportedComment[] = [];
  #length = 0;
  /** The number of comments by the name of what is no post here. */
  readonly #unknown = new Map<string, number>();

  constructor(
    private readonly transact: WriteTransaction,
    private readonly report: ImportReport,
    private readonly source: CommentSource,
  ) {}

  /** Returns whether there are enough to be written. */
  add(comment: ImportedComment): boolean {
    const reason = reasonToLeaveOut(comment);
    if (reason !== null) {
      this.#leaveOut(reason, 1);
      return false;
    }
    this.#pending.push(comment);
    this.#length += comment.source.length;
    return this.#pending.length >= BATCH_SIZE || this.#length >= BATCH_LENGTH;
  }

  async write(): Promise<void> {
    const comments = this.#pending;
    this.#pending = [];
    this.#length = 0;
    if (comments.length === 0) return;
    const outcome = await this.transact((tx) => writeComments(tx, comments, this.source));
    this.#count(outcome);
  }

  #count({ created, unchanged, withoutText, unknown }: CommentOutcome): void {
    this.report.comments.created += created;
    this.report.comments.unchanged += unchanged;
    this.#leaveOut("comments without text, or repeated", withoutText);
    for (const { on } of unknown) {
      const isThread = on.kind === "addresses";
      this.#leaveOut(isThread ? "comments of unknown threads" : "comments of posts that are not here", 1);
      if (isThread) this.#unknown.set(on.name, (this.#unknown.get(on.name) ?? 0) + 1);
    }
  }

  /** To be called after the last comment. */
  finish(): void {
    const reason = "Its comments were not imported, because no post here has or had its address.";
    for (const [name, count] of this.#unknown)
      addNotice(this.report, { code: "SKIPPED", item: `${name} (${count})`, reason });
  }

  #leaveOut(what: string, count: number): void {
    if (count > 0) this.report.notImported[what] = (this.report.notImported[what] ?? 0) + count;
  }
}

function reasonToLeaveOut({ kind, state, on }: ImportedComment): string | null {
  if (kind === "PINGBACK") return "pingbacks and trackbacks";
  if (state === "TRASHED") return "comments that were deleted";
  return on.kind === "post" || on.kind === "addresses" ? null : "comments of pages";
}
