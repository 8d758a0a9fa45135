// Changes the metadata of the site. There is no mutation for it: it is set on the command line of the service.
import type { EntityManager } from "typeorm";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { recordContent } from "../cache-tags/content-event.js";
import { InputCheck, LIMITS } from "../input-check.js";
import { Site } from "./site.entity.js";
import { knownZone } from "./site-zone.js";

export type SiteMetadata = Pick<Site, "title" | "description" | "url" | "locale" | "timeZone">;

const SITE_LOCK = sql`/* Site.lock */ select ${selectColumns(Site, "s", ["title", "description", "url", "locale", "timeZone"])}
  from site s where s.id = 1 for update`;

/** Stores what is given and differs, and returns the metadata afterwards. Throws `UserErrors` for invalid values. */
export async function changeSite(tx: EntityManager, given: Partial<SiteMetadata>): Promise<SiteMetadata> {
  const [before] = await queryPrepared(tx, SITE_LOCK);
  if (before === undefined) throw new Error("Expected the row of the site, which migrations create.");
  const after = { ...before, ...(await checkedMetadata(tx, given)) };
  const names = Object.keys(after) as (keyof SiteMetadata)[];
  if (names.every((name) => after[name] === before[name])) return after;
  const update = tx
    .createQueryBuilder()
    .update(Site)
    .set({ ...after, isConfigured: true });
  await update.where("id = 1").comment("Site.update").execute();
  await recordContent(tx, [{ type: "site.updated", payload: {} }]);
  return after;
}

async function checkedMetadata(tx: EntityManager, given: Partial<SiteMetadata>): Promise<Partial<SiteMetadata>> {
  const check = new InputCheck();
  const { title, description, url, locale, timeZone } = given;
  const checked: Partial<SiteMetadata> = {};
  if (title !== undefined) checked.title = check.text(title, { max: LIMITS.name, isRequired: true }, "title");
  if (description !== undefined) {
    checked.description = check.optionalText(description, { max: LIMITS.description }, "description");
  }
  if (url !== undefined) checked.url = check.url(url, false, "url").replace(/\/+$/, "");
  if (locale !== undefined) checked.locale = check.locale(locale, "locale");
  if (timeZone !== undefined) {
    const zone = await knownZone(tx, timeZone);
    if (zone === null)
      check.invalid(`Expected an IANA time zone such as Asia/Shanghai, got "${timeZone}".`, "timeZone");
    else checked.timeZone = zone;
  }
  check.finish();
  return checked;
}
