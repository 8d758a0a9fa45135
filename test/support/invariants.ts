// Invariants of every database that the service has written, after any requests and after a kill at any point. Each invariant is a
// statement that finds the rows that violate it.
import assert from "node:assert/strict";
import type { DataSource } from "typeorm";
import { SITE_UUID } from "../../src/content/site-path.js";

const copyOf = (table: string): string =>
  `select m.post_id, m.visible_from, p.visible_from as of_post from ${table} m join post p on p.id = m.post_id
   where m.visible_from <> p.visible_from`;

const earliestOf = (term: string, members: string): string =>
  `select t.slug, t.visible_from, m.visible_from as of_post from ${term} t left join lateral
     (select min(visible_from) as visible_from from ${members} where ${term}_id = t.id) m on true
   where t.visible_from <> coalesce(m.visible_from, 'infinity')`;

const termIdsOf = (term: string): string => `select p.slug, p.${term}_ids from post p
   where p.${term}_ids <> array(select m.${term}_id from post_${term} m where m.post_id = p.id order by m.position)`;

const COUNTED = `select 'site' as scope, '00000000-0000-0000-0000-000000000000'::uuid as parent_id, visible_from from post
  union all select 'author', author_id, visible_from from post_author
  union all select 'category', category_id, visible_from from post_category
  union all select 'category_tree', category_id, visible_from from category_listing
  union all select 'tag', tag_id, visible_from from post_tag`;

/** The objects whose former paths are visible only with them. */
const HIDEABLE = ["post", "tag", "author", "series", "page"]
  .map((kind) => `select '${kind}' as kind, id, visible_from from ${kind}`)
  .join(" union all ");

const DERIVED_LISTING = `select distinct m.post_id, a.id as category_id
  from post_category m join category c on c.id = m.category_id cross join lateral unnest(c.ancestor_ids || c.id) a(id)`;

const CURRENT_PATHS = `select 'post' as kind, id, '/posts/' || slug as path from post
  union all select 'category', id, '/categories/' || path from category
  union all select 'tag', id, '/tags/' || slug from tag
  union all select 'author', id, '/authors/' || slug from author
  union all select 'series', id, '/series/' || slug from series
  union all select 'page', id, path from page`;

/** The name of each invariant, and a statement that finds the rows that violate it. */
export const INVARIANTS: Readonly<Record<string, string>> = {
  "a comment is shown if its status and what is above it are": `select c.id, c.status, c.is_shown, p.is_shown as above
    from comment c left join comment p on p.id = c.parent_id
    where c.is_shown <> (c.status = 'VISIBLE' and coalesce(p.is_shown, true))`,
  "a comment is one level below what it replies to, on the same post": `select c.id, c.depth from comment c
    left join comment p on p.id = c.parent_id where c.depth <> coalesce(p.depth, 0) + 1 or c.post_id <> coalesce(p.post_id, c.post_id)`,
  "stored numbers of comments equal the threads": `select coalesce(n.post_id, c.post_id) as post_id, n.total, c.total as counted
    from comment_count n full join (
      select post_id, count(*) as total, count(*) filter (where parent_id is null) as roots from comment where is_shown group by 1) c using (post_id)
    where (coalesce(n.total, 0), coalesce(n.roots, 0)) <> (coalesce(c.total, 0), coalesce(c.roots, 0))`,
  "post_author repeats the post's visibility": copyOf("post_author"),
  "post_category repeats the post's visibility": copyOf("post_category"),
  "category_listing repeats the post's visibility": copyOf("category_listing"),
  "post_tag repeats the post's visibility": copyOf("post_tag"),
  "a post's row names its authors": `select p.slug, p.author_id, p.co_author_ids from post p
    where p.author_id || p.co_author_ids <> array(select m.author_id from post_author m where m.post_id = p.id order by m.position)`,
  "series_entry repeats the post's visibility": copyOf("series_entry"),
  "a tag is visible from its earliest post on": earliestOf("tag", "post_tag"),
  "an author is visible from their earliest post on": earliestOf("author", "post_author"),
  "a series is visible from its earliest post on": earliestOf("series", "series_entry"),
  "translations are a group of at least two posts": `select translation_group from post
    where translation_group is not null group by 1 having count(*) = 1`,
  "a post's row names its categories": termIdsOf("category"),
  "a post's row names its tags": termIdsOf("tag"),
  "a row of the search index names the post's categories": `select s.post_id, s.category_ids
    from (select post_id, category_ids from search_public union all select post_id, category_ids from search_pending) s
    where s.category_ids <> coalesce((select string_agg(uuid_send(m.category_id), ''::bytea order by m.category_id)
      from post_category m where m.post_id = s.post_id), ''::bytea)`,
  "stored counts equal the lists up to the horizon": `select coalesce(n.scope, l.scope) as scope, n.count as stored, l.count
    from (select scope, parent_id, sum(change) as count from post_count group by 1, 2) n
    full join (select l.scope, l.parent_id, count(*) as count from (${COUNTED}) l
      where l.visible_from <= (select horizon from post_count_horizon) group by 1, 2) l using (scope, parent_id)
    where coalesce(n.count, 0) <> coalesce(l.count, 0)`,
  "category_listing follows from the category tree": `(select 'missing' as fault, d.* from (${DERIVED_LISTING}
      except select post_id, category_id from category_listing) d)
    union all (select 'surplus', s.* from (select post_id, category_id from category_listing except ${DERIVED_LISTING}) s)`,
  "a page's path follows from its parent": `select p.path, o.path as parent from page p left join page o on o.id = p.parent_id
    where p.path <> coalesce(o.path, '') || '/' || p.slug`,
  "the newest revision of a page is its present version": `select p.path, p.version, r.version as revision from page p
    left join lateral (select max(version) as version from page_revision where page_id = p.id) r on true
    where r.version is distinct from p.version`,
  "no page has the path of a redirect that an editor made": `select p.path from page p
    join path_alias a on a.path = p.path and a.is_manual and not (a.kind = 'page' and a.target_id = p.id)`,
  "a category's path and ancestors follow from its parent": `select c.path, c.ancestor_ids, p.path as parent
    from category c left join category p on p.id = c.parent_id
    where c.path <> case when p.id is null then c.slug else p.path || '/' || c.slug end
      or c.ancestor_ids <> case when p.id is null then '{}' else p.ancestor_ids || p.id end`,
  "every category has a root": `with recursive reached as (
      select id from category where parent_id is null
      union select c.id from category c join reached r on c.parent_id = r.id)
    select path from category where id not in (select id from reached)`,
  "a post has one revision for each of its versions": `select p.slug, p.version, count(r.id), max(r.version)
    from post p left join revision r on r.post_id = p.id
    group by p.id having count(r.id) <> p.version or max(r.version) <> p.version or min(r.version) <> 1`,
  "the last revision equals the post": `select p.slug from post p join post_body b on b.post_id = p.id
    left join revision r on r.post_id = p.id and r.version = p.version
    where (r.title, r.source, r.format) is distinct from (p.title, b.source, b.format)
      or (r.kind is not null and (r.slug, r.excerpt, r.excerpt_source, r.locale, r.state, r.published_at, r.cover, r.seo_title, r.no_index)
        is distinct from (p.slug, p.excerpt, p.excerpt_source, p.locale, p.state, p.published_at, p.cover, p.seo_title, p.no_index))`,
  "a post that was created by a mutation has one event for each version": `select p.slug, v.version
    from post p cross join lateral generate_series(1, p.version) v(version)
    where exists (select 1 from outbox_event e
        where e.type = 'post.created' and e.payload ->> 'postId' = p.id::text)
      and 1 <> (select count(*) from outbox_event e
        where e.payload ->> 'postId' = p.id::text and (e.payload ->> 'version')::integer = v.version)`,
  "a post that was created and deleted has a post.deleted event": `select e.payload from outbox_event e
    where e.type = 'post.created' and not exists (select 1 from post p where p.id::text = e.payload ->> 'postId')
      and not exists (select 1 from outbox_event d
        where d.type = 'post.deleted' and d.payload ->> 'postId' = e.payload ->> 'postId')`,
  "every former path has a target": `select a.path, a.kind, a.target_id from path_alias a
    where a.kind <> 'url' and not exists (
      select 1 from (${CURRENT_PATHS}) t where t.kind = a.kind and t.id = a.target_id)`,
  "a redirect to no object names itself": "select path from path_alias where kind = 'url' and target_id <> id",
  "a former path repeats the visibility of its object": `select a.path, a.visible_from, o.visible_from as of_object
    from path_alias a left join (${HIDEABLE}) o on o.kind = a.kind and o.id = a.target_id
    where a.visible_from <> coalesce(o.visible_from, '-infinity')`,
  "nothing redirects to itself": `select a.path from path_alias a
    join (${CURRENT_PATHS}) t on t.kind = a.kind and t.id = a.target_id and t.path = a.path`,
  "a use of an asset repeats the visibility of its owner": `select u.asset_id, u.place, u.visible_from, o.visible_from as of_owner
    from asset_use u left join (
      select 'post' as kind, id, visible_from from post union all select 'page', id, visible_from from page
      union all select 'author', id, visible_from from author
      union all select 'site', '${SITE_UUID}'::uuid, '-infinity') o on o.kind = u.owner_kind and o.id = u.owner_id
    where case when u.place in ('WORKING_COPY', 'REVISION') then u.visible_from <> 'infinity' or o.id is null
      else u.visible_from is distinct from o.visible_from end`,
  "the uses of assets are those of bodies and images": `with wanted as (
      select 'post' as kind, b.post_id as id, 'BODY' as place, l.asset_id from post_body b join asset_alias l on l.path = any(b.asset_paths)
      union select 'page', b.page_id, 'BODY', l.asset_id from page_body b join asset_alias l on l.path = any(b.asset_paths)
      union select x.kind, x.id, x.place, a.id from (
        select 'post' as kind, id, 'COVER' as place, cover as image from post
        union all select 'page', id, 'COVER', cover from page
        union all select 'post', id, 'SEO_IMAGE', seo_image from post
        union all select 'page', id, 'SEO_IMAGE', seo_image from page
        union all select 'site', '${SITE_UUID}', 'SEO_IMAGE', image from site
        union all select 'author', id, 'AVATAR', avatar from author
        union all select 'site', '${SITE_UUID}', 'LOGO', logo from site) x
      join asset a on a.id::text = x.image ->> 'assetId'
        or exists (select 1 from asset_alias l where l.asset_id = a.id and l.path = x.image ->> 'path')),
    stored as (select owner_kind as kind, owner_id as id, place, asset_id from asset_use
      where place in ('BODY', 'COVER', 'AVATAR', 'LOGO', 'SEO_IMAGE'))
    (select 'missing' as fault, * from (select * from wanted except select * from stored) m)
    union all (select 'surplus', * from (select * from stored except select * from wanted) s)`,
  "what is scheduled waits for its appearance": `with scheduled as (
      select 'post' as kind, id, visible_from from post where visible_from < 'infinity'
      union all select 'page', id, visible_from from page where visible_from < 'infinity')
    select 'missing' as fault, s.id from scheduled s where s.visible_from > now()
      and not exists (select 1 from pending_appearance a where (a.kind, a.owner_id, a.visible_from) = (s.kind, s.id, s.visible_from))
    union all select 'surplus', a.owner_id from pending_appearance a
      where not exists (select 1 from scheduled s where (a.kind, a.owner_id, a.visible_from) = (s.kind, s.id, s.visible_from))`,
  "every post has a body":
    "select slug from post p where not exists (select 1 from post_body b where b.post_id = p.id)",
};

/** Fails with the name of every violated invariant and up to five rows that violate it. */
export async function assertInvariants(dataSource: DataSource): Promise<void> {
  const violated: Record<string, unknown[]> = {};
  for (const [name, sql] of Object.entries(INVARIANTS)) {
    const rows: unknown[] = await dataSource.query(`select * from (${sql}) violations limit 5`);
    if (rows.length > 0) violated[name] = rows;
  }
  assert.deepEqual(violated, {});
}
