// Reads the site's defaults for an import, and stores the head data of the imported site.
import type { EntityManager } from "typeorm";
import type { ContentEvent } from "../../content/cache-tags/content-event.js";
import { Site } from "../../content/site/site.entity.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import type { ImportedSite } from "./import-event.js";

const DEFAULTS = sql`/* import.site defaults */ select ${selectColumns(Site, "s", ["url", "locale"])} from site s where s.id = 1`;

export async function siteDefaults(tx: EntityManager): Promise<Pick<Site, "url" | "locale">> {
  const [row] = await queryPrepared(tx, DEFAULTS);
  return row ?? { url: "http://localhost:4000", locale: "en" };
}

const KNOWN_ZONE =
  "/* import.site timeZone */ select z.name from pg_timezone_names z where lower(z.name) = lower($1) order by z.name limit 1";

/** As the database spells it. Null if the database does not know it, whose statements could not use it. */
async function knownZone(tx: EntityManager, timeZone: string | null): Promise<string | null> {
  if (timeZone === null) return null;
  const [row] = await queryPrepared<{ name: string }>(tx, KNOWN_ZONE, [timeZone]);
  return row?.name ?? null;
}

/** Stores the imported head data, but only if the site has not been configured yet. What the import does not state is kept. */
export async function configureSite(tx: EntityManager, site: ImportedSite, events: ContentEvent[]): Promise<void> {
  // Columns with the value undefined are not written.
  const stated = {
    title: site.title ?? undefined,
    description: site.description ?? undefined,
    url: site.url ?? undefined,
    locale: site.locale ?? undefined,
    timeZone: (await knownZone(tx, site.timeZone)) ?? undefined,
  };
  const update = tx
    .createQueryBuilder()
    .update(Site)
    .set({ ...stated, isConfigured: true });
  const { affected } = await update.where("id = 1 and not is_configured").comment("import.site update").execute();
  if (affected === 1) events.push({ type: "site.updated", payload: {} });
}
