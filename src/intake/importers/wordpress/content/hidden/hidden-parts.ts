// The part of a body that WordPress shows to every visitor.

import { changeOutsideCodeShortcodes } from "../outside-code.js";
import { withoutHiddenBlocks } from "./hidden-blocks.js";
import { withoutHiddenShortcodes } from "./hidden-shortcodes.js";

/** `tell` receives the name of each block and shortcode that is taken out with its content. */
export function withoutHiddenParts(source: string, tell: (name: string) => void = () => undefined): string {
  const withoutBlocks = withoutHiddenBlocks(source, tell);
  // Looking for the shortcodes of code takes longer than most other steps.
  if (!withoutBlocks.includes("[/")) return withoutBlocks;
  return changeOutsideCodeShortcodes(withoutBlocks, (piece) => withoutHiddenShortcodes(piece, tell));
}
