// The rules for a folder of posts without the configuration of a generator: what Jekyll and Hexo agree about, also of their tags, the shortcodes
// of Hugo, whose brackets mean nothing else, and links by the name of a file.
import { wikiKey } from "../../../../platform/markup/dialect/wiki-links.js";
import { postPathOf } from "../../../../platform/markup/page-reference.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { isHtmlFile } from "../html-file.js";
import { translateHugoBody } from "../hugo/hugo-body.js";
import { LIQUID_TAGS } from "../tags/liquid-tags.js";
import { translateTags } from "../tags/translate-tags.js";
import { suffixTranslations } from "./repeated-keys.js";
import { NO_RULES, type SiteRules } from "./site-rules.js";

export function unknownSiteRules(paths: readonly string[]): SiteRules {
  const names = new Set(paths.map((path) => wikiKey(nameOf(path))));
  const refer = (reference: string): string | null => {
    const [, file = "", fragment = ""] = /^([^#]*)(#.*)?$/s.exec(reference) ?? [];
    if (file === "") return fragment === "" ? null : fragment;
    return names.has(wikiKey(nameOf(file))) ? postPathOf(reference) : null;
  };
  const config = new FrontMatterFields();
  return {
    ...NO_RULES,
    fileFolders: ["", "static", "source", "public", "assets"].map((folder) => ({ path: "/", folder })),
    passedOver: (path) =>
      /(?:^|\/)_(?:posts|drafts)\/(?:.*\/)?[_.~#][^/]*$/.test(path)
        ? "Jekyll and Hexo pass over files whose names begin with _"
        : null,
    translationOf: suffixTranslations(paths),
    translate(body, { fields, path }, notices) {
      const text = isHtmlFile(path) ? body : translateTags(body, LIQUID_TAGS, null, notices);
      return translateHugoBody(text, { config, fields, path: null, siteUrl: null, refer }, notices);
    },
  };
}

/** The name of the file or of its bundle, without a date. */
function nameOf(path: string): string {
  return postPathOf(path.replace(/#.*$/s, "")).replace(/^.*\//s, "");
}
