// Checks the tags in the input of a mutation, which are given by id, by name or both. Tags that do not exist are made only when the whole
// input has been found valid.
import type { EntityManager } from "typeorm";
import { mayEver } from "../../../identity/access/policy.js";
import type { Viewer } from "../../../identity/viewer.js";
import { Refusal } from "../../../platform/graphql/user-error.js";
import type { ContentEvent } from "../../cache-tags/content-event.js";
import { type InputCheck, LIMITS } from "../../input-check.js";
import { comparableName, makeTags, tagsByNames } from "../../tags/tag-names.js";
import { checkReferences } from "./post-references.js";

interface TagsInput {
  tagIds?: readonly string[] | null;
  tagNames?: readonly string[] | null;
}

/** The tags of a post after a change, in their order: ids, and names of tags to be made. */
export interface CheckedTags {
  ids: readonly string[];
  names: readonly string[];
  found: ReadonlyMap<string, string>;
}

const MAX = LIMITS.tagsPerPost;

/** Null if the input says nothing about tags. */
export async function checkedTags(
  tx: EntityManager,
  check: InputCheck,
  viewer: Viewer,
  { tagIds, tagNames }: TagsInput,
): Promise<CheckedTags | null> {
  if (tagIds === undefined && tagNames === undefined) return null;
  const ids = check.ids(tagIds ?? [], "Tag", MAX, "tagIds");
  await checkReferences(tx, check, "tag", ids, { values: tagIds ?? [], field: "tagIds" });
  if (tagNames == null) return { ids, names: [], found: new Map() };
  const names = tagNames
    .slice(0, MAX)
    .map((name, place) => check.text(name, { max: LIMITS.name, isRequired: true }, "tagNames", String(place)));
  const found = await tagsByNames(
    tx,
    names.filter((name) => name !== ""),
  );
  const count = new Set([...ids, ...names.map((name) => found.get(comparableName(name)) ?? comparableName(name))]).size;
  if (tagNames.length > MAX || count > MAX) {
    const message = `Expected at most ${MAX} tags, got ${Math.max(count, tagNames.length)}.`;
    check.invalid(message, "tagNames");
  }
  if (!mayEver(viewer, "writeTerm")) refuseNewTags(check, names, found);
  return { ids, names, found };
}

function refuseNewTags(check: InputCheck, names: readonly string[], found: ReadonlyMap<string, string>): void {
  for (const [place, name] of names.entries()) {
    if (name === "" || found.has(comparableName(name))) continue;
    const message = `No tag "${name}" exists, and your role may not make one.`;
    check.add(Refusal.of("FORBIDDEN", message, ["input", "tagNames", String(place)]));
  }
}

/** The ids of all tags of the post, and the events of those that did not exist before. */
export async function madeTags(
  tx: EntityManager,
  { ids, names, found }: CheckedTags,
): Promise<{ tagIds: string[]; events: ContentEvent[] }> {
  const missing = new Map<string, string>();
  for (const name of names) {
    const key = comparableName(name);
    if (!found.has(key) && !missing.has(key)) missing.set(key, name);
  }
  const { byName, made } =
    missing.size === 0 ? { byName: new Map<string, string>(), made: [] } : await makeTags(tx, [...missing.values()]);
  const named = names.flatMap((name) => found.get(comparableName(name)) ?? byName.get(comparableName(name)) ?? []);
  return {
    tagIds: [...new Set([...ids, ...named])],
    events: made.map((tagId) => ({ type: "tag.created", payload: { tagId } })),
  };
}
