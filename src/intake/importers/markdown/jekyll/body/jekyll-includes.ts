// `{% include figure.html src="a.png" caption="…" %}`: includes are programs of a theme. Those whose name and arguments are common become
// what they show; of others, the texts, links and pictures in the arguments remain.
import { type FieldValue, isFieldMap, lineOf, listOf } from "../../front-matter/field-value.js";
import { FrontMatterFields } from "../../front-matter/front-matter-fields.js";
import { alert, embedLink, figure } from "../../tags/common-tags.js";
import { argument, block, type TagResult, type TagTranslation, type TemplateTag } from "../../tags/tag.js";
import { plainElements } from "../../tags/unknown-tag.js";
import type { JekyllTagContext } from "./jekyll-tags.js";
import { type LiquidScope, liquidText } from "./liquid-values.js";

const PICTURES =
  /^(?:figure|fig|image|img|picture|photo|image-caption|image_caption|captioned-image|responsive-image)s?$/;
const BOXES = /^(?:note|tip|warning|important|caution|danger|info|alert|callout|notice|success|error|hint|message)s?$/;
const VIDEOS =
  /^(?:youtube|vimeo|bilibili|twitch|dailymotion|gist|tweet|twitter|spotify|codepen|youtube-?player|video)$/;
/** Includes that show no text of the post. */
const FURNITURE =
  /^(?:toc|table-of-contents|share|comments?|disqus|ads?|adsense|analytics|mathjax|math|katex|mermaid)$/;

export const includeTag: TagTranslation<JekyllTagContext> = (written, context) => {
  const [file = "", ...words] = written.words;
  const tag: TemplateTag = { ...written, words, named: resolvedArguments(written, context.scope) };
  const name = (file.split("/").at(-1) ?? "").replace(/\.\w{1,10}$/, "").toLowerCase();
  const known = knownInclude(name, tag, context);
  if (known !== null) return known;
  const isFurniture = FURNITURE.test(name);
  context.notices.dropped(
    `include ${file.slice(0, 60)}`,
    isFurniture
      ? "It shows no text of the post and was removed."
      : "It is a program of the theme; the texts, links and pictures in its arguments were kept.",
  );
  return isFurniture ? "" : plainElements(tag);
};

function knownInclude(name: string, tag: TemplateTag, { scope, notices }: JekyllTagContext): TagResult {
  const src = argument(tag, "src", "image_path", "url", "image", "path", "file", "img", "name");
  if (name === "gallery") return gallery(tag, scope);
  if (PICTURES.test(name) && src !== null) {
    const caption = argument(tag, "caption", "description", "text");
    const link = argument(tag, "link", "href", "popup");
    const linked = link !== null && /^(?:https?:\/\/|\/)/.test(link) ? link : null;
    const title = argument(tag, "title");
    return figure({ src, alt: argument(tag, "alt") ?? title, caption: caption ?? title, link: linked });
  }
  const content = argument(tag, "content", "text", "message", "body");
  if (BOXES.test(name) && content !== null) {
    const kind = argument(tag, "type", "kind", "class", "level");
    return alert(kind ?? name.replace(/s$/, ""), argument(tag, "title", "header"), content);
  }
  if (!VIDEOS.test(name)) return null;
  const provider =
    argument(tag, "provider") ?? name.replace(/^youtube-?player$/, "youtube").replace("twitter", "tweet");
  const id = argument(tag, "id", "src", "url", "video", "video_id", "youtube_id", "code", "0");
  const link = embedLink(provider.toLowerCase(), id, argument(tag, "title"));
  if (link === null && id !== null) notices.dropped(`include ${name}`, "The address of what it shows is not known.");
  return link;
}

/** `caption=page.title` names a variable. */
function resolvedArguments({ named }: TemplateTag, scope: LiquidScope): ReadonlyMap<string, string> {
  const values = [...named].map(([name, value]): [string, string] => {
    const isVariable = /^(?:page|site)\.[\w.-]+$/.test(value) || scope.variables.has(value);
    return [name, isVariable ? (liquidText(value, scope) ?? "") : value];
  });
  return new Map(values);
}

/** minimal-mistakes: `gallery: [{ url, image_path, alt, title }]` in the front matter. */
function gallery(tag: TemplateTag, { fields }: LiquidScope): TagResult {
  const items = listOf(fields.first(argument(tag, "id") ?? "gallery"));
  const figures = items.flatMap((item: FieldValue) => {
    const details = new FrontMatterFields(isFieldMap(item) ? item : new Map([["image_path", item]]));
    const src = lineOf(details.first("image_path", "src", "path")) ?? lineOf(details.first("url"));
    const [alt, caption] = [lineOf(details.first("alt")), lineOf(details.first("title", "caption"))];
    return src === null ? [] : [figure({ src, alt, caption, link: lineOf(details.first("url")) }).block];
  });
  if (figures.length === 0) return null;
  const caption = argument(tag, "caption");
  return block([...figures, ...(caption === null ? [] : [caption])].join("\n\n"));
}
