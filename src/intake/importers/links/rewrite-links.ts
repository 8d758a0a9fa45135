// Rewrites the internal links of imported posts to the current paths of their targets. It runs after the last post, because a link may
// precede its target in the file. The sources of the posts stay unchanged.
import type { EntityManager } from "typeorm";
import { recordContent, scopesOf } from "../../../content/cache-tags/content-event.js";
import { PATH_PREFIXES } from "../../../content/site-path.js";
import { bulkInsert } from "../../../platform/db/bulk-insert.js";
import type { BodyLink } from "../../../platform/markup/body.js";
import { FORMER_PATH_OF_LINK, leadsTo } from "./link-targets.js";

const BATCH_SIZE = 200;
const FIRST = "00000000-0000-0000-0000-000000000000";

type Transaction = <T>(work: (tx: EntityManager) => Promise<T>) => Promise<T>;

interface LinkingPost {
  postId: string;
  html: string;
  richHtml: string | null;
  markdown: string | null;
  links: BodyLink[];
  /** Maps former paths to current paths, for targets that exist here. */
  moved: Record<string, string>;
}

/** Returns the number of changed posts. They include posts of earlier imports, whose targets may be imported only now. */
export async function rewriteInternalLinks(
  transaction: Transaction,
  { isDryRun, onLinks }: { isDryRun: boolean; onLinks?: (posts: number) => void },
): Promise<number> {
  let changed = 0;
  let after: string | null = FIRST;
  while (after !== null) {
    const from: string = after;
    const batch = await transaction(async (tx) => {
      const through = await lastOfBatch(tx, from);
      const posts = through === null ? [] : await postsWithFormerLinks(tx, from, through);
      if (posts.length > 0) await saveLinks(tx, posts);
      if (posts.length > 0 && !isDryRun)
        await recordRelinked(
          tx,
          posts.map(({ postId }) => postId),
        );
      return { through, changed: posts.length };
    });
    changed += batch.changed;
    onLinks?.(changed);
    after = batch.through;
  }
  return changed;
}

/** The last of the next posts that have links; null if there are none. */
async function lastOfBatch(tx: EntityManager, after: string): Promise<string | null> {
  const [row]: { postId: string }[] = await tx.query(
    `/* import.links batch */
     select post_id as "postId"
     from (select distinct post_id from post_link where post_id > $1 order by post_id limit ${BATCH_SIZE}) b
     order by post_id desc limit 1`,
    [after],
  );
  return row?.postId ?? null;
}

/** The current path of a post takes precedence over the same former path of another post; of several former owners, the latest wins. */
function postsWithFormerLinks(tx: EntityManager, after: string, through: string): Promise<LinkingPost[]> {
  return tx.query(
    `/* import.links select */
     select b.post_id as "postId", b.html, b.rich_html as "richHtml", b.markdown, b.links, m.moved
     from (select l.post_id, jsonb_object_agg(l.path, t.path) as moved
           from post_link l
           cross join lateral (
             select '${PATH_PREFIXES.post}' || p.slug as path from path_alias a join post p on p.id = a.target_id
             where a.path = ${FORMER_PATH_OF_LINK} and a.kind = 'post'
             order by a.created_at desc, a.target_id limit 1) t
           where l.post_id > $1 and l.post_id <= $2 and not ${leadsTo("post", "post", "slug")}
           group by l.post_id) m
     join post_body b on b.post_id = m.post_id
     where exists (select from import_item i where i.post_id = m.post_id)
     order by b.post_id`,
    [after, through],
  );
}

async function saveLinks(tx: EntityManager, posts: readonly LinkingPost[]): Promise<void> {
  await tx.query(
    `/* import.links saveBodies */
     update post_body b set html = v.html, rich_html = v."richHtml", markdown = v.markdown, links = v.links
     from jsonb_to_recordset($1::jsonb) v(id uuid, html text, "richHtml" text, markdown text, links jsonb) where b.post_id = v.id`,
    [JSON.stringify(posts.map(withCurrentLinks))],
  );
  await tx.query(
    `/* import.links delete */
     delete from post_link l using jsonb_to_recordset($1::jsonb) v(id uuid, paths jsonb)
     where l.post_id = v.id and v.paths ? l.path`,
    [JSON.stringify(posts.map(({ postId, moved }) => ({ id: postId, paths: Object.keys(moved) })))],
  );
  await bulkInsert(tx, {
    name: "import.links insert",
    table: "post_link",
    columns: { post_id: "uuid", path: "text" },
    rows: posts.flatMap(({ postId, moved }) => [...new Set(Object.values(moved))].map((path) => [postId, path])),
    onConflict: "on conflict do nothing",
  });
}

/** Records that these posts lead to other places than before. */
export async function recordRelinked(tx: EntityManager, postIds: string[]): Promise<void> {
  const scopes = await scopesOf(tx, postIds);
  await recordContent(tx, [{ type: "posts.relinked", payload: { postIds, before: scopes, after: scopes } }]);
}

function withCurrentLinks(post: LinkingPost): Omit<LinkingPost, "postId" | "moved"> & { id: string } {
  let { html, richHtml, markdown } = post;
  const links = post.links.map((link) => {
    const path = link.path === null ? undefined : post.moved[link.path];
    if (path === undefined) return link;
    // The query of a short link names the post and is dropped.
    const rest = link.path?.startsWith("/?") ? /#.*$/s : /[?#].*$/s;
    const url = encodeURI(path) + (rest.exec(link.url)?.[0] ?? "");
    // The replacement is a function, because `replaceAll` interprets "$&" in a replacement string.
    const before = `href="${escapeAttribute(link.url)}"`;
    const after = `href="${escapeAttribute(url)}"`;
    html = html.replaceAll(before, () => after);
    richHtml = richHtml?.replaceAll(before, () => after) ?? null;
    markdown = markdown?.replaceAll(`](${link.url}`, () => `](${url}`) ?? null;
    return { ...link, url, path };
  });
  return { id: post.postId, html, richHtml, markdown, links };
}

const escapeAttribute = (url: string): string =>
  url.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
