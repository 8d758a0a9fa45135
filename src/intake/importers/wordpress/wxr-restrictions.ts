// Whole posts that plugins show only to members, subscribers or patrons. Such a post is published in WordPress, but not for everybody.
import { readPhpArray } from "./wxr/php-serialised.js";
import type { WxrItem } from "./wxr/wxr-record.js";

const OPEN = /^(?:|0|everybody|everyone|all|none|public|no|false|a:0:\{\})$/i;

/** Meta values that restrict a post unless they are one of those above, with the plugin. */
const BY_KEY: ReadonlyMap<string, string> = new Map([
  ["_jetpack_newsletter_access", "Jetpack"],
  ["_members_access_role", "Members"],
  ["_wpmem_block", "WP-Members"],
  ["patreon-level", "Patreon"],
  ["rcp_user_level", "Restrict Content Pro"],
  ["rcp_subscription_level", "Restrict Content Pro"],
  ["rcp_access_level", "Restrict Content Pro"],
  ["_is_paid", "Restrict Content Pro"],
  ["ppwp_post_protection_roles", "Password Protect WordPress"],
  ["memberful_acl", "Memberful"],
]);
const ULTIMATE_MEMBER = "um_content_restriction";

export const RESTRICTION_KEYS: readonly string[] = [...BY_KEY.keys(), ULTIMATE_MEMBER];

/** A sentence for the report. Null if no plugin restricts the item. */
export function restrictionOf(meta: WxrItem["meta"]): string | null {
  const [, plugin] =
    [...BY_KEY].find(([key]) => meta.get(key)?.some((value) => !OPEN.test(value.trim())) === true) ?? [];
  const found = plugin ?? (isForMembers(meta.get(ULTIMATE_MEMBER)?.[0]) ? "Ultimate Member" : null);
  return found === null
    ? null
    : `The plugin ${found} does not show it to everybody in WordPress. It was imported as a draft.`;
}

/** A list with a switch, and 0 for everybody or 1 for visitors without an account. A list that cannot be read restricts the post. */
function isForMembers(serialised: string | undefined): boolean {
  if (serialised === undefined || serialised.trim() === "") return false;
  const settings = readPhpArray(serialised);
  if (settings === null) return true;
  const isOn = OPEN.test(String(settings.get("_um_custom_access_settings") ?? "")) === false;
  return isOn && !["0", "1"].includes(String(settings.get("_um_accessible") ?? "0"));
}
