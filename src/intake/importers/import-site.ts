// Reads the site's defaults for an import, and stores the head data of the imported site.
import type { EntityManager } from "typeorm";
import type { ContentEvent } from "../../content/cache-tags/content-event.js";
import { Site } from "../../content/site/site.entity.js";
import { fillSite } from "../../content/site/site.service.js";
import { knownZone } from "../../content/site/site-zone.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import type { ImportedSite } from "./import-event.js";

const DEFAULTS = sql`/* import.site defaults */ select ${selectColumns(Site, "s", ["url", "locale"])} from site s where s.id = 1`;

export async function siteDefaults(tx: EntityManager): Promise<Pick<Site, "url" | "locale">> {
  const [row] = await queryPrepared(tx, DEFAULTS);
  return row ?? { url: "http://localhost:4000", locale: "en" };
}

/** The locale of items without one, and the former address of the site. */
export async function importDefaults(
  tx: EntityManager,
  given: { locale: string | null; siteUrl?: string | null },
  imported: ImportedSite | null,
): Promise<{ locale: string; siteUrl: string }> {
  const site = await siteDefaults(tx);
  return {
    locale: given.locale ?? imported?.locale ?? site.locale,
    siteUrl: given.siteUrl ?? imported?.url ?? site.url,
  };
}

/** Stores the imported head data where neither the owner nor an earlier import has set it. What the import does not state is kept. */
export async function configureSite(tx: EntityManager, site: ImportedSite, events: ContentEvent[]): Promise<void> {
  const { title, description, url, locale } = site;
  const timeZone = site.timeZone === null ? null : await knownZone(tx, site.timeZone);
  const stated = Object.entries({ title, description, url, locale, timeZone }).filter(([, value]) => value !== null);
  await fillSite(tx, Object.fromEntries(stated), events);
}
