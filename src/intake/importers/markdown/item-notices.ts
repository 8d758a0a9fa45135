// The report lines about one file while it is read, so that whoever finds something out needs to know neither the file's
// key nor where the report goes.
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

/** A value as a report shows it: one line, never long. */
export function inQuotes(value: string): string {
  const line = value.replace(/\s+/g, " ");
  const characters = [...line];
  return `“${characters.length > 60 ? `${characters.slice(0, 60).join("")}…` : line}”`;
}
