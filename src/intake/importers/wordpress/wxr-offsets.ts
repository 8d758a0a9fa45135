// The offsets from UTC that the dates of an export show, by month, to read the local dates of items whose UTC date is missing. An export does
// not name the time zone, and its offset changes with daylight saving time.

import type { WxrFields } from "./wxr/wxr-record.js";
import { offsetOf, parseSqlDate } from "./wxr-dates.js";

const MAX_HOURS = 14;

export class OffsetCalendar {
  /** Hours, by `2020-05`. */
  readonly #byMonth = new Map<string, number>();
  /** Hours, by `05`: the last one of any year. */
  readonly #byCalendarMonth = new Map<string, number>();
  readonly #counts = new Map<number, number>();

  add(fields: WxrFields): void {
    const hours = offsetOf(fields);
    const local = parseSqlDate(fields.get("wp:post_date"));
    // No time zone is further away, and all are a multiple of a quarter of an hour.
    if (hours === null || local === null || Math.abs(hours) > MAX_HOURS || !Number.isInteger(hours * 4)) return;
    const month = local.toISOString().slice(0, 7);
    if (!this.#byMonth.has(month)) this.#byMonth.set(month, hours);
    this.#byCalendarMonth.set(month.slice(5), hours);
    this.#counts.set(hours, (this.#counts.get(hours) ?? 0) + 1);
  }

  /** Hours: that of the same month, of the same month of another year, or the most frequent one. Null if the export shows none. */
  at(local: Date): number | null {
    const month = local.toISOString().slice(0, 7);
    const [mostFrequent] = [...this.#counts].sort(([, one], [, other]) => other - one);
    return this.#byMonth.get(month) ?? this.#byCalendarMonth.get(month.slice(5)) ?? mostFrequent?.[0] ?? null;
  }
}
