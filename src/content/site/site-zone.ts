// The time zone of the site in SQL. Statements read it from the row of the site, so that it takes no statement of its own and always fits
// the rows that are counted.
import { SITE } from "../cache-tags/cache-tags.js";

/** To be added by whoever uses `inSiteZone`. */
export const ZONE_TAG = SITE;

/** The local time of an instant at the site, daylight saving time included: a timestamp without a zone. */
export function inSiteZone(instant: string): string {
  return `${instant} at time zone (select zone.time_zone from site zone where zone.id = 1)`;
}
