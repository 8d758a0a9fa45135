// The cache tags that an event invalidates: those of the object, and of exactly the lists that it enters, leaves or moves in. A change of
// an object that is hidden before and after invalidates nothing.
import { TOKEN_REVOKED } from "../../identity/api-tokens/api-token.service.js";
import {
  CHILD_PAGES,
  CHILDREN,
  COMMENTS,
  COMMENTS_OF,
  CONTENT,
  EVERYTHING,
  LISTS,
  MENU_TARGETS,
  MISSING,
  monthTag,
  OBJECT,
  PAGES_AND_MENUS,
  PLACES,
  POSTS_OF,
  SEARCH_INDEX,
  SITE,
  UNKNOWN_FILES,
} from "./cache-tags.js";
import type { ContentEvent, PageEvent, PageScopes, PostEvent, Scopes } from "./content-event.js";

/** An event with more tags invalidates everything. */
const MAX_TAGS = 2_000;

export function invalidatedTags(event: { type: string; payload: object }): string[] {
  if (event.type === TOKEN_REVOKED) return [];
  const tags = [...new Set(tagsOf(event as ContentEvent))];
  return tags.length > MAX_TAGS ? [EVERYTHING] : tags;
}

function tagsOf(event: ContentEvent): string[] {
  switch (event.type) {
    case "post.created":
    case "post.updated":
    case "post.published":
    case "post.scheduled":
    case "post.unpublished":
    case "post.trashed":
    case "post.restored":
    case "post.deleted":
      return ofPost(event.payload);
    case "post.appeared":
      return ofPost({ ...event.payload, version: 0, wasVisible: false });
    case "posts.imported":
    case "posts.relinked": {
      const { postIds, before, after } = event.payload;
      return [...named(OBJECT.post, postIds), ...appearanceTags(before), ...appearanceTags(after), MENU_TARGETS];
    }
    case "category.created":
    case "category.updated":
    case "category.moved":
    case "category.deleted":
    case "category.merged":
      return ofCategories(event.payload.categoryIds);
    case "tag.created":
    case "tag.updated":
    case "tag.deleted":
      return ofTerms("tag", [event.payload.tagId]);
    // A menu that did not show its item for a hidden term may show the one that is left.
    case "tag.merged":
      return [...ofTerms("tag", [event.payload.sourceId, event.payload.targetId]), MENU_TARGETS];
    case "author.created":
    case "author.updated":
    case "author.deleted":
      return ofTerms("author", [event.payload.authorId]);
    case "author.merged":
      return [...ofTerms("author", [event.payload.sourceId, event.payload.targetId]), MENU_TARGETS];
    case "series.created":
    case "series.updated":
    case "series.deleted": {
      const { seriesId, postIds } = event.payload;
      return [...ofTerms("series", [seriesId]), ...named(OBJECT.post, postIds), MENU_TARGETS];
    }
    default:
      return otherTagsOf(event);
  }
}

/** Of everything but posts and terms. */
function otherTagsOf(event: ContentEvent): string[] {
  switch (event.type) {
    case "search.indexed":
      return [SEARCH_INDEX];
    case "bodies.enriched":
      return [CONTENT, ...named(OBJECT.post, event.payload.postIds), ...named(OBJECT.page, event.payload.pageIds)];
    case "page.created":
    case "page.updated":
    case "page.published":
    case "page.scheduled":
    case "page.unpublished":
    case "page.deleted":
    case "page.appeared":
    case "pages.imported":
      return ofPages(event.payload);
    case "menu.created":
    case "menu.deleted":
      return [LISTS.menus, ...ofMenu(event.payload.menuId)];
    case "menu.updated":
      return ofMenu(event.payload.menuId);
    case "redirect.created":
    case "redirect.deleted":
      return [CONTENT, ...named("path", event.payload.pathDigests)];
    case "asset.updated":
    case "asset.deleted":
      return ofAssets([event.payload.assetId]);
    case "assets.imported":
      return [UNKNOWN_FILES, ...ofAssets(event.payload.assetIds)];
    case "comment.added":
    case "comments.moderated":
    case "comments.erased":
    case "comments.imported": {
      const { postIds } = event.payload;
      return postIds.length === 0 ? [] : [COMMENTS, ...named(COMMENTS_OF, postIds)];
    }
    case "site.updated":
      return [SITE];
    case "webhook.updated":
      return [];
    default:
      return [EVERYTHING];
  }
}

const ofAssets = (assetIds: readonly string[]): string[] => [LISTS.assets, ...named(OBJECT.asset, assetIds)];
const named = (kind: string, ids: readonly string[]): string[] => ids.map((id) => `${kind}:${id}`);

function ofPost({ postId, before, after }: PostEvent["payload"]): string[] {
  const isMoved = !isSame(before.visibleFrom, after.visibleFrom);
  const [left, entered] = [appearanceTags(before), appearanceTags(after)];
  if (left.length + entered.length === 0) return [];
  const object = [`${OBJECT.post}:${postId}`, CONTENT];
  if (isMoved) return [...object, ...left, ...entered];
  const places = differenceOf(left, entered);
  if (places.length === 0) return object;
  const lists = TERM_LISTS.filter(([kind]) => places.some((tag) => tag.startsWith(`${kind}:`))).map(([, list]) => list);
  // A menu that leads to the post before and after may also lead to a term that it makes visible.
  const menus = lists.length === 0 ? [] : [before, after].flatMap(menuTags);
  return [...object, PLACES, ...lists, ...places, ...menus];
}

/** A term is visible through its posts, and so enters and leaves the list of its kind with them. */
const TERM_LISTS = [
  [POSTS_OF.author, LISTS.authors],
  [POSTS_OF.tag, LISTS.tags],
  [POSTS_OF.series, LISTS.series],
] as const;

/** The tags of all places in which a post appears or disappears. */
export function appearanceTags(scopes: Scopes): string[] {
  if (scopes.visibleFrom.length === 0) return [];
  const { authorIds, tagIds, seriesIds } = scopes;
  return [
    ...[CONTENT, PLACES, LISTS.posts, ...scopes.visibleFrom.map(monthTag)],
    ...named(POSTS_OF.category, scopes.categoryIds),
    ...named(POSTS_OF.categoryTree, scopes.listingCategoryIds),
    ...[...named(POSTS_OF.author, authorIds), LISTS.authors],
    ...(tagIds.length === 0 ? [] : [...named(POSTS_OF.tag, tagIds), LISTS.tags]),
    ...(seriesIds.length === 0 ? [] : [...named(POSTS_OF.series, seriesIds), LISTS.series]),
    ...named("path", scopes.pathDigests),
    ...menuTags(scopes),
  ];
}

const menuTags = ({ menuIds }: Scopes): string[] =>
  menuIds.length === 0 ? [] : [PAGES_AND_MENUS, ...named(OBJECT.menu, menuIds)];

const ofMenu = (menuId: string): string[] => [PAGES_AND_MENUS, `${OBJECT.menu}:${menuId}`];

/** An edited page that stays where it is changes no list: each shows it under its own tag. */
function ofPages({ before, after }: PageEvent["payload"]): string[] {
  const [left, entered] = [pageAppearanceTags(before), pageAppearanceTags(after)];
  if (left.length + entered.length === 0) return [];
  const isMoved = differenceOf(left, entered).length > 0 || !isSame(before.visibleFrom, after.visibleFrom);
  return isMoved ? [...left, ...entered] : [PAGES_AND_MENUS, ...named(OBJECT.page, after.pageIds)];
}

/** The tags of everything that shows a page that appears or disappears. */
export function pageAppearanceTags(scopes: PageScopes): string[] {
  if (scopes.visibleFrom.length === 0) return [];
  return [
    ...[PAGES_AND_MENUS, LISTS.pages],
    ...named(OBJECT.page, [...scopes.pageIds, ...scopes.childIds]),
    ...named(CHILD_PAGES, scopes.parentIds),
    ...named("path", scopes.pathDigests),
    ...named(OBJECT.menu, scopes.menuIds),
  ];
}

function ofCategories(ids: readonly string[]): string[] {
  const lists = [POSTS_OF.category, POSTS_OF.categoryTree, CHILDREN, OBJECT.category];
  return [LISTS.categories, PLACES, CONTENT, MISSING, ...lists.flatMap((kind) => named(kind, ids))];
}

function ofTerms(kind: "tag" | "author" | "series", ids: readonly string[]): string[] {
  const list = { tag: LISTS.tags, author: LISTS.authors, series: LISTS.series }[kind];
  return [list, PLACES, CONTENT, MISSING, ...named(OBJECT[kind], ids), ...named(POSTS_OF[kind], ids)];
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value) => other.includes(value));

function differenceOf(one: readonly string[], other: readonly string[]): string[] {
  const [first, second] = [new Set(one), new Set(other)];
  return [...one.filter((tag) => !second.has(tag)), ...other.filter((tag) => !first.has(tag))];
}
