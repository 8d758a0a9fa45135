// Collects the notices about one file while it is read, so that the readers of its parts need not know its key.
import type { ImportNotice, ImportNoticeCode } from "../import-event.js";

export class ItemNotices {
  readonly list: ImportNotice[] = [];

  constructor(readonly item: string) {}

  add(code: ImportNoticeCode, reason: string): void {
    this.list.push({ code, item: this.item, reason });
  }

  changed(reason: string): void {
    this.add("CHANGED", reason);
  }
}

/** Quotes a value for the report: on one line and shortened. */
export function inQuotes(value: string): string {
  const line = value.replace(/\s+/g, " ");
  const characters = [...line];
  return `“${characters.length > 60 ? `${characters.slice(0, 60).join("")}…` : line}”`;
}
