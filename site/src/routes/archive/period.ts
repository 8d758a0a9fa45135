// A year or a month of the archive: its path, and the posts that were published in it.
import { startOfMonth } from "./local-time.js";

export interface Period {
  year: number;
  /** Null for the whole year. */
  month: number | null;
}

/** From the parts of the path after /archive; null if they name no year or month. */
export function periodOf([year = "", month, ...rest]: readonly string[]): Period | null {
  if (!/^[12]\d{3}$/.test(year) || rest.length > 0) return null;
  if (month === undefined) return { year: Number(year), month: null };
  return /^(?:0?[1-9]|1[0-2])$/.test(month) ? { year: Number(year), month: Number(month) } : null;
}

export function periodPath({ year, month }: Period): string {
  return month === null ? `/archive/${year}` : `/archive/${year}/${String(month).padStart(2, "0")}`;
}

export function periodFilter({ year, month }: Period, timeZone: string) {
  const end = month === null ? startOfMonth(timeZone, year + 1, 1) : startOfMonth(timeZone, year, month + 1);
  return {
    publishedSince: startOfMonth(timeZone, year, month ?? 1).toISOString(),
    publishedBefore: end.toISOString(),
  };
}
