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

/** Stores the imported head data only if the site has not been configured yet. */
export async function configureSite(tx: EntityManager, site: ImportedSite, events: ContentEvent[]): Promise<void> {
  const [, count]: [unknown, number] = await tx.query(
    `/* import.site update */
     update site set title = coalesce($1, title), description = coalesce($2, description), url = coalesce($3, url),
       locale = coalesce($4, locale), is_configured = true where id = 1 and not is_configured`,
    [site.title, site.description, site.url, site.locale],
  );
  if (count > 0) events.push({ type: "site.updated", payload: {} });
}
