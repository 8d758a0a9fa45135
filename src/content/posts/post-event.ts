// What has just happened to a locked post, as listeners are told.
import type { EntityManager } from "typeorm";
import { type PostEvent, type PostEventType, type Scopes, scopesOf } from "../cache-tags/content-event.js";

/** The post as it was; where it shows now is read, but where that is known. */
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
