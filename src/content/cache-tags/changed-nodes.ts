// The nodes that an event concerns, for the change feed. It compares each of them with what readers saw before.

import { isDeepStrictEqual } from "node:util";
import type { ChangeNodeType } from "../change-feed/change-kind.js";
import type { ChangedNode, ChangedNodes } from "../change-feed/changed-node.js";
import { SITE_UUID } from "../site-path.js";
import type { ContentEvent, PageEvent, PostEvent } from "./content-event.js";

export function changedNodesOf(events: readonly ContentEvent[]): ChangedNodes {
  return {
    nodes: events.flatMap(nodesOf),
    replacedTermIds: events.flatMap(replacedTermIdsOf),
  };
}

const itself = (type: ChangeNodeType, ids: readonly string[]): ChangedNode[] =>
  ids.map((id) => ({ type, id, isItself: true }));
const beside = (type: ChangeNodeType, ids: readonly string[]): ChangedNode[] =>
  ids.map((id) => ({ type, id, isItself: false }));

function nodesOf(event: ContentEvent): ChangedNode[] {
  switch (event.type) {
    case "post.created":
    case "post.updated":
    case "post.published":
    case "post.scheduled":
    case "post.unpublished":
    case "post.trashed":
    case "post.restored":
      return isHidden(event.payload) ? [] : [ofPost(event.payload)];
    case "post.deleted":
      return itself("POST", [event.payload.postId]);
    case "post.appeared":
      return beside("POST", [event.payload.postId]);
    case "posts.imported":
      return itself("POST", event.payload.postIds).map((node) => ({ ...node, isImported: true }));
    case "posts.relinked":
      return itself("POST", event.payload.postIds);
    case "bodies.enriched":
      return [
        ...itself("POST", event.payload.postIds).map((node) => ({ ...node, keepsPlaces: true })),
        ...itself("PAGE", event.payload.pageIds),
      ];
    case "page.created":
    case "page.updated":
    case "page.published":
    case "page.scheduled":
    case "page.unpublished":
      return isHidden(event.payload) ? [] : itself("PAGE", event.payload.pageIds);
    case "page.deleted":
      return itself("PAGE", event.payload.pageIds);
    case "page.appeared":
      return beside("PAGE", event.payload.pageIds);
    case "pages.imported":
      return itself("PAGE", event.payload.pageIds).map((node) => ({ ...node, isImported: true }));
    default:
      return nodesOfTerms(event);
  }
}

function ofPost({ postId, before, after }: PostEvent["payload"]): ChangedNode {
  return { type: "POST", id: postId, isItself: true, keepsPlaces: isDeepStrictEqual(before, after) };
}

/** Nothing of a draft that remains one is visible, not even at an instant to come. */
const isHidden = ({ before, after }: Pick<PostEvent["payload"] | PageEvent["payload"], "before" | "after">): boolean =>
  before.visibleFrom.length === 0 && after.visibleFrom.length === 0;

function nodesOfTerms(event: ContentEvent): ChangedNode[] {
  switch (event.type) {
    case "category.created":
    case "category.updated":
    case "category.moved":
    case "category.deleted":
      return [...itself("CATEGORY", [event.payload.categoryId]), ...beside("CATEGORY", event.payload.categoryIds)];
    case "category.merged": {
      const { sourceId, targetId, categoryIds } = event.payload;
      return [...itself("CATEGORY", [sourceId, targetId]), ...beside("CATEGORY", categoryIds)];
    }
    case "tag.created":
    case "tag.updated":
    case "tag.deleted":
      return itself("TAG", [event.payload.tagId]);
    case "tag.merged":
      return itself("TAG", [event.payload.sourceId, event.payload.targetId]);
    case "author.created":
    case "author.updated":
    case "author.deleted":
      return itself("AUTHOR", [event.payload.authorId]);
    case "author.merged":
      return itself("AUTHOR", [event.payload.sourceId, event.payload.targetId]);
    case "series.created":
    case "series.updated":
    case "series.deleted":
      return [...itself("SERIES", [event.payload.seriesId]), ...beside("POST", event.payload.postIds)];
    default:
      return nodesOfOthers(event);
  }
}

function nodesOfOthers(event: ContentEvent): ChangedNode[] {
  switch (event.type) {
    case "menu.created":
    case "menu.updated":
    case "menu.deleted":
      return itself("MENU", [event.payload.menuId]);
    case "asset.updated":
    case "asset.deleted":
      return itself("ASSET", [event.payload.assetId]);
    case "assets.imported":
      return beside("ASSET", event.payload.assetIds);
    case "site.updated":
      return itself("SITE", [SITE_UUID]);
    default:
      return [];
  }
}

/** Posts had the terms, and have others or none now. */
function replacedTermIdsOf(event: ContentEvent): string[] {
  switch (event.type) {
    case "category.moved":
      return [event.payload.categoryId];
    case "tag.deleted":
      return [event.payload.tagId];
    case "category.merged":
    case "tag.merged":
    case "author.merged":
      return [event.payload.sourceId];
    default:
      return [];
  }
}
