// Collects the notices about one file while it is read, so that the readers of its parts need not know its key.
import { DroppedKinds } from "../dropped-kinds.js";
import type { ImportNotice, ImportNoticeCode } from "../import-event.js";

export class ItemNotices {
  readonly list: ImportNotice[] = [];

  /** `kinds` is common to all files, so that the report has one line for each kind. */
  constructor(
    readonly item: string,
    private readonly kinds = new DroppedKinds(),
  ) {}

  add(code: ImportNoticeCode, reason: string): void {
    this.list.push({ code, item: this.item, reason });
  }

  changed(reason: string): void {
    this.add("CHANGED", reason);
  }

  /** Counts something that is changed or left out, such as a tag, by its kind. `reason` is a sentence that says what became of it. */
  dropped(kind: string, reason: string): void {
    this.kinds.add(kind, this.item, reason);
  }
}

/** Quotes a value for the report: on one line and shortened. */
export function inQuotes(value: string): string {
  const line = value.replace(/\s+/g, " ");
  const characters = [...line];
  return `“${characters.length > 60 ? `${characters.slice(0, 60).join("")}…` : line}”`;
}
