// Changes the settings of the site, for the GraphQL API, the command line and imports.
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { type ContentEvent, recordContent } from "../cache-tags/content-event.js";
import { InputCheck } from "../input-check.js";
import { SITE_UUID } from "../site-path.js";
import { isUnchanged } from "../terms/unchanged.js";
import { requireVersion } from "../version-conflict.js";
import { Site } from "./site.entity.js";
import type { UpdateSiteInput } from "./site.inputs.js";
import { checkedSettings, type GivenSettings, type SiteSettings } from "./site-input.js";

type StoredSite = SiteSettings & Pick<Site, "version" | "setFields">;
export type SiteMetadata = Pick<Site, "title" | "description" | "url" | "locale" | "timeZone">;

const UPDATED: ContentEvent = { type: "site.updated", payload: {} };

const SITE_LOCK = sql`/* Site.lock */ select ${selectColumns(Site, "s", [
  "title",
  "description",
  "url",
  "locale",
  "otherLocales",
  "timeZone",
  "logo",
  "icon",
  "image",
  "socialLinks",
  "postsPerPage",
  "hasFormulas",
  "version",
  "setFields",
])} from site s where s.id = 1 for update`;

export async function updateSite(ctx: Context, { expectedVersion, ...given }: UpdateSiteInput): Promise<void> {
  requireViewer(ctx, "manageSite");
  await ctx.transact(async (tx) => {
    const before = await lockSite(tx);
    requireVersion("Site", { id: SITE_UUID, version: before.version }, expectedVersion);
    await storeGiven(tx, before, given);
  });
}

/** Stores what is given and differs, and returns the metadata afterwards. Throws `UserErrors` for invalid values. */
export async function changeSite(tx: EntityManager, given: Partial<SiteMetadata>): Promise<SiteMetadata> {
  const { title, description, url, locale, timeZone } = await storeGiven(tx, await lockSite(tx), given);
  return { title, description, url, locale, timeZone };
}

/** Stores those of the values that nobody has set yet. They must be valid. */
export async function fillSite(tx: EntityManager, known: Partial<SiteMetadata>, events: ContentEvent[]): Promise<void> {
  const before = await lockSite(tx);
  const isOpen = ([name, value]: [string, unknown]) => value != null && !before.setFields.includes(name);
  const fields: Partial<SiteMetadata> = Object.fromEntries(Object.entries(known).filter(isOpen));
  if (await store(tx, before, fields)) events.push(UPDATED);
}

async function storeGiven(tx: EntityManager, before: StoredSite, given: GivenSettings): Promise<SiteSettings> {
  const check = new InputCheck();
  const fields = await checkedSettings(tx, check, given, before);
  check.finish();
  if (await store(tx, before, fields)) await recordContent(tx, [UPDATED]);
  return { ...before, ...fields };
}

/** What was set to the value that it has stays as it is from now on, but that is no change of the site. */
async function store(tx: EntityManager, before: StoredSite, fields: Partial<SiteSettings>): Promise<boolean> {
  const setFields = [...new Set([...before.setFields, ...Object.keys(fields)])];
  const isChanged = !isUnchanged<SiteSettings>(before, fields);
  if (!isChanged && setFields.length === before.setFields.length) return false;
  const version = before.version + (isChanged ? 1 : 0);
  const update = tx
    .createQueryBuilder()
    .update(Site)
    .set({ ...fields, setFields, version });
  await update.where("id = 1").comment("Site.update").execute();
  return isChanged;
}

async function lockSite(tx: EntityManager): Promise<StoredSite> {
  const [site] = await queryPrepared(tx, SITE_LOCK);
  if (site === undefined) throw new Error("Expected the row of the site, which migrations create.");
  return site;
}
