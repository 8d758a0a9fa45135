// Checks the authors of a post in the input of a mutation: who they are, that they exist, and whether the viewer may choose them.
import type { EntityManager } from "typeorm";
import { mayTo } from "../../../identity/access/policy.js";
import type { Viewer } from "../../../identity/viewer.js";
import { encodeGlobalId } from "../../../platform/graphql/global-id.js";
import { Refusal } from "../../../platform/graphql/user-error.js";
import type { InputCheck } from "../../input-check.js";
import { existingReferences } from "../writing/post-references.js";
import { authorIdsOf, MAX_AUTHORS_PER_POST, type PostAuthors, postAuthors } from "./author-ids.js";

const FIELD = "authorIds";

interface AuthorsInput {
  /** Null is an error, absent leaves the authors as they are. */
  authorIds?: readonly string[] | null;
}

interface AuthorsContext {
  /** Of a new post of a viewer without an author, `authorId` is empty. */
  before: PostAuthors;
  isNew: boolean;
}

/** The authors after the change. Errors are added to the check; the former authors stand for invalid ones then. */
export async function checkedAuthors(
  tx: EntityManager,
  check: InputCheck,
  viewer: Viewer,
  { authorIds }: AuthorsInput,
  { before, isNew }: AuthorsContext,
): Promise<PostAuthors> {
  if (authorIds === undefined) {
    if (before.authorId === "") check.invalid("Expected authorIds, since the viewer has no author.", FIELD);
    // Foreign keys guarantee that the authors of a stored post exist.
    else if (isNew) await checkExistence(tx, check, authorIdsOf(before));
    return pick(before);
  }
  const ids = distinctIds(check, authorIds ?? []);
  await checkExistence(tx, check, ids);
  const found = ids.filter((id) => id !== null);
  if (found.length === 0) return pick(before);
  const after = postAuthors(found);
  if (!mayChoose(viewer, { before, isNew }, after)) {
    const message = "Your role may only choose the authors of posts whose main author is, and stays, your own.";
    check.add(Refusal.of("FORBIDDEN", message, ["input", FIELD]));
  }
  return after;
}

/** Without the other fields of the post. */
const pick = ({ authorId, coAuthorIds }: PostAuthors): PostAuthors => ({ authorId, coAuthorIds });

/** Whether the viewer may give the post these authors. Sending the authors that it has is no change. */
function mayChoose(viewer: Viewer, { before, isNew }: AuthorsContext, after: PostAuthors): boolean {
  const isSame = !isNew && authorIdsOf(before).join() === authorIdsOf(after).join();
  const mains = isNew ? [after.authorId] : [before.authorId, after.authorId];
  return isSame || mains.every((id) => mayTo(viewer, "chooseAuthors", [id]));
}

/** The UUIDs at the places of their ids, with null for an invalid or repeated one. */
function distinctIds(check: InputCheck, authorIds: readonly string[]): (string | null)[] {
  const max = MAX_AUTHORS_PER_POST;
  if (authorIds.length === 0) check.invalid("Expected at least one author.", FIELD);
  if (authorIds.length > max) check.invalid(`Expected at most ${max} authors, got ${authorIds.length}.`, FIELD);
  const places = new Map<string, number>();
  return authorIds.slice(0, max).map((value, place) => {
    const id = check.idAt(place, value, "Author", FIELD);
    if (id === null) return null;
    const first = places.get(id);
    places.set(id, first ?? place);
    if (first === undefined) return id;
    check.invalid(`Expected each author once, got the author at ${first} again.`, FIELD, String(place));
    return null;
  });
}

async function checkExistence(tx: EntityManager, check: InputCheck, ids: readonly (string | null)[]): Promise<void> {
  const valid = ids.filter((id) => id !== null);
  const existing = await existingReferences(tx, "author", valid);
  for (const [place, id] of ids.entries()) {
    if (id === null || existing.has(id)) continue;
    const message = `No author with the id "${encodeGlobalId("Author", id)}" at index ${place} exists.`;
    check.add(Refusal.of("NOT_FOUND", message, ["input", FIELD, String(place)]));
  }
}
