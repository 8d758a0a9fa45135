// What the write did that a revision comes from.
import { registerEnumType } from "type-graphql";
import type { PostEventType } from "../../cache-tags/content-event.js";

export const RevisionKind = {
  CREATED: "CREATED",
  UPDATED: "UPDATED",
  PUBLISHED: "PUBLISHED",
  UNPUBLISHED: "UNPUBLISHED",
  TRASHED: "TRASHED",
  RESTORED: "RESTORED",
  REVISION_RESTORED: "REVISION_RESTORED",
  IMPORTED: "IMPORTED",
} as const;
export type RevisionKind = (typeof RevisionKind)[keyof typeof RevisionKind];

registerEnumType(RevisionKind, {
  name: "RevisionKind",
  description: "What a write did to a post or page.",
  valuesConfig: {
    CREATED: { description: "It was created." },
    UPDATED: { description: "Some of its fields were changed." },
    PUBLISHED: { description: "It was published or scheduled, perhaps with other changes." },
    UNPUBLISHED: { description: "It was turned back into a draft." },
    TRASHED: { description: "It was moved to the trash. Pages have none." },
    RESTORED: { description: "It was restored from the trash." },
    REVISION_RESTORED: { description: "Fields of an earlier revision were restored." },
    IMPORTED: { description: "An import created or overwrote it." },
  },
});

/** An event of a post that is still there. */
export type StoredPostEvent = Exclude<PostEventType, "post.deleted">;

const KINDS: Record<StoredPostEvent, RevisionKind> = {
  "post.created": "CREATED",
  "post.updated": "UPDATED",
  "post.published": "PUBLISHED",
  "post.scheduled": "PUBLISHED",
  "post.unpublished": "UNPUBLISHED",
  "post.trashed": "TRASHED",
  "post.restored": "RESTORED",
};

export const kindOf = (event: StoredPostEvent): RevisionKind => KINDS[event];
