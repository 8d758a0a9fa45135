// Translates the body of a page of Zola to the Markdown of this site: links to other files, shortcodes, and addresses relative to the page.
import { absoluteAddresses } from "../../../../platform/markup/dialect/absolute-addresses.js";
import type { ItemNotices } from "../item-notices.js";
import { codeRanges } from "../tags/code-ranges.js";
import { embedLink, picture } from "../tags/common-tags.js";

export interface ZolaBody {
  /** Where the page was. Null if it is not known. */
  path: string | null;
  siteUrl: string | null;
  /** The address of the page that was made from a file below `content`. Null if there is no such page. */
  refer(file: string): string | null;
}

const LINK = /(\]\(\s{0,9}<?|\]:\s{0,9}<?)@\/([^\s()<>#]{1,1000})/g;
const ARGUMENTS = String.raw`\s{0,9}([A-Za-z_][\w]{0,99})\(((?:"[^"]{0,2000}"|'[^']{0,2000}'|[^"'(){}]){0,200})\)\s{0,9}`;
/** A shortcode with a body begins and ends with lines of its own. */
const SHORTCODE = new RegExp(String.raw`\{\{${ARGUMENTS}\}\}|\{%-?${ARGUMENTS}-?%\}|\{%-?\s{0,9}end\s{0,9}-?%\}`, "g");
const ESCAPED = /\{([{%])\/\*(.{0,2000}?)\*\/([%}])\}/gs;
const PICTURE = /\.(?:png|jpe?g|gif|webp|svg|avif)$/i;
const REMOVED = "It was removed; what its template showed is not in the file.";
const KEPT = "Its text was kept without what its template added.";

export function translateZolaBody(body: string, page: ZolaBody, notices: ItemNotices): string {
  const text = outsideOfCode(body, (prose) =>
    prose
      .replace(LINK, (whole, before: string, file: string) => {
        const address = page.refer(file);
        return address === null ? whole : before + address;
      })
      .replace(SHORTCODE, (...match) => shortcode(match as string[], notices))
      .replace(ESCAPED, "{$1$2$3}"),
  );
  return page.path === null ? text : absoluteAddresses(text, "MARKDOWN", { page: page.path, siteUrl: page.siteUrl });
}

function outsideOfCode(body: string, change: (prose: string) => string): string {
  let changed = "";
  let from = 0;
  for (const { start, end } of codeRanges(body)) {
    changed += change(body.slice(from, start)) + body.slice(start, end);
    from = end;
  }
  return changed + change(body.slice(from));
}

function shortcode([, inline, written = "", withBody]: readonly string[], notices: ItemNotices): string {
  const name = inline ?? withBody;
  if (name === undefined) return "";
  if (inline === undefined) {
    notices.dropped(`the shortcode ${name}`, KEPT);
    return "";
  }
  const given = argumentsIn(written);
  const link = embedLink(name, given.get("id") ?? given.get("url") ?? null, given.get("title") ?? null);
  if (link !== null) return `\n\n${link.block}\n\n`;
  const source = [...given.values()].find((value) => PICTURE.test(value));
  if (source !== undefined) return picture(source, given.get("alt") ?? null);
  notices.dropped(`the shortcode ${name}`, REMOVED);
  return "";
}

/** Those that are texts. */
function argumentsIn(written: string): Map<string, string> {
  const found = written.matchAll(/([A-Za-z_]\w{0,99})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/g);
  return new Map([...found].map(([, name = "", double, single]) => [name, double ?? single ?? ""]));
}
