// The tags of Liquid and Nunjucks that Jekyll, Hexo and their themes agree about, for folders without a configuration. All others remain as
// written, because their brackets occur in prose about templates.
import { isPageFile, postPathOf } from "../../../../platform/markup/page-reference.js";
import { alert, codeBlock, embedLink, encodedUrl, markdownLink, picture, quotation } from "./common-tags.js";
import { rawTag } from "./literal-tags.js";
import { argument, block, type TagResult, type TagTranslation, type TemplateTag } from "./tag.js";
import type { TagDialect } from "./translate-tags.js";

type Translation = TagTranslation<null>;

const highlight: Translation = ({ verbatim, words, isInCode }) =>
  verbatim === null || isInCode ? null : codeBlock(verbatim, words[0] ?? null);

const codeblock: Translation = ({ verbatim, written, isInCode }) =>
  verbatim === null || isInCode ? null : codeBlock(verbatim, /\blang:\s{0,9}(\S{1,40})/.exec(written)?.[1] ?? null);

const diagram: Translation = ({ name, verbatim, isInCode }) =>
  verbatim === null || isInCode ? null : codeBlock(verbatim, name);

const post: Translation = (tag) => encodedUrl(postPathOf(argument(tag, "path", "0") ?? ""));

const postLink: Translation = ({ words: [file = "", ...rest] }) => {
  const title = rest.filter((word) => word !== "true" && word !== "false").join(" ");
  return file === "" ? "" : markdownLink(postPathOf(file), title || file);
};

/** Documents and pictures keep their paths. */
const link: Translation = (tag) => {
  const target = argument(tag, "path", "0") ?? "";
  return isPageFile(target) ? encodedUrl(postPathOf(target)) : encodedUrl(`/${target.replace(/^\/+/, "")}`);
};

const image: Translation = ({ words }) => {
  const at = words.findIndex((word) => /[./]/.test(word));
  const title = words.slice(at + 1).filter((word) => !/^\d+(?:px|%)?$/.test(word));
  return at < 0 ? "" : picture(words[at] ?? "", title.join(" "));
};

const embed =
  (kind: string): Translation =>
  (tag) =>
    embedLink(kind, kind === "gist" ? tag.words.slice(0, 2).join("/") : argument(tag, "id", "0"));

const ofContent = (content: string | null, make: (text: string) => TagResult): TagResult =>
  content === null ? "" : make(content);

const quote: Translation = ({ content, written }) => ofContent(content, (text) => quotation(text, written || null));

const inner: Translation = ({ content }: TemplateTag) => ofContent(content, (text) => block(text.trim()));

const entries: readonly (readonly [names: string, Translation])[] = [
  ["raw", rawTag],
  ["highlight", highlight],
  ["codeblock code", codeblock],
  ["mermaid plantuml graphviz markmap echarts", diagram],
  ["post_url post_path", post],
  ["post_link", postLink],
  ["link", link],
  ["asset_path", (tag) => encodedUrl(argument(tag, "0") ?? "")],
  ["asset_img img", image],
  ...["youtube", "vimeo", "gist"].map((name) => [name, embed(name)] as const),
  ["blockquote quote", quote],
  ["note", ({ content, written }) => ofContent(content, (text) => alert(written.split(/\s/)[0] ?? null, null, text))],
  ["notel cq centerquote tabs tab", inner],
  ["include toc assign capture", () => block("")],
];

export const LIQUID_TAGS: TagDialect<null> = {
  syntax: "LIQUID",
  table: new Map(entries.flatMap(([names, translate]) => names.split(" ").map((name) => [name, translate] as const))),
  reads: "OUTSIDE_CODE",
  literal: new Set("raw highlight codeblock code mermaid plantuml graphviz markmap echarts".split(" ")),
  unknown: "KEEP",
  noun: "tag",
};
