// A post as the write path reads it: locked, whole, and with the moment of the transaction by the database's clock.
import type { EntityManager } from "typeorm";
import { mayTo } from "../../../identity/access/policy.js";
import type { Viewer } from "../../../identity/viewer.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import type { Instant } from "../../../platform/db/timestamp.js";
import { throwUserError, UserErrors } from "../../../platform/graphql/user-error.js";
import { type Scopes, scopesOf } from "../../cache-tags/content-event.js";
import type { Image } from "../../images/image.js";
import { lockTerms } from "../../terms/term-lock.js";
import type { ExcerptSource, PostState } from "../post.entity.js";
import type { PostHead } from "./post-draft.js";
import { VersionConflict } from "./version-conflict.js";

export interface LockedPost {
  id: string;
  slug: string;
  title: string;
  state: PostState;
  publishedAt: Instant | null;
  createdAt: Instant;
  version: number;
  locale: string;
  excerpt: string;
  excerptSource: ExcerptSource;
  authorId: string;
  categoryIds: string[];
  tagIds: string[];
  cover: Image | null;
  seoTitle: string | null;
  seoDescription: string | null;
  canonicalUrl: string | null;
  noIndex: boolean;
  isVisible: boolean;
  /** Where it shows. */
  before: Scopes;
  /** The transaction's moment, to the millisecond. */
  now: Instant;
}

const NO_SUCH_POST = "No post with this id exists.";

const LOCK = `select p.id, p.slug, p.title, p.state, p.published_at as "publishedAt", p.created_at as "createdAt", p.version,
    p.locale, p.excerpt, p.excerpt_source as "excerptSource", p.author_id as "authorId", p.cover,
    p.category_ids as "categoryIds", p.tag_ids as "tagIds",
    p.seo_title as "seoTitle", p.seo_description as "seoDescription", p.canonical_url as "canonicalUrl",
    p.no_index as "noIndex", p.visible_from <= now() as "isVisible", date_trunc('milliseconds', now()) as now
  from post p where p.id = $1 for update`;

/**
 * Locks the post for a write of this viewer. Refuses with NOT_FOUND what the viewer may not see, with FORBIDDEN what may
 * be seen but not changed, and with VERSION_CONFLICT what has changed since.
 */
export async function lockPost(
  tx: EntityManager,
  viewer: Viewer,
  postId: string,
  expectedVersion: number,
): Promise<LockedPost> {
  // Sent together; each sees what is committed when its turn comes, and so what the locks before it have waited for.
  const [, [post], before] = await Promise.all([
    lockTerms(tx, "shared"),
    queryPrepared<Omit<LockedPost, "before">>(tx, LOCK, [postId]),
    scopesOf(tx, [postId]),
  ]);
  if (post === undefined) throwUserError("NOT_FOUND", NO_SUCH_POST, ["input", "id"]);
  if (!mayTo(viewer, "writePost", post.authorId)) {
    if (!post.isVisible) throwUserError("NOT_FOUND", NO_SUCH_POST, ["input", "id"]);
    throwUserError("FORBIDDEN", "This post belongs to another author.", ["input", "id"]);
  }
  if (post.version !== expectedVersion) throw new UserErrors(VersionConflict.of(post, expectedVersion));
  return { ...post, before };
}

/** The post as a change begins from it; whenever it is written, it is as of the transaction's moment. */
export function headOf(post: LockedPost): PostHead {
  return {
    id: post.id,
    slug: post.slug,
    title: post.title,
    state: post.state,
    publishedAt: post.publishedAt,
    createdAt: post.createdAt,
    updatedAt: post.now,
    locale: post.locale,
    writtenExcerpt: post.excerptSource === "WRITTEN" ? post.excerpt : null,
    authorId: post.authorId,
    cover: post.cover,
    seo: {
      title: post.seoTitle,
      description: post.seoDescription,
      canonicalUrl: post.canonicalUrl,
      noIndex: post.noIndex,
    },
    categoryIds: post.categoryIds,
    tagIds: post.tagIds,
  };
}
