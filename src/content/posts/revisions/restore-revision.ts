// Restores fields of a revision as a new version of its post.
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../../identity/access/require-viewer.js";
import type { Context } from "../../../identity/context.js";
import { selectColumns } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import { throwUserError } from "../../../platform/graphql/user-error.js";
import { InputCheck } from "../../input-check.js";
import { transactWithSlug } from "../../terms/slug-conflict.js";
import { renderedText, siteOf } from "../body/post-text.js";
import type { RestoreRevisionInput } from "../post-mutation.inputs.js";
import { hiddenAs, publishedFrom, type Transition } from "../publishing/publication.js";
import { WorkingCopyRow } from "../working-copies/working-copy.entity.js";
import { fieldsOf, type LockedPost, lockPost } from "../writing/locked-post.js";
import { saveChange } from "../writing/post-change.js";
import { type ContentInput, changedFields } from "../writing/post-input.js";
import { existingReferences } from "../writing/post-references.js";
import { inputOfContent } from "../writing/stored-content.js";
import { Revision } from "./revision.entity.js";
import { ALWAYS_RECORDED, REVISION_FIELDS, type RevisionField } from "./revision-fields.js";
import type { StoredPostEvent } from "./revision-kind.js";

const FIND = sql`/* Mutation.restoreRevision */ select ${selectColumns(Revision, "r")} from revision r
  where r.id = $1 and r.post_id = $2`;

const WORKING_COPY = sql`/* Mutation.restoreRevision workingCopy */ select ${selectColumns(WorkingCopyRow, "w", ["version"])}
  from working_copy w where w.post_id = $1`;

/** Returns the id of the post. Fields that are not restored stay as they are. */
export async function restoreRevision(ctx: Context, input: RestoreRevisionInput): Promise<string> {
  const viewer = requireViewer(ctx, "writePost");
  const check = new InputCheck();
  const id = check.requiredId(input.id, "Post", "id");
  const revisionId = check.requiredId(input.revisionId, "Revision", "revisionId");
  const fields = restoredFields(check, input.fields ?? ["title", "body"]);
  check.finish();
  const path = ["input", "revisionId"];
  const site = await siteOf(ctx);
  // Read before the transaction, since a revision never changes.
  const [row] = await ctx.db.query(FIND, [revisionId, id]);
  const revision = row && Object.assign(new Revision(), row);
  const text = revision && fields.has("body") ? await renderedText(ctx, revision, site, path) : null;
  await transactWithSlug(ctx, async (tx) => {
    const post = await lockPost(tx, viewer, id, input.expectedVersion);
    if (revision === undefined) throwUserError("NOT_FOUND", "The post has no such revision.", path);
    requireRecorded(revision, fields);
    await requireNoWorkingCopy(tx, id);
    const context = { before: fieldsOf(post), siteLocale: site.locale, isNew: false };
    const { fields: content } = await changedFields(tx, viewer, await contentOf(tx, revision, fields), context);
    const { event, ...state } = fields.has("status")
      ? transitionOf(post, revision)
      : { event: "post.updated" as const };
    const after = { ...content, ...state };
    const write = { events: [], event, kind: "REVISION_RESTORED", editor: viewer.name } as const;
    await saveChange(tx, { post, after, text, stored: null, ...write });
  });
  return id;
}

/** Saves of a new working copy wait for the lock on the post. */
async function requireNoWorkingCopy(tx: EntityManager, id: string): Promise<void> {
  const copies = await queryPrepared(tx, WORKING_COPY, [id]);
  if (copies.length === 0) return;
  const message = "The post has a working copy; apply or discard it first.";
  throwUserError("HAS_WORKING_COPY", message, ["input", "id"]);
}

function restoredFields(check: InputCheck, names: readonly string[]): ReadonlySet<RevisionField> {
  const known: readonly string[] = REVISION_FIELDS;
  if (names.length > known.length)
    check.invalid(`Expected at most ${known.length} fields, got ${names.length}.`, "fields");
  for (const [place, name] of names.slice(0, known.length).entries()) {
    if (!known.includes(name)) {
      check.invalid(`Expected a field of a revision, one of ${known.join(", ")}.`, "fields", String(place));
    }
  }
  return new Set(names.filter((name): name is RevisionField => known.includes(name)));
}

function requireRecorded(revision: Revision, fields: ReadonlySet<RevisionField>): void {
  if (revision.kind !== null) return;
  const missing = [...fields].filter((field) => !ALWAYS_RECORDED.has(field));
  if (missing.length === 0) return;
  const message = `The revision is from before ${missing.join(", ")} ${missing.length === 1 ? "was" : "were"} recorded; it has the title and the body only.`;
  throwUserError("INVALID", message, ["input", "fields"]);
}

/** The input that sets the fields. Authors and terms that have been deleted since are left out; without any author left, the authors stay. */
async function contentOf(
  tx: EntityManager,
  revision: Revision,
  fields: ReadonlySet<RevisionField>,
): Promise<ContentInput> {
  const { authorId, coAuthorIds, excerptSource, storedExcerpt } = revision;
  const existing = async (kind: "author" | "category" | "tag", ids: readonly string[]) => {
    const found = await existingReferences(tx, kind, ids);
    return ids.filter((id) => found.has(id));
  };
  const authorIds = await existing("author", authorId === null ? [] : [authorId, ...(coAuthorIds ?? [])]);
  const all = inputOfContent({
    ...revision,
    writtenExcerpt: excerptSource === "WRITTEN" ? storedExcerpt : null,
    authorIds,
    categoryIds: await existing("category", revision.categoryIds ?? []),
    tagIds: await existing("tag", revision.tagIds ?? []),
    noIndex: revision.noIndex ?? false,
  });
  const { title, slug, excerpt, locale, categoryIds, tagIds, cover, seo } = all;
  const inputs: Partial<Record<RevisionField, ContentInput>> = {
    title: { title },
    slug: { slug },
    excerpt: { excerpt },
    locale: { locale },
    authors: authorIds.length === 0 ? {} : { authorIds: all.authorIds },
    categories: { categoryIds },
    tags: { tagIds },
    cover: { cover },
    seo: { seo },
    isPinned: { isPinned: revision.isPinned },
    externalId: { externalId: revision.externalId },
    publishedAt: fields.has("status") ? {} : { publishedAt: revision.publishedAt },
  };
  return Object.assign({}, ...[...fields].map((field) => inputs[field] ?? {})) as ContentInput;
}

/** What the state and the date of the revision make of the post. */
function transitionOf(post: LockedPost, { state, publishedAt }: Revision): Transition {
  if (state === "PUBLISHED") {
    const present = { state: post.state, publishedAt: post.publishedAt, formerPublishedAt: post.formerPublishedAt };
    const isSame = post.state === "PUBLISHED" && post.publishedAt === publishedAt;
    return isSame ? { ...present, event: "post.updated" } : publishedFrom(post, publishedAt);
  }
  const target = state ?? "DRAFT";
  return { ...hiddenAs(post, target, hidingEvent(post, target)), publishedAt };
}

function hidingEvent(post: LockedPost, target: "DRAFT" | "TRASHED"): StoredPostEvent {
  if (post.state === target) return "post.updated";
  if (target === "TRASHED") return "post.trashed";
  return post.state === "TRASHED" ? "post.restored" : "post.unpublished";
}
