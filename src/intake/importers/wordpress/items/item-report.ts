// Collects the notices about one item, under the name by which a person finds it in WordPress.
import type { ImportEvent, ImportNoticeCode, PostOrigin } from "../../import-event.js";
import type { WxrItem } from "../wxr/wxr-record.js";
import { decodedText } from "../wxr/wxr-text.js";

export class ItemReport {
  readonly #events: ImportEvent[] = [];

  constructor(private readonly item: WxrItem) {}

  note(code: ImportNoticeCode, reason: string | null): void {
    if (reason !== null) this.#events.push({ kind: "notice", notice: { code, item: nameOfItem(this.item), reason } });
  }

  leaveOut(code: ImportNoticeCode, reason: string): ImportEvent[] {
    this.note(code, reason);
    return this.#events;
  }

  /** The body as it was written, for the report. */
  origin(): PostOrigin {
    return { text: this.item.fields.get("content:encoded") ?? "", item: nameOfItem(this.item) };
  }

  complete(...events: readonly ImportEvent[]): ImportEvent[] {
    return [...events, ...this.#events];
  }
}

export function nameOfItem(item: WxrItem): string {
  const title = Array.from(decodedText((item.fields.get("title") ?? "").slice(0, 1000)))
    .slice(0, 80)
    .join("");
  const id = item.fields.get("wp:post_id")?.trim();
  return `${title || "(untitled)"} (${id ? `post ${id.slice(0, 20)}` : `item ${item.ordinal}`})`;
}
