// Dates as the site writes them: in its language and its time zone, whatever those of the process are.

export interface DateFormat {
  /** Such as “4 March 2024” or “2024年3月4日”. */
  day(instant: string): string;
  /** Such as “4 March” or “3月4日”. */
  dayOfYear(instant: string): string;
  /** In which year it is, in the time zone of the site. */
  yearOf(instant: string): number;
  /** Such as “March 2024” or “2024年3月”. */
  month(year: number, month: number): string;
  /** Such as “2024” or “2024年”. */
  year(year: number): string;
}

const formats = new Map<string, DateFormat>();

export function dateFormat(locale: string, timeZone: string): DateFormat {
  const key = `${locale} ${timeZone}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const created = createFormat(locale, timeZone);
  formats.set(key, created);
  return created;
}

function createFormat(locale: string, timeZone: string): DateFormat {
  const base = { calendar: "gregory", numberingSystem: "latn" } as const;
  const day = new Intl.DateTimeFormat(locale, { ...base, year: "numeric", month: "long", day: "numeric", timeZone });
  const dayOfYear = new Intl.DateTimeFormat(locale, { ...base, month: "long", day: "numeric", timeZone });
  const yearOf = new Intl.DateTimeFormat("en-US", { ...base, year: "numeric", timeZone });
  const month = new Intl.DateTimeFormat(locale, { ...base, year: "numeric", month: "long", timeZone: "UTC" });
  const year = new Intl.DateTimeFormat(locale, { ...base, year: "numeric", timeZone: "UTC" });
  return {
    day: (instant) => day.format(new Date(instant)),
    dayOfYear: (instant) => dayOfYear.format(new Date(instant)),
    yearOf: (instant) => Number(yearOf.format(new Date(instant))),
    month: (ofYear, ofMonth) => month.format(Date.UTC(ofYear, ofMonth - 1)),
    year: (ofYear) => year.format(Date.UTC(ofYear, 0)),
  };
}
