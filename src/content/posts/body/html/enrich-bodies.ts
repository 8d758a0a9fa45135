// Brings the rich form of stored bodies up to date outside of requests: after an import, which leaves it out, and after a change of the setting of
// the site or of the service. The work can be stopped at any time. Bodies that a write changes meanwhile are left to that write.
import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { WriteTransaction } from "../../../../platform/db/transaction.js";
import type { BodyLink, CodeBlock, MarkupFormat } from "../../../../platform/markup/body.js";
import { mayBeRich, richVersion } from "../../../../platform/markup/rich/rich-version.js";
import { recordContent } from "../../../cache-tags/content-event.js";
import { PATH_PREFIXES } from "../../../site-path.js";
import type { BodyOwner } from "../post-body.type.js";

/** Bodies of one transaction, and the length of their sources in bytes. */
const BATCH = 100;
const BATCH_BYTES = 2 * 1_024 * 1_024;

interface OutdatedBody {
  id: string;
  source: string;
  format: MarkupFormat;
  codeBlocks: CodeBlock[];
  links: BodyLink[];
  /** Of the HTML, which tells whether the body is still the same. */
  digest: string;
  /** Whether the body has formulas whatever the site says. */
  hasFormulas: boolean;
  /** The path against which relative links are resolved. */
  base: string;
}

interface EnrichedBody {
  id: string;
  digest: string;
  /** Null if it equals the HTML. */
  richHtml: string | null;
}

/** Returns the number of bodies that were outdated. */
export async function enrichOutdatedBodies(transact: WriteTransaction): Promise<number> {
  let done = 0;
  for (const owner of ["post", "page"] as const) {
    for (let isDone = false; !isDone; ) {
      const count = await enrichBatch(transact, owner);
      isDone = count === 0;
      done += count;
    }
  }
  return done;
}

async function enrichBatch(transact: WriteTransaction, owner: BodyOwner): Promise<number> {
  const { site, bodies } = await transact(async (tx) => {
    const settings = await siteSettings(tx);
    return { site: settings, bodies: await outdatedBodies(tx, owner, richVersion(settings.hasFormulas)) };
  });
  if (bodies.length === 0) return 0;
  const { richFormInWorker } = await import("../../../../platform/markup/worker/render-in-worker.js");
  const enriched: EnrichedBody[] = [];
  for (const { id, source, format, codeBlocks, links, digest, base, hasFormulas } of bodies) {
    const options = { siteUrl: site.siteUrl, hasFormulas: site.hasFormulas || hasFormulas, page: base };
    const isPlain = !mayBeRich({ codeBlocks }, source, options);
    const html = isPlain ? null : await richFormInWorker({ source, format, links, options });
    enriched.push({ id, digest, richHtml: html === null || digestOf(html) === digest ? null : html });
  }
  await transact((tx) => store(tx, owner, enriched, richVersion(site.hasFormulas)));
  return bodies.length;
}

const digestOf = (html: string): string => createHash("md5").update(html).digest("hex");

async function siteSettings(tx: EntityManager): Promise<{ siteUrl: string; hasFormulas: boolean }> {
  const [site]: { siteUrl: string; hasFormulas: boolean }[] = await tx.query(
    `/* Site.forBodies */ select url as "siteUrl", has_formulas as "hasFormulas" from site where id = 1`,
  );
  if (site === undefined) throw new Error("Expected the row of the site, which migrations create.");
  return site;
}

const BASES = {
  post: { join: "", base: `'${PATH_PREFIXES.post}'`, hasFormulas: "b.has_formulas" },
  page: {
    join: "join page o on o.id = b.page_id left join page a on a.id = o.parent_id",
    base: "coalesce(a.path, '') || '/'",
    hasFormulas: "false",
  },
} as const;

/** At least one body if any is outdated, whatever its size. */
function outdatedBodies(tx: EntityManager, owner: BodyOwner, version: number): Promise<OutdatedBody[]> {
  const { join, base, hasFormulas } = BASES[owner];
  const of = (condition: string): string =>
    `(select b.${owner}_id as id, octet_length(b.source) as bytes from ${owner}_body b where ${condition} order by b.rich_version limit ${BATCH})`;
  return tx.query(
    `/* Body.outdated ${owner} */
     select x.id, b.source, b.format, b.code_blocks as "codeBlocks", b.links, md5(b.html) as digest, ${base} as base, ${hasFormulas} as "hasFormulas"
     from (select c.id, row_number() over w as place, sum(c.bytes) over w as bytes
           from (${of("b.rich_version < $1")} union all ${of("b.rich_version > $1")}) c window w as (order by c.id)) x
     join ${owner}_body b on b.${owner}_id = x.id ${join}
     where x.place = 1 or x.bytes <= ${BATCH_BYTES} order by x.id`,
    [version],
  );
}

async function store(tx: EntityManager, owner: BodyOwner, bodies: EnrichedBody[], version: number): Promise<void> {
  const rows: { id: string }[] = await tx.query(
    `/* Body.enrich ${owner} */
     with enriched as (update ${owner}_body b set rich_html = x."richHtml", rich_version = $2
     from (select v.id, v."richHtml", s.rich_html as before
           from jsonb_to_recordset($1::jsonb) v(id uuid, digest text, "richHtml" text)
           join ${owner}_body s on s.${owner}_id = v.id and md5(s.html) = v.digest order by v.id for update of s) x
     join ${owner} o on o.id = x.id
     where b.${owner}_id = x.id
     returning x.id, x.before is distinct from x."richHtml" and o.visible_from < 'infinity' as "isChanged")
     select id from enriched where "isChanged" order by id`,
    [JSON.stringify(bodies), version],
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return;
  const payload = owner === "post" ? { postIds: ids, pageIds: [] } : { postIds: [], pageIds: ids };
  await recordContent(tx, [{ type: "bodies.enriched", payload }]);
}
