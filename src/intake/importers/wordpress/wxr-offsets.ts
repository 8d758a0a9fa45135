// The offsets from UTC that the dates of an export show, by month, to read the local dates of items whose UTC date is missing. An export does
// not name the time zone, and its offset changes with daylight saving time.

import type { WxrFields } from "./wxr/wxr-record.js";
import { offsetOf, parseSqlDate } from "./wxr-dates.js";

const MAX_HOURS = 14;

export class OffsetCalendar {
  /** Hours, by `2020-05` and by day, because the offset changes within a month. */
  readonly #byMonth = new Map<string, Map<number, number>>();
  /** Hours, by `05` of any year and by day. */
  readonly #byCalendarMonth = new Map<string, Map<number, number>>();
  readonly #counts = new Map<number, number>();

  add(fields: WxrFields): void {
    const hours = offsetOf(fields);
    const local = parseSqlDate(fields.get("wp:post_date"));
    // No time zone is further away, and all are a multiple of a quarter of an hour.
    if (hours === null || local === null || Math.abs(hours) > MAX_HOURS || !Number.isInteger(hours * 4)) return;
    const month = local.toISOString().slice(0, 7);
    note(this.#byMonth, month, local.getUTCDate(), hours);
    note(this.#byCalendarMonth, month.slice(5), local.getUTCDate(), hours);
    this.#counts.set(hours, (this.#counts.get(hours) ?? 0) + 1);
  }

  /**
   * Hours: that of the nearest day of the same month, of the same month of another year, or the most frequent one. Null if the export shows
   * none.
   */
  at(local: Date): number | null {
    const month = local.toISOString().slice(0, 7);
    const day = local.getUTCDate();
    const [mostFrequent] = [...this.#counts].sort(([, one], [, other]) => other - one);
    return (
      nearest(this.#byMonth.get(month), day) ??
      nearest(this.#byCalendarMonth.get(month.slice(5)), day) ??
      mostFrequent?.[0] ??
      null
    );
  }
}

function note(months: Map<string, Map<number, number>>, month: string, day: number, hours: number): void {
  const days = months.get(month);
  if (days === undefined) months.set(month, new Map([[day, hours]]));
  else days.set(day, hours);
}

function nearest(days: ReadonlyMap<number, number> | undefined, day: number): number | null {
  const [found] = [...(days ?? [])].sort(([one], [other]) => Math.abs(one - day) - Math.abs(other - day));
  return found?.[1] ?? null;
}
