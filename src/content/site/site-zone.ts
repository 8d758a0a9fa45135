// The time zone of the site in SQL. Statements read it from the row of the site, so that it takes no statement of its own and always fits
// the rows that are counted.
import type { EntityManager } from "typeorm";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { SITE } from "../cache-tags/cache-tags.js";

/** Each loader that uses `inSiteZone` adds it. */
export const ZONE_TAG = SITE;

/** The local time of an instant at the site, daylight saving time included: a timestamp without a zone. */
export function inSiteZone(instant: string): string {
  return `${instant} at time zone (select zone.time_zone from site zone where zone.id = 1)`;
}

const KNOWN_ZONE = sql`/* Site.knownZone */ select ${computedColumn("name", "text", "z.name")} from pg_timezone_names z
  where lower(z.name) = lower($1) order by z.name limit 1`;

/** The zone as the database spells it. Null if the database does not know it, whose statements could not use it. */
export async function knownZone(tx: EntityManager, timeZone: string): Promise<string | null> {
  const [row] = await queryPrepared(tx, KNOWN_ZONE, [timeZone]);
  return row?.name ?? null;
}
