// Instants at which days begin in a time zone.

const formats = new Map<string, Intl.DateTimeFormat>();

/** The instant at which the month begins there; months beyond 12 are those of the next year. */
export function startOfMonth(timeZone: string, year: number, month: number): Date {
  const wanted = new Date(0);
  wanted.setUTCFullYear(year, month - 1, 1);
  // The offset of the zone may differ between the first guess and the instant itself.
  const guess = wanted.getTime() - offsetAt(timeZone, wanted.getTime());
  return new Date(wanted.getTime() - offsetAt(timeZone, guess));
}

/** How far the clocks of the zone are ahead of UTC, in milliseconds. */
function offsetAt(timeZone: string, instant: number): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const { era, year, month, day, hour, minute, second } = parts;
  const shown = new Date(0);
  shown.setUTCFullYear(era === "BC" ? 1 - Number(year) : Number(year), Number(month) - 1, Number(day));
  shown.setUTCHours(Number(hour), Number(minute), Number(second));
  return shown.getTime() - Math.floor(instant / 1000) * 1000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const clock = { hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" } as const;
    const date = { era: "short", year: "numeric", month: "numeric", day: "numeric" } as const;
    format = new Intl.DateTimeFormat("en-US", { timeZone, ...date, ...clock });
    formats.set(timeZone, format);
  }
  return format;
}
