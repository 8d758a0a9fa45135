// Counts where the internal links of imported posts lead, in one statement whose result is bounded: totals by kind of target, and the most
// frequent addresses of each kind that is not a post or term of this site.
import type { EntityManager } from "typeorm";
import { visibleSql } from "../../../content/visibility.js";
import { FORMER_PATH_OF_LINK, leadsTo } from "./link-targets.js";

/**
 * What is at the address of a link. `HIDDEN`: a post or page that is not public. `PAGE`: a page of the source that is not here. `FILE`: a picture, a document or another file. `LIST`: a list of posts, such as an archive, or a feed. `MISSING`: nothing is known.
 */
export type LinkTarget = "HIDDEN" | "PAGE" | "FILE" | "LIST" | "MISSING";

export const LINK_TARGETS: readonly LinkTarget[] = ["MISSING", "HIDDEN", "LIST", "PAGE", "FILE"];

export interface UnresolvedAddress {
  /** Site-relative, decoded, in lower case. */
  path: string;
  target: LinkTarget;
  /** The number of posts that link to it. */
  count: number;
  /** The title of one of them. */
  example: string;
}

/** An address is counted once for each post that links to it. */
export interface LinkCounts {
  internal: number;
  /** Links to posts, pages, terms and series that readers can see here, directly or by a redirect, and to the home page. */
  resolved: number;
  unresolved: number;
  /** The sum of all is `unresolved`. */
  byTarget: Record<LinkTarget, number>;
  /** The most frequent addresses of each kind, at most ten. */
  mostFrequent: UnresolvedAddress[];
}

export const NO_LINKS: LinkCounts = {
  internal: 0,
  resolved: 0,
  unresolved: 0,
  byTarget: { MISSING: 0, HIDDEN: 0, LIST: 0, PAGE: 0, FILE: 0 },
  mostFrequent: [],
};

interface CountedRow {
  target: LinkTarget | "RESOLVED";
  total: number;
  path: string;
  count: number;
  example: string;
}

const MOST_FREQUENT = 10;
const LISTS = [
  "^(/[^/]+)?/(tags?|categor(y|ies)|authors?|series|topics?|archives?)(/|$)",
  "/page/[0-9]+$",
  "^(/[^/]+)?/[0-9]{4}(/[0-9]{1,2}){0,2}$",
  "(^|/)(feed|rss2?|atom)(/(feed|rss2?|atom|rdf))?$",
  "/(index|feed|rss2?|atom|sitemap)[.](xml|json)$",
].join("|");

const aliasExists = (condition: string): string =>
  `exists (select from path_alias a where a.path = ${FORMER_PATH_OF_LINK} and ${condition})`;

const pageExists = (condition: string): string => `exists (select from page t where t.path = l.path and ${condition})`;

const COUNT_LINKS = `/* import.links count */
  with linked as (
    select l.path, count(*) as count, min(i.key) as key
    from import_item i join post_link l on l.post_id = i.post_id where i.source = $1 group by l.path),
  targeted as (
    select l.path, l.count, l.key, case
        when l.path = '/' or ${leadsTo("post", "post", "slug", visibleSql("t"))} or ${aliasExists(visibleSql("a"))}
          or ${leadsTo("category", "category", "path")} or ${leadsTo("tag", "tag", "slug")}
          or ${pageExists(visibleSql("t"))} or ${leadsTo("author", "author", "slug")} or ${leadsTo("series", "series", "slug")} then 'RESOLVED'
        when ${leadsTo("post", "post", "slug")} or ${pageExists("true")} or ${aliasExists("true")} then 'HIDDEN'
        when page.path is not null then 'PAGE'
        when l.path ~ '${LISTS}' then 'LIST'
        when l.path ~ '[.][a-z][a-z0-9]{1,4}$' and l.path !~ '[.](html?|php|aspx?|jsp)$' then 'FILE'
        else 'MISSING' end as target
    from linked l left join (select distinct unnest($2::text[]) as path) page on page.path = l.path),
  ranked as (
    select *, sum(count) over (partition by target)::integer as total,
      row_number() over (partition by target order by count desc, path) as place
    from targeted)
  select r.target, r.total, r.path, r.count::integer as count, p.title as example
  from ranked r
  cross join lateral (select post_id from import_item where source = $1 and key = r.key limit 1) i
  join post p on p.id = i.post_id
  where r.place <= case when r.target = 'RESOLVED' then 1 else ${MOST_FREQUENT} end
  order by r.target, r.place`;

/** `pages` are the paths of the pages in the source, as links are stored. */
export async function countLinks(tx: EntityManager, source: string, pages: readonly string[]): Promise<LinkCounts> {
  const rows: CountedRow[] = await tx.query(COUNT_LINKS, [source, pages]);
  const totalOf = (target: CountedRow["target"]): number => rows.find((row) => row.target === target)?.total ?? 0;
  const byTarget = { ...NO_LINKS.byTarget };
  for (const target of LINK_TARGETS) byTarget[target] = totalOf(target);
  const unresolved = Object.values(byTarget).reduce((sum, count) => sum + count, 0);
  const resolved = totalOf("RESOLVED");
  const mostFrequent = LINK_TARGETS.flatMap((target) =>
    rows.flatMap((row) =>
      row.target === target ? [{ path: row.path, target, count: row.count, example: row.example }] : [],
    ),
  );
  return { internal: resolved + unresolved, resolved, unresolved, byTarget, mostFrequent };
}
