// What the translations of Hexo's tags need to know about the post and its site.
import type { ItemNotices } from "../../item-notices.js";

export interface LinkedPost {
  /** The path on the old site. */
  path: string;
  /** Null if it is unknown or the post is not public. */
  title: string | null;
}

export interface HexoTagContext {
  notices: ItemNotices;
  /** The address of a file beside the post on the old site. */
  assetUrl(name: string): string;
  /** The address of a file or page of the site, which tags may give without a slash at its start. */
  siteUrl(path: string): string;
  /** A post by the part of its address that Hexo calls slug. Null if there is none. */
  post(slug: string): LinkedPost | null;
  /** The text of a file in the folder of code that is included. Null if it cannot be read. */
  includedCode(path: string): string | null;
}

/** Tells what became of a kind of tag whose result differs from that of Hexo. */
export function changedTag(context: HexoTagContext, name: string, reason: string): void {
  context.notices.dropped(`tag ${name}`, reason);
}
