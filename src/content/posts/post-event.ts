// The event that a change of a locked post records.
import type { EntityManager } from "typeorm";
import { type PostEvent, type PostEventType, type Scopes, scopesOf } from "../cache-tags/content-event.js";

/** `post` is the post before the change. The lists and pages that show it afterwards are read, unless the caller knows them. */
export async function postEvent(
  tx: EntityManager,
  type: PostEventType,
  post: { id: string; version: number; isVisible: boolean; before: Scopes },
  known: Scopes | null = null,
): Promise<PostEvent> {
  const { id: postId, isVisible: wasVisible, before } = post;
  const after = known ?? (await scopesOf(tx, [postId]));
  return { type, payload: { postId, version: post.version + 1, wasVisible, before, after } };
}
