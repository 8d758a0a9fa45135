// The events of the content: the changed object, and the lists in which it is visible. They carry ids and instants only; a listener that
// needs more reads it with its own rights.
import type { EntityManager } from "typeorm";
import type { SqlClient } from "../../platform/db/database.js";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { pipelined } from "../../platform/db/prepared/pipeline.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { instantFromPostgres } from "../../platform/db/timestamp.js";
import { recordEvents } from "../../platform/events/outbox.js";
import type { ChangedNode, ChangedNodes } from "../change-feed/changed-node.js";
import { recordChanges } from "../change-feed/record-changes.js";
import { recordCommentChanges } from "../change-feed/record-comments.js";
import { PATH_PREFIXES } from "../site-path.js";
import { PATH_DIGITS } from "./cache-tags.js";
import { changedNodesOf } from "./changed-nodes.js";

/** The same for pages: those that are visible or scheduled, with everything that shows them. */
export type PageScopes = {
  /** RFC 3339. */
  visibleFrom: string[];
  pageIds: string[];
  /** The pages above them, whose children they are. */
  parentIds: string[];
  /** The pages below them, which name their parent. */
  childIds: string[];
  /** Digests of their current and former paths. */
  pathDigests: string[];
  /** The menus with items that lead to them. */
  menuIds: string[];
};

export type PageEvent = {
  type: PageEventType;
  /** `pageIds`: the page, and those below it if they have moved with it. `version` is null for several pages of an import. */
  payload: { pageIds: string[]; version: number | null; before: PageScopes; after: PageScopes };
};

export type PageEventType =
  | "page.created"
  | "page.updated"
  | "page.published"
  | "page.scheduled"
  | "page.unpublished"
  | "page.deleted"
  | "page.appeared"
  | "pages.imported";

/**
 * The places where posts are visible, or will be when they are published as scheduled. For a post that is neither, all lists are
 * empty; if they are empty before and after a change, nothing public has changed.
 */
export type Scopes = {
  /** RFC 3339. */
  visibleFrom: string[];
  authorIds: string[];
  /** The categories of the posts themselves. */
  categoryIds: string[];
  /** These categories and their ancestors. */
  listingCategoryIds: string[];
  tagIds: string[];
  seriesIds: string[];
  /**
   * Digests of the current and former paths of the posts, and of the terms that are visible through them. A look-up by one of these
   * paths that found nothing may find something now.
   */
  pathDigests: string[];
  /** The menus with items that lead to the posts, or to the terms that are visible through them. */
  menuIds: string[];
};

export type PostEventType =
  | "post.created"
  | "post.updated"
  | "post.published"
  | "post.scheduled"
  | "post.unpublished"
  | "post.trashed"
  | "post.restored"
  | "post.deleted";

export type PostEvent = {
  type: PostEventType;
  payload: { postId: string; version: number; wasVisible: boolean; before: Scopes; after: Scopes };
};

export type CommentEventType = "comment.added" | "comments.moderated" | "comments.erased" | "comments.imported";

export type ContentEvent =
  | PostEvent
  | PageEvent
  /** A scheduled post has become visible, by its date. */
  | { type: "post.appeared"; payload: { postId: string; before: Scopes; after: Scopes } }
  /** A batch of an import: new or replaced posts, or posts whose links were updated to the current paths of their targets. */
  | { type: "posts.imported" | "posts.relinked"; payload: { postIds: string[]; before: Scopes; after: Scopes } }
  /** The search index of the posts was rebuilt; nothing else about them changed. */
  | { type: "search.indexed"; payload: { postIds: string[] } }
  /** The rich HTML of bodies was derived again, of posts and pages that are visible or scheduled; nothing else about them changed. */
  | { type: "bodies.enriched"; payload: { postIds: string[]; pageIds: string[] } }
  /** `categoryIds`: the category, its descendants, and its ancestors before and after; their fields and lists may have changed. */
  | {
      type: "category.created" | "category.updated" | "category.moved" | "category.deleted";
      payload: { categoryId: string; categoryIds: string[] };
    }
  | { type: "category.merged"; payload: { sourceId: string; targetId: string; categoryIds: string[] } }
  | { type: "tag.created" | "tag.updated" | "tag.deleted"; payload: { tagId: string } }
  | { type: "tag.merged"; payload: { sourceId: string; targetId: string } }
  | { type: "author.created" | "author.updated" | "author.deleted"; payload: { authorId: string } }
  | { type: "author.merged"; payload: { sourceId: string; targetId: string } }
  /** `postIds`: its parts before and after. */
  | { type: "series.created" | "series.updated" | "series.deleted"; payload: { seriesId: string; postIds: string[] } }
  /** `pathDigests`: that of the path that redirects now, or did. */
  | { type: "redirect.created" | "redirect.deleted"; payload: { redirectId: string; pathDigests: string[] } }
  | { type: "menu.created" | "menu.updated" | "menu.deleted"; payload: { menuId: string } }
  /** Also for new bytes, and for a deletion, which the objects that used the asset survive. */
  | { type: "asset.updated" | "asset.deleted"; payload: { assetId: string } }
  /** Files have come in with addresses that objects may refer to already. */
  | { type: "assets.imported"; payload: { assetIds: string[] } }
  /** `postIds`: the visible or scheduled posts whose comments readers see otherwise now; empty if they notice nothing. */
  | { type: CommentEventType; payload: { postIds: string[] } }
  | { type: "site.updated"; payload: Record<string, never> }
  /** A webhook was changed or is to be called. No response depends on it. */
  | { type: "webhook.updated"; payload: { webhookId: string } };

/**
 * To be called last in a write, see `recordEvents`. The changes that readers could notice are recorded with the events, under the same lock and after
 * it was taken, so that they are compared with everything that was committed before.
 */
export async function recordContent(
  tx: EntityManager,
  events: readonly ContentEvent[],
  further: Omit<ChangedNodes, "nodes"> & { nodes?: readonly ChangedNode[] } = {},
): Promise<void> {
  const changed = changedNodesOf(events);
  const nodes = [...changed.nodes, ...(further.nodes ?? [])];
  // Sent together and executed in this order, so that the changes are compared under the lock.
  await pipelined([
    recordEvents(tx, events),
    recordChanges(tx, { ...changed, ...further, nodes }),
    recordCommentChanges(tx, further.comments ?? []),
  ]);
}

export const noScopes = (): Scopes => ({
  visibleFrom: [],
  authorIds: [],
  categoryIds: [],
  listingCategoryIds: [],
  tagIds: [],
  seriesIds: [],
  pathDigests: [],
  menuIds: [],
});

const TERMS_OF_SHOWN = {
  author: "select m.author_id from post_author m join shown s on s.id = m.post_id",
  tag: "select m.tag_id from post_tag m join shown s on s.id = m.post_id",
  series: "select e.series_id from series_entry e join shown s on s.id = e.post_id",
} as const;

/** The paths of the rows of `shown`, and of the terms that are visible through them. */
const PATHS = [
  `select '${PATH_PREFIXES.post}' || slug as path from shown`,
  "select path from path_alias where kind = 'post' and target_id in (select id from shown)",
  ...(["author", "tag", "series"] as const).flatMap((kind) => [
    `select '${PATH_PREFIXES[kind]}' || slug from ${kind} where id in (${TERMS_OF_SHOWN[kind]})`,
    `select path from path_alias where kind = '${kind}' and target_id in (${TERMS_OF_SHOWN[kind]})`,
  ]),
].join(" union all ");

/** One look-up by index for each of the objects; there are few items of menus. */
const MENUS = `array(select distinct i.menu_id from menu_item i where i.target_id in (
  select id from shown union all ${Object.values(TERMS_OF_SHOWN).join(" union all ")}) order by 1)`;

/** Selects `Scopes` from a relation `shown` with the posts. */
const distinctOf = (column: string, table: string): string =>
  `array(select distinct m.${column} from ${table} m join shown s on s.id = m.post_id order by 1)`;
const SCOPES = sql`${computedColumn("visibleFrom", "text[]", "array(select distinct visible_from::text from shown order by 1)")},
  ${computedColumn("authorIds", "uuid[]", distinctOf("author_id", "post_author"))},
  ${computedColumn("categoryIds", "uuid[]", distinctOf("category_id", "post_category"))},
  ${computedColumn("listingCategoryIds", "uuid[]", distinctOf("category_id", "category_listing"))},
  ${computedColumn("tagIds", "uuid[]", distinctOf("tag_id", "post_tag"))},
  ${computedColumn("seriesIds", "uuid[]", distinctOf("series_id", "series_entry"))},
  ${computedColumn(
    "pathDigests",
    "text[]",
    `array(select distinct left(encode(sha256(convert_to(x.path, 'UTF8')), 'hex'), ${PATH_DIGITS}) from (${PATHS}) x)`,
  )},
  ${computedColumn("menuIds", "uuid[]", MENUS)}`;

/** The places of all the posts together, as the transaction sees them. */
export async function scopesOf(tx: EntityManager, postIds: readonly string[]): Promise<Scopes> {
  const [row] = await queryPrepared(
    tx,
    sql`/* contentEvent.scopes */ with shown as (select id, slug, visible_from from post where id = any($1::uuid[]) and visible_from < 'infinity')
     select ${SCOPES}`,
    [postIds],
  );
  return withInstants(row ?? noScopes());
}

/** The scopes of posts or pages with RFC 3339 in place of PostgreSQL's texts. */
export const withInstants = <S extends { visibleFrom: string[] }>(scopes: S): S => ({
  ...scopes,
  visibleFrom: scopes.visibleFrom.map(instantFromPostgres),
});

export interface Appearance extends Scopes {
  postId: string;
}

/** Where each of the posts is visible now. Those that are hidden again meanwhile are left out. */
export async function appearedPosts(tx: EntityManager, postIds: readonly string[]): Promise<Appearance[]> {
  const rows = await queryPrepared(
    tx,
    sql`/* contentEvent.appeared */ select ${computedColumn("postId", "uuid", "p.id")}, x.* from (
       select id, slug, visible_from from post where id = any($1::uuid[]) and visible_from <= now()) p
     cross join lateral (with shown as (select p.id, p.slug, p.visible_from) select ${SCOPES}) x
     order by p.visible_from, p.id`,
    [postIds],
  );
  return rows.map(withInstants);
}

/** The scheduled posts, the next one first, preceded by those that have appeared within the last minutes. */
export async function nextAppearances(db: SqlClient, limit: number): Promise<Appearance[]> {
  const rows = await db.query(
    sql`/* contentEvent.scheduled */ select ${computedColumn("postId", "uuid", "p.id")}, x.* from (
       select id, slug, visible_from from post
       where visible_from > now() - interval '5 minutes' and visible_from < 'infinity' order by visible_from, id limit $1) p
     cross join lateral (with shown as (select p.id, p.slug, p.visible_from) select ${SCOPES}) x
     order by p.visible_from, p.id`,
    [limit],
  );
  return rows.map(withInstants);
}
