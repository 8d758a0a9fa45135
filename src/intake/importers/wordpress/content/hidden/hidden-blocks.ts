// Blocks that WordPress does not show to every visitor: hidden in the editor, for members, or under conditions that an export cannot decide.
// They are taken out of a body with what they contain.
import {
  asObject,
  type BlockComment,
  blockCommentsOf,
  closingIndex,
  readAttributes,
} from "../blocks/block-comments.js";

/** What follows this block is for subscribers. */
const PAYWALL = "jetpack/paywall";
const FOR_MEMBERS =
  /(?:^|[/-])(?:subscriber-view|membership|members?-only|restrict(?:ed)?(?:-content)?|content-restriction|private(?:-content)?|protected(?:-content)?|logged-in(?:-content)?)$/;
/** For visitors without an account, and so for everybody. */
const FOR_OTHERS = /(?:non|not)[-_]?member|logged[-_]?out|guest/i;
const HINT =
  /wp:[\w/-]*(?:paywall|subscriber|member|restrict|private|protected|logged)|isib|estrict|oggedIn|oggedOut|oginStatus/;

/** `tell` receives the name of each block that is taken out. */
export function withoutHiddenBlocks(source: string, tell: (name: string) => void): string {
  if (!source.includes("<!--") || !HINT.test(source)) return source;
  const comments = blockCommentsOf(source);
  let kept = "";
  let copiedUpTo = 0;
  for (let index = 0; index < comments.length; index += 1) {
    const comment = comments[index];
    if (comment === undefined || comment.kind === "closing") continue;
    if (comment.name === PAYWALL) {
      tell(`the block ${PAYWALL}`);
      return kept + source.slice(copiedUpTo, comment.start);
    }
    if (!isHiddenBlock(comment)) continue;
    tell(`the block ${comment.name}`);
    kept += source.slice(copiedUpTo, comment.start);
    const isClosed = comment.kind === "void";
    index = isClosed ? index : closingIndex(comments, index);
    copiedUpTo = comments[index]?.kind === "opening" ? source.length : (comments[index]?.end ?? source.length);
  }
  return kept + source.slice(copiedUpTo);
}

function isHiddenBlock({ name, json }: BlockComment): boolean {
  const attributes = readAttributes(json);
  // Attributes that cannot be read may hide the block.
  if (json !== "" && Object.keys(attributes).length === 0 && HINT.test(json)) return true;
  if (FOR_MEMBERS.test(name) && !isForOthers(json)) return true;
  return (
    isHiddenByEditor(asObject(attributes.metadata).blockVisibility) ||
    isHiddenByConditions(asObject(attributes.blockVisibility)) ||
    isHiddenByPlugin(attributes)
  );
}

/** Levels of memberships of which the only one is 0 are for those who have none. */
function isForOthers(json: string): boolean {
  return FOR_OTHERS.test(json) || /"levels"\s{0,9}:\s{0,9}\[\s{0,9}"?0"?\s{0,9}\]/.test(json);
}

/** WordPress itself: `false`, or false for each kind of screen. */
function isHiddenByEditor(visibility: unknown): boolean {
  if (visibility === false) return true;
  const screens = Object.values(asObject(asObject(visibility).viewport));
  return screens.length >= 3 && screens.every((isShown) => isShown === false);
}

/** The plugin Block Visibility: conditions other than the size of the screen and the absence of an account cannot be decided. */
function isHiddenByConditions(visibility: Record<string, unknown>): boolean {
  if (visibility.hideBlock === true) return true;
  const older = visibility.visibilityByRole;
  if (typeof older === "string" && !isPublicRole(older)) return true;
  const sets = Array.isArray(visibility.controlSets) ? visibility.controlSets : [];
  return sets.some((set) => {
    if (asObject(set).enable === false) return false;
    const controls = asObject(asObject(set).controls);
    return Object.entries(controls).some(([name, control]) => {
      if (name === "screenSize") return false;
      return name !== "userRole" || !isPublicRole(asObject(control).visibilityByRole);
    });
  });
}

function isPublicRole(role: unknown): boolean {
  return role === "all" || role === "public" || role === "logged-out";
}

/** Ultimate Member, LifterLMS and Block Control. */
function isHiddenByPlugin(attributes: Record<string, unknown>): boolean {
  const { um_is_restrict, um_who_access, llms_visibility, loginStatus, hideLoggedOut } = attributes;
  if (um_is_restrict === true && String(um_who_access ?? "") !== "0") return true;
  if (typeof llms_visibility === "string" && !["", "all", "logged_out", "not_enrolled"].includes(llms_visibility))
    return true;
  return (
    hideLoggedOut === true || attributes.onlyLoggedIn === true || loginStatus === "logged-in" || loginStatus === "login"
  );
}
