// Maps a WordPress status to the visibility of the post. Only `publish` without a password is public; posts with an unknown status are
// hidden.
import type { ImportedPost } from "../import-event.js";
import type { WxrItem } from "./wxr/wxr-record.js";
import type { ItemDates } from "./wxr-dates.js";
import { restrictionOf } from "./wxr-restrictions.js";

export interface ImportVisibility {
  state: ImportedPost["state"];
  /** A sentence for the report that says why the post is not public. Null for a public post. */
  hiddenBecause: string | null;
}

const BY_STATUS: ReadonlyMap<string, ImportVisibility> = new Map([
  ["publish", { state: "PUBLISHED", hiddenBecause: null }],
  ["draft", { state: "DRAFT", hiddenBecause: "It is a draft in WordPress." }],
  ["pending", { state: "DRAFT", hiddenBecause: "It is pending review in WordPress. It was imported as a draft." }],
  ["private", { state: "DRAFT", hiddenBecause: "It is private in WordPress. It was imported as a draft." }],
  ["future", { state: "DRAFT", hiddenBecause: "It is scheduled in WordPress. It was imported as a draft." }],
  [
    "inherit",
    { state: "DRAFT", hiddenBecause: "Its status is inherited from an unknown item. It was imported as a draft." },
  ],
  ["trash", { state: "TRASHED", hiddenBecause: "It is in the trash in WordPress." }],
]);

/**
 * Every password protects an item, even a zero, which WordPress itself ignores. Blanks do so too, unless a program that indented the file
 * put blanks around every value.
 */
export function hasPassword({ fields }: Pick<WxrItem, "fields">): boolean {
  const password = fields.get("wp:post_password") ?? "";
  const status = fields.get("wp:status") ?? "";
  return status === status.trim() ? password !== "" : password.trim() !== "";
}

/** Whether WordPress shows the item to visitors without an account and a password. */
export function isShownToEverybody(item: WxrItem): boolean {
  const isPublished = item.fields.get("wp:status")?.trim() === "publish";
  return isPublished && !hasPassword(item) && restrictionOf(item.meta) === null;
}

/**
 * Whether readers of the WordPress site could see the post on its date, if only with a password, or could before it went to the trash. Such
 * a post keeps its date, under which it is published again.
 */
export function wasPublished(status: string, statusBeforeTrash: string): boolean {
  return status === "publish" || (status === "trash" && statusBeforeTrash === "publish");
}

export interface Protection {
  hasPassword: boolean;
  /** A sentence for the report if a plugin shows the item to some visitors only. */
  restriction: string | null;
  isDraftedPage: boolean;
}

/** Null for an automatic draft, which WordPress creates when an editor is opened. */
export function decideVisibility(status: string, protection: Protection): ImportVisibility | null {
  if (status === "auto-draft") return null;
  const visibility = BY_STATUS.get(status) ?? {
    state: "DRAFT",
    hiddenBecause: `Its status ${JSON.stringify(status.slice(0, 40))} is unknown. It was imported as a draft.`,
  };
  if (visibility.state !== "PUBLISHED") return visibility;
  const hide = (hiddenBecause: string): ImportVisibility => ({ state: "DRAFT", hiddenBecause });
  if (protection.hasPassword) return hide("It is protected by a password. It was imported as a draft.");
  if (protection.restriction !== null) return hide(protection.restriction);
  return protection.isDraftedPage ? hide("It is a page, not a post. It was imported as a draft.") : visibility;
}

/**
 * Whether a scheduled post stays scheduled: only if its UTC date is written and still ahead. Another date may be some hours too early, and a
 * post whose date has passed was not published by WordPress.
 */
export function staysScheduled(status: string, visibility: ImportVisibility, dates: ItemDates, now: Date): boolean {
  if (status !== "future" || visibility !== BY_STATUS.get("future")) return false;
  return dates.at !== null && dates.notice === null && dates.at > now;
}
