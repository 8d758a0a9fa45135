// Resolves references to the file of another post: `{{< ref "posts/x.md" >}}`, `{% post_url 2016-07-26-x %}` and `[x](../x.md)` all mean
// the post that was imported from that file.
import { decodePercent } from "../../lib/text.js";
import { normaliseSlug, slugFrom } from "./slug.js";

/** The path prefix of all posts, whatever folder their file is in. */
export const POST_PREFIX = "/posts/";

/** The path of the post from a file, with the fragment of the reference. Only the fragment if there is no file, as in `#part`. */
export function postPathOf(reference: string): string {
  const hash = reference.indexOf("#");
  const file = hash < 0 ? reference : reference.slice(0, hash);
  const fragment = hash < 0 ? "" : reference.slice(hash);
  const name = file
    .replace(/[?].*$/s, "")
    .replace(/\/+$/, "")
    .replace(/\.(?:md|markdown|mdown|html)$/i, "")
    .replace(/(^|\/)_?index(?:\.[a-z]{2}(?:-[a-z]+)?)?$/i, "$1")
    .replace(/\/+$/, "")
    .replace(/^.*\//s, "")
    .replace(/^\d{4}-\d{1,2}-\d{1,2}-(?=.)/, "");
  if (name === "" || name === "." || name === "..") return fragment;
  return POST_PREFIX + (normaliseSlug(name) ?? slugFrom(decodePercent(name))) + fragment;
}

const RELATIVE_FILE = /^(?![a-z][a-z0-9+.-]*:|\/\/)[^?#]+\.(?:md|markdown)(?:#.*)?$/i;

/** Whether the URL is a relative path to a Markdown file. */
export function isPageFile(url: string): boolean {
  return RELATIVE_FILE.test(url);
}
