// Points the internal links of imported posts at where their targets are now. It runs after the last post, since a link
// may be older than its target in the file; sources stay as they were written.
import type { EntityManager } from "typeorm";
import { recordContent, scopesOf } from "../../content/cache-tags/content-event.js";
import { PATH_PREFIXES } from "../../content/site-path.js";
import { bulkInsert } from "../../platform/db/bulk-insert.js";
import type { BodyLink } from "../../platform/markup/body.js";

const BATCH_SIZE = 200;
const FIRST = "00000000-0000-0000-0000-000000000000";

type Transaction = <T>(work: (tx: EntityManager) => Promise<T>) => Promise<T>;

interface LinkingPost {
  postId: string;
  html: string;
  markdown: string | null;
  links: BodyLink[];
  /** Former path to current path, of the targets that have one. */
  moved: Record<string, string>;
}

export interface RewrittenLinks {
  /** Posts that were changed. */
  linksRewritten: number;
  /** Links of posts of this source to pages of the site that nothing here answers to. */
  linksUnresolved: number;
}

export async function rewriteLinks(
  transaction: Transaction,
  options: { isDryRun: boolean; source: string },
): Promise<RewrittenLinks> {
  const linksRewritten = await rewriteInternalLinks(transaction, options);
  return { linksRewritten, linksUnresolved: await transaction((tx) => countUnresolved(tx, options.source)) };
}

/** Pictures and other files have no page here and are told of elsewhere. */
async function countUnresolved(tx: EntityManager, source: string): Promise<number> {
  const leadsTo = (kind: keyof typeof PATH_PREFIXES, table: string, name: string): string =>
    `starts_with(l.path, '${PATH_PREFIXES[kind]}')
       and exists (select from ${table} t where t.${name} = substr(l.path, ${PATH_PREFIXES[kind].length + 1}))`;
  const [row]: { count: number }[] = await tx.query(
    `select count(*)::integer as count from import_item i join post_link l on l.post_id = i.post_id
     where i.source = $1 and l.path <> '/' and (l.path ~* '\\.(html?|php|aspx?)$' or l.path !~* '\\.[a-z][a-z0-9]{1,4}$')
       and not exists (select from path_alias a where a.path = lower(l.path collate "und-x-icu"))
       and not (${leadsTo("post", "post", "slug")}) and not (${leadsTo("category", "category", "path")})
       and not (${leadsTo("tag", "tag", "slug")}) and not (${leadsTo("author", "author", "slug")})
       and not (${leadsTo("series", "series", "slug")})`,
    [source],
  );
  return row?.count ?? 0;
}

/** How many posts were changed. Posts of earlier imports are among them: what they link to may have come only now. */
async function rewriteInternalLinks(transaction: Transaction, { isDryRun }: { isDryRun: boolean }): Promise<number> {
  let changed = 0;
  let last: string | undefined = FIRST;
  while (last !== undefined) {
    const after: string = last;
    const posts = await transaction(async (tx) => {
      const found = await postsWithFormerLinks(tx, after);
      if (found.length > 0) await saveLinks(tx, found);
      if (found.length > 0 && !isDryRun) await tell(tx, found);
      return found;
    });
    changed += posts.length;
    last = posts.length < BATCH_SIZE ? undefined : posts.at(-1)?.postId;
  }
  return changed;
}

/** A path that a post has now is nobody's former path, whatever it was; of several former owners the last one counts. */
function postsWithFormerLinks(tx: EntityManager, after: string): Promise<LinkingPost[]> {
  return tx.query(
    `select b.post_id as "postId", b.html, b.markdown, b.links, m.moved
     from (select l.post_id, jsonb_object_agg(l.path, t.path) as moved
           from post_link l
           cross join lateral (
             select '${PATH_PREFIXES.post}' || p.slug as path from path_alias a join post p on p.id = a.target_id
             where a.path = lower(l.path collate "und-x-icu") and a.kind = 'post'
             order by a.created_at desc, a.target_id limit 1) t
           where l.post_id > $1 and exists (select from import_item i where i.post_id = l.post_id)
             and not exists (select from post p where l.path = '${PATH_PREFIXES.post}' || p.slug)
           group by l.post_id order by l.post_id limit ${BATCH_SIZE}) m
     join post_body b on b.post_id = m.post_id order by b.post_id`,
    [after],
  );
}

async function saveLinks(tx: EntityManager, posts: readonly LinkingPost[]): Promise<void> {
  await tx.query(
    `update post_body b set html = v.html, markdown = v.markdown, links = v.links
     from jsonb_to_recordset($1::jsonb) v(id uuid, html text, markdown text, links jsonb) where b.post_id = v.id`,
    [JSON.stringify(posts.map(withCurrentLinks))],
  );
  await tx.query(
    `delete from post_link l using jsonb_to_recordset($1::jsonb) v(id uuid, paths jsonb)
     where l.post_id = v.id and v.paths ? l.path`,
    [JSON.stringify(posts.map(({ postId, moved }) => ({ id: postId, paths: Object.keys(moved) })))],
  );
  await bulkInsert(tx, {
    table: "post_link",
    columns: ["post_id", "path"],
    rows: posts.flatMap(({ postId, moved }) => [...new Set(Object.values(moved))].map((path) => [postId, path])),
    onConflict: "on conflict do nothing",
  });
}

async function tell(tx: EntityManager, posts: readonly LinkingPost[]): Promise<void> {
  const postIds = posts.map(({ postId }) => postId);
  const scopes = await scopesOf(tx, postIds);
  await recordContent(tx, [{ type: "posts.relinked", payload: { postIds, before: scopes, after: scopes } }]);
}

function withCurrentLinks(post: LinkingPost): { id: string; html: string; markdown: string | null; links: BodyLink[] } {
  let { html, markdown } = post;
  const links = post.links.map((link) => {
    const path = link.path === null ? undefined : post.moved[link.path];
    if (path === undefined) return link;
    // A short link's query has done its work.
    const rest = link.path?.startsWith("/?") ? /#.*$/s : /[?#].*$/s;
    const url = encodeURI(path) + (rest.exec(link.url)?.[0] ?? "");
    // What is put in is taken as it is: a plain string of `replaceAll` would give "$&" a meaning.
    html = html.replaceAll(`href="${escapeAttribute(link.url)}"`, () => `href="${escapeAttribute(url)}"`);
    markdown = markdown?.replaceAll(`](${link.url}`, () => `](${url}`) ?? null;
    return { ...link, url, path };
  });
  return { id: post.postId, html, markdown, links };
}

const escapeAttribute = (url: string): string =>
  url.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
