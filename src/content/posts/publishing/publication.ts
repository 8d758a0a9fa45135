// The state and the date of a post, and what publishing makes of them.
import type { StoredPostEvent } from "../revisions/revision-kind.js";
import type { LockedPost } from "../writing/locked-post.js";

export type Publication = Pick<LockedPost, "state" | "publishedAt" | "formerPublishedAt">;
/** A locked post or page, as far as its publication depends on it. */
export type Publishable = Pick<LockedPost, keyof Publication | "isVisible" | "now">;
/** What a write makes of the state and the date, with the event that tells it. */
export type Transition = Publication & { event: StoredPostEvent };

/** The date that the post had when it was last public; null if it never was. The instant of a scheduled post has not come, and is forgotten. */
export const formerDateOf = (post: Publishable): string | null =>
  post.state === "PUBLISHED" && !post.isVisible ? post.formerPublishedAt : post.publishedAt;

const isAfter = (one: string, other: string): boolean => Date.parse(one) > Date.parse(other);

/** Publishes a post that is not public, or schedules it if the date is in the future. Without a date, it gets its former one, or the present. */
export function publishedFrom(post: Publishable, date: string | null): Transition {
  const former = formerDateOf(post);
  const at = date ?? (former !== null && !isAfter(former, post.now) ? former : post.now);
  const isLater = isAfter(at, post.now);
  return {
    state: "PUBLISHED",
    publishedAt: at,
    formerPublishedAt: isLater ? former : null,
    event: isLater ? "post.scheduled" : "post.published",
  };
}

export const hiddenAs = (post: Publishable, state: "DRAFT" | "TRASHED", event: StoredPostEvent): Transition => ({
  ...{ state, publishedAt: formerDateOf(post), formerPublishedAt: null, event },
});

/** Whether a transition would change nothing, as when a scheduled post is published at the instant that it has. */
export const hasPublication = (post: Publication, { state, publishedAt, formerPublishedAt }: Publication): boolean =>
  post.state === state && post.publishedAt === publishedAt && post.formerPublishedAt === formerPublishedAt;
