// Shortcodes whose content WordPress shows only to members, or after a password, a comment or a payment. They are taken out of a body with
// what they enclose. Names that an export cannot decide are taken for such.
const NAMES: ReadonlySet<string> = new Set([
  ...[
    "access",
    "member",
    "members",
    "memberonly",
    "membersonly",
    "members_access",
    "members_logged_in",
    "su_members",
    "su_private",
  ],
  ...["restrict", "is_paid", "membership", "pmpro_member", "s2if", "wlm_ismember", "um_show_content", "um_loggedin"],
  ...[
    "wpmem_logged_in",
    "mepr-active",
    "mepr-show",
    "swpm_protected",
    "pms-restrict",
    "ihc-hide-content",
    "amember_protect",
  ],
  ...[
    "wcm_restrict",
    "wcm_content_restricted",
    "patreon_content",
    "memberful",
    "wppb-restrict",
    "groups_member",
    "groups_can",
  ],
  ...["logged_in", "loggedin", "loggedinonly", "is_logged_in", "if_logged_in", "user_logged_in", "registered", "login"],
  ...[
    "private",
    "private_content",
    "protected",
    "protect",
    "secret",
    "premium",
    "premium_content",
    "paid",
    "paywall",
    "vip",
  ],
  ...[
    "hide",
    "hidden",
    "hidecontent",
    "reply",
    "reply_to_read",
    "reply2see",
    "reply2down",
    "hide_reply",
    "login2see",
    "loginvisible",
  ],
  ...[
    "erphp",
    "erphpdown",
    "password",
    "pwd_protected_content",
    "passster",
    "ppwp",
    "ppwp_content_protector",
    "content_protector",
  ],
  ...[
    "sociallocker",
    "emaillocker",
    "signinlocker",
    "content_locker",
    "viral_lock",
    "pc-pvt-content",
    "student",
    "visibility",
  ],
]);
const LIKELY =
  /(?:^|[-_])(?:restrict(?:ed)?|protected?|private|paywall|logged[-_]?in|members?[-_]only|only[-_]members?|subscribers?[-_]only|premium[-_]content)(?:[-_]|$)/;
const FOR_OTHERS = /(?:^|[-_])(?:non|not|un|no|logged[-_]?out|guests?|visitors?|out)(?:[-_]|$)|nonmember|loggedout/;
const OPENING = /(?<!\[)\[([a-z][\w-]{0,80})((?:\s[^[\]]{0,4000})?)\](?!\])/gi;

/** `tell` receives the name of each shortcode that is taken out. The piece has no code. */
export function withoutHiddenShortcodes(piece: string, tell: (name: string) => void): string {
  if (!piece.includes("[/")) return piece;
  const lower = piece.toLowerCase();
  const openings = new RegExp(OPENING);
  let kept = "";
  let copiedUpTo = 0;
  const absent = new Set<string>();
  for (let match = openings.exec(piece); match !== null; match = openings.exec(piece)) {
    const name = (match[1] ?? "").toLowerCase();
    if (!hidesContent(name, match[2] ?? "") || absent.has(name)) continue;
    const closing = lower.indexOf(`[/${name}]`, openings.lastIndex);
    if (closing < 0) {
      absent.add(name);
      continue;
    }
    tell(`[${name}]`);
    kept += piece.slice(copiedUpTo, match.index);
    copiedUpTo = closing + name.length + 3;
    openings.lastIndex = copiedUpTo;
  }
  return kept + piece.slice(copiedUpTo);
}

function hidesContent(name: string, attributes: string): boolean {
  if (FOR_OTHERS.test(name)) return false;
  // Level 0 of Paid Memberships Pro are those who have no membership.
  if (name === "membership" && /\slevels?=["']?0["']?(?:\s|$)/.test(attributes)) return false;
  return NAMES.has(name) || LIKELY.test(name);
}
