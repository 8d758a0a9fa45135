// The closed table from a WordPress status to what the public may see: only `publish` without a password is public, and a
// status nobody thought of is hidden.
import type { ImportedPost } from "../import-event.js";

export interface ImportVisibility {
  state: ImportedPost["state"];
  /** Why the post is not public, as a sentence for the report; null for a public one. */
  hiddenBecause: string | null;
}

const BY_STATUS: ReadonlyMap<string, ImportVisibility> = new Map([
  ["publish", { state: "PUBLISHED", hiddenBecause: null }],
  ["draft", { state: "DRAFT", hiddenBecause: "It is a draft in WordPress." }],
  ["pending", { state: "DRAFT", hiddenBecause: "It waits for review in WordPress; imported as a draft." }],
  ["private", { state: "DRAFT", hiddenBecause: "It is private in WordPress; imported as a draft." }],
  ["future", { state: "DRAFT", hiddenBecause: "It is scheduled in WordPress; imported as a draft." }],
  [
    "inherit",
    { state: "DRAFT", hiddenBecause: "Its status is inherited, and from what is unknown; imported as a draft." },
  ],
  ["trash", { state: "TRASHED", hiddenBecause: "It is in the trash in WordPress." }],
]);

/** Null for what is not worth keeping: an empty form somebody opened and left. */
export function decideVisibility(status: string, isProtected: boolean, isPage: boolean): ImportVisibility | null {
  if (status === "auto-draft") return null;
  const visibility = BY_STATUS.get(status) ?? {
    state: "DRAFT",
    hiddenBecause: `Its status ${JSON.stringify(status.slice(0, 40))} is not known here; imported as a draft.`,
  };
  if (visibility.state !== "PUBLISHED") return visibility;
  if (isProtected) return { state: "DRAFT", hiddenBecause: "It is protected by a password; imported as a draft." };
  if (isPage) return { state: "DRAFT", hiddenBecause: "It is a page, not a post; imported as a draft." };
  return visibility;
}
