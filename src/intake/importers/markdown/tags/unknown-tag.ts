// Keeps what a tag of an unknown kind says: the pictures, links and words in its arguments become plain elements, and its content stays.

import { markdownLink, picture } from "./common-tags.js";
import { block, type TagBlock, type TemplateTag } from "./tag.js";

const PICTURE_NAMES =
  /^(?:src|source|image|images?url|img|imgsrc|picture|photo|cover|poster|thumb(?:nail)?|banner|data-src|file|path)$/;
const LINK_NAMES = /^(?:href|url|link|linkurl|permalink|target|to|repo|website|site|video|audio|src|source|file|path)$/;
const WORD_NAMES =
  /^(?:title|caption|subtitle|heading|header|summary|text|label|desc|description|content|body|message|quote|author|cite|name|alt|button|footer|note|details)$/;
const PICTURE_TAG = /ima?ge?|pic(?:ture)?|photo|fig(?:ure)?|lightbox|screenshot/i;
const PICTURE = /\.(?:png|jpe?g|gif|webp|svg|avif|bmp)(?:[?#].*)?$/i;
const ADDRESS = /^(?:https?:)?\/\/\S+$|^mailto:\S+$/i;
const PATH =
  /^(?:\/|\.\.?\/)[^\s]+$|^[^\s]+\.(?:html?|md|pdf|zip|mp[34]|webm|ogg|json|csv|xml|txt|ya?ml|docx?|xlsx?|pptx?)$/i;

/** `isInLine`: there is text before the tag in its line, so that short elements stay in the line. */
export function plainElements(tag: TemplateTag, isInLine = false): string | TagBlock {
  const values = [
    ...[...tag.named].map(([name, value]) => ({ name, value })),
    ...tag.words.map((value) => ({ name: "", value })),
  ];
  const given = values.map(({ name, value }) => ({ name, value: value.trim() })).filter(({ value }) => value !== "");
  if (tag.isInUrl) return given.find(({ value }) => isUrl(value))?.value ?? "";
  const pictures = given.filter(({ name, value }) => isPicture(name, value));
  const links = given.filter((item) => !pictures.includes(item) && isLink(item.name, item.value));
  const isPlace = ({ name }: { name: string }): boolean => /^(?:alt|name)$/.test(name);
  const words = given.filter(
    (item) => !pictures.includes(item) && !links.includes(item) && isWords(item.name, item.value),
  );
  const content = tag.content ?? "";
  const alt = given.find(isPlace)?.value ?? "";
  // The title of one picture is shown with it, and says what it shows if nothing else does.
  const isOnePicture = PICTURE_TAG.test(tag.name) && pictures.length === 1 && content.trim() === "";
  const title = isOnePicture ? words.find(({ name }) => name === "title") : undefined;
  const shownPictures = pictures.map(({ value }) => picture(value, alt || (title?.value ?? ""), title?.value ?? null));
  const visible = pictures.length > 0 ? words.filter((item) => !isPlace(item) && item !== title) : words;
  const parts = shownPictures;
  if (links.length > 0) {
    const isLabel = content.trim() !== "" && !/\n\s*\n|^\s*[#>|*-]|```/.test(content.trim());
    const label = isLabel ? content.trim() : (visible[0]?.value ?? null);
    const rest = isLabel ? visible : visible.slice(1);
    parts.push(
      ...rest.map(({ value }) => value),
      ...links.map(({ value }, at) => markdownLink(value, at === 0 ? label : null)),
    );
    if (!isLabel) parts.push(content);
  } else {
    const isTitle = content.trim() !== "";
    parts.push(...visible.map(({ value }) => (isTitle ? `**${value.replaceAll("*", "\\*")}**` : value)), content);
  }
  const shown = parts.filter((part) => part.trim() !== "").map((part) => part.replace(/^(?:[ \t]*\n)+|\s+$/g, ""));
  const isShort = shown.every((part) => !part.includes("\n"));
  return isShort && (shown.length < 2 || isInLine) ? shown.join(" ").trim() : block(shown.join("\n\n"));
}

const isUrl = (value: string): boolean => ADDRESS.test(value) || PATH.test(value) || value.startsWith("#");

function isPicture(name: string, value: string): boolean {
  if (/\s/.test(value) && !/^(?:https?:|\/)/.test(value)) return false;
  return (
    PICTURE.test(value) ||
    (PICTURE_NAMES.test(name) && /image|img|photo|picture|cover|poster/.test(name) && isUrl(value))
  );
}

function isLink(name: string, value: string): boolean {
  return ADDRESS.test(value) || ((LINK_NAMES.test(name) || name === "") && isUrl(value));
}

/** An argument without a name is mostly an option, unless it is a sentence or is not written in Latin letters. */
function isWords(name: string, value: string): boolean {
  if (
    /^(?:true|false|yes|no|on|off|none|auto|left|right|center|\d+(?:\.\d+)?(?:px|%|em|rem|vw|vh)?|#[\da-f]{3,8})$/i.test(
      value,
    )
  )
    return false;
  if (name === "") return /\s/.test(value) || /[^\p{ASCII}]/u.test(value);
  return WORD_NAMES.test(name);
}
