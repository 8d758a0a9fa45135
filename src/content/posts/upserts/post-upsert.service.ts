// Creates or updates posts by the ids of another system. Each post is a transaction of its own, or a savepoint of the request's transaction
// if it has an idempotency key, so that a refused post neither undoes nor hides any other.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { mayTo } from "../../../identity/access/policy.js";
import { requireViewer } from "../../../identity/access/require-viewer.js";
import type { Context } from "../../../identity/context.js";
import type { Viewer } from "../../../identity/viewer.js";
import { selectColumns } from "../../../platform/db/entity-columns.js";
import { pipelined } from "../../../platform/db/prepared/pipeline.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import { Refusal, throwUserError, type UserError, UserErrors } from "../../../platform/graphql/user-error.js";
import { InputCheck } from "../../input-check.js";
import { transactWithSlug } from "../../terms/slug-conflict.js";
import { lockTerms } from "../../terms/term-lock.js";
import { authorIdsOf } from "../authors/author-ids.js";
import { type PostText, type SiteOfPosts, siteOf, submittedText } from "../body/post-text.js";
import { Post } from "../post.entity.js";
import { insertPost } from "../post.service.js";
import { type Publication, publishedFrom, type Transition } from "../publishing/publication.js";
import { checkedExternalId } from "../writing/external-id.js";
import { fieldsOf, type LockedPost, lockAnyPost } from "../writing/locked-post.js";
import { saveChange } from "../writing/post-change.js";
import { changedFields } from "../writing/post-input.js";
import type { UpsertPostInput, UpsertPostsInput } from "./post-upsert.inputs.js";

const MAX_POSTS = 100;

export interface UpsertResult {
  /** Null if the post was refused. */
  postId: string | null;
  outcome: "CREATED" | "UPDATED" | "UNCHANGED" | "REFUSED";
  errors: readonly UserError[];
  /** An error that the client did not cause. */
  failure: unknown;
}

type Written = Pick<UpsertResult, "postId" | "outcome">;

/** The results in the order of the inputs. */
export async function upsertPosts(ctx: Context, { posts }: UpsertPostsInput): Promise<UpsertResult[]> {
  const viewer = requireViewer(ctx, "writePost");
  if (posts.length > MAX_POSTS) {
    const message = `Expected at most ${MAX_POSTS} posts, got ${posts.length}.`;
    throwUserError("INVALID", message, ["input", "posts"]);
  }
  const site = await siteOf(ctx);
  // All texts are rendered before the first write: with an idempotency key, the locks of a write are held until the last one.
  const texts: PromiseSettledResult<PostText | null>[] = [];
  for (const { body } of posts) texts.push(...(await Promise.allSettled([submittedText(ctx, body, site)])));
  const results: UpsertResult[] = [];
  for (const [place, text] of texts.entries()) {
    const write = async (): Promise<Written> => {
      if (text.status === "rejected") throw text.reason;
      return upsertPost(ctx, viewer, { input: posts[place] as UpsertPostInput, text: text.value, site });
    };
    results.push(await resultOf(ctx, String(place), results, write));
  }
  return results;
}

/** After so many failures in a row the database is taken to be away, and the rest is not attempted. */
const MAX_FAILURES = 3;

async function resultOf(
  ctx: Context,
  place: string,
  former: readonly UpsertResult[],
  write: () => Promise<Written>,
): Promise<UpsertResult> {
  const lasting = former.length >= MAX_FAILURES ? former.slice(-MAX_FAILURES) : [];
  try {
    if (lasting.length > 0 && lasting.every(({ failure }) => failure !== null)) throw lasting[0]?.failure;
    return { ...(await write()), errors: [], failure: null };
  } catch (error) {
    const refused = { postId: null, outcome: "REFUSED" } as const;
    if (error instanceof UserErrors) {
      if (error.errors.some(({ code }) => code === "FORBIDDEN")) ctx.outcome.isForbidden = true;
      return { ...refused, errors: error.errors.map(atPlace(place)), failure: null };
    }
    ctx.outcome.hasFailed = true;
    const message = "This post was not written, because an internal error occurred or the database is not available.";
    return { ...refused, errors: [Refusal.of("FAILED", message, ["input", "posts", place])], failure: error };
  }
}

/** The error with its path from the input of the mutation. */
const atPlace =
  (place: string) =>
  (error: UserError): UserError =>
    Object.assign(Object.create(Object.getPrototypeOf(error)) as UserError, error, {
      path: ["input", "posts", place, ...(error.path ?? []).slice(1)],
    });

interface Upsert {
  input: UpsertPostInput;
  text: PostText | null;
  site: SiteOfPosts;
}

async function upsertPost(ctx: Context, viewer: Viewer, { input, text, site }: Upsert): Promise<Written> {
  const check = new InputCheck();
  checkedExternalId(check, input.externalId);
  check.finish();
  let written: Written = { postId: null, outcome: "REFUSED" };
  await transactWithSlug(ctx, async (tx) => {
    const [, post] = await pipelined([lockTerms(tx, "shared"), lockByExternalId(tx, input.externalId)]);
    if (post === null) {
      const id = randomUUID();
      // A concurrent writer that takes the external id first makes this transaction run again, which then updates that writer's post.
      await insertPost(tx, viewer, input, { id, text, site, isExternalIdFree: true });
      written = { postId: id, outcome: "CREATED" };
    } else {
      const isChanged = await updateLocked(tx, viewer, post, { input, text, site });
      written = { postId: post.id, outcome: isChanged ? "UPDATED" : "UNCHANGED" };
    }
  });
  return written;
}

const BY_EXTERNAL_ID = sql`/* Post.byExternalId lock */ select ${selectColumns(Post, "p", ["id"])} from post p
  where p.external_id = $1 for update`;

async function lockByExternalId(tx: EntityManager, externalId: string): Promise<LockedPost | null> {
  const [row] = await queryPrepared(tx, BY_EXTERNAL_ID, [externalId]);
  return row === undefined ? null : lockAnyPost(tx, row.id);
}

/** Returns whether anything was written. */
async function updateLocked(
  tx: EntityManager,
  viewer: Viewer,
  post: LockedPost,
  { input, text, site }: Upsert,
): Promise<boolean> {
  if (!mayTo(viewer, "writePost", authorIdsOf(post))) {
    throwUserError("FORBIDDEN", "The post with this external id belongs to other authors.", ["input", "externalId"]);
  }
  const publication = publicationOf(post, input.publishAt ?? null);
  const change = { ...input, slug: input.slug ?? undefined, authorIds: input.authorIds ?? undefined };
  const { fields, events } = await changedFields(tx, viewer, change, {
    before: fieldsOf(post),
    siteLocale: site.locale,
    isNew: false,
    refusal: publication instanceof Refusal ? publication : null,
  });
  const { event, ...state } = publication as Transition;
  const after = { ...fields, ...state };
  return saveChange(tx, { post, after, text, stored: null, event, events, editor: viewer.name });
}

/** What the instant makes of the state and the date of the post, or why it cannot. Without an instant, both stay as they are. */
function publicationOf(post: LockedPost, publishAt: string | null): Transition | Refusal {
  const present: Publication = {
    state: post.state,
    publishedAt: post.publishedAt,
    formerPublishedAt: post.formerPublishedAt,
  };
  if (publishAt === null) return { ...present, event: "post.updated" };
  const path = ["input", "publishAt"];
  if (post.state === "TRASHED") return Refusal.of("TRASHED", "The post is in the trash; restore it first.", path);
  if (!post.isVisible) {
    const next = publishedFrom(post, publishAt);
    return {
      ...next,
      event: next.publishedAt === post.publishedAt && post.state === "PUBLISHED" ? "post.updated" : next.event,
    };
  }
  if (Date.parse(publishAt) <= Date.parse(post.now))
    return { ...present, publishedAt: publishAt, event: "post.updated" };
  const message = `Expected a date that is not in the future, since the post is public, got ${publishAt}.`;
  return Refusal.of("INVALID", message, path);
}
