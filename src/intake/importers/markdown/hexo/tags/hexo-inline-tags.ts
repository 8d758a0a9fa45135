// Tags of themes and plug-ins within a line or without an end: buttons, labels, videos, music, pictures and formatted words.
import { displayFormula, embedLink, figure, markdownLink, picture } from "../../tags/common-tags.js";
import { block, type TagResult, type TagTable, type TagTranslation, type TemplateTag } from "../../tags/tag.js";
import { commaArguments, hexoArguments, separatedArguments } from "./hexo-arguments.js";
import type { HexoTagContext } from "./hexo-tag-context.js";

type Translation = TagTranslation<HexoTagContext>;
const ADDRESS = /^(?:https?:)?\/\/\S+$|^\/\S*$|^#|^mailto:|\.(?:html?|pdf|zip)$/i;

export const HEXO_INLINE_TAGS: TagTable<HexoTagContext> = new Map<string, Translation>([
  ...["btn", "button", "cell", "menuitem"].map((name) => [name, button] as const),
  ["label", label],
  ["ghcard", githubCard],
  ...["caniuse", "can"].map((name) => [name, caniuse] as const),
  ...["grouppicture", "gp", "gallery", "gallerygroup", "galleries", "banner"].map((name) => [name, pictures] as const),
  ["galleryGroup", galleryGroup],
  ...["inlineImg", "inlineimage"].map((name) => [name, inlineImage] as const),
  ["hideInline", ({ written }) => commaArguments(written)[0] ?? ""],
  ...["checkbox", "radio"].map((name) => [name, checkbox] as const),
  ...["youtube", "vimeo", "bilibili", "dailymotion", "youku", "acfun", "codepen"].map((name) => [name, video] as const),
  ["youtuber", ({ written }) => embedLink("youtube", lastId(written))],
  ["jsfiddle", ({ written }) => embedLink("jsfiddle", hexoArguments(written)[0] ?? null)],
  ["gist", ({ written }) => embedLink("gist", hexoArguments(written)[0] ?? null)],
  ...["twitter", "tweet"].map((name) => [name, tweet] as const),
  ...["video", "videojs", "dplayer", "audio", "pdf", "mp4"].map((name) => [name, media] as const),
  ...["aplayer", "meting", "aplayerlist"].map((name) => [name, music] as const),
  [
    "aplayerlrc",
    (tag, context) => block(`${asText(music(tag, context))}\n\n${(tag.content ?? "").replace(/\[[\d:.]+\]/g, "")}`),
  ],
  ...["u", "emp", "wavy", "del", "kbd", "psw", "mark", "sup", "sub", "hashtag"].map((name) => [name, words] as const),
  ...["span", "p"].map((name) => [name, styled] as const),
  [
    "copy",
    ({ written }) =>
      `\`${hexoArguments(written)
        .filter((word) => !/^(?:git|prefix):/.test(word))
        .join(" ")
        .replaceAll("`", "")}\``,
  ],
  ...["math", "katex"].map(
    (name) =>
      [
        name,
        ({ verbatim, written }: TemplateTag) => (verbatim === null ? `$${written.trim()}$` : displayFormula(verbatim)),
      ] as const,
  ),
  ...["quot"].map((name) => [name, ({ written }: TemplateTag) => block(`## ${plain(written)}`)] as const),
  ...[
    "toc",
    "more",
    "series",
    "icon",
    "emoji",
    "mbti",
    "vote",
    "rating",
    "friends",
    "users",
    "sites",
    "posters",
    "albums",
    "about",
    "navbar",
  ].map((name) => [name, withoutText] as const),
]);

/** `btn url, text, icon, title` of NexT and Butterfly, and `btn options::text::url::icon` of Volantis. */
function button({ written }: TemplateTag, { siteUrl }: HexoTagContext): TagResult {
  if (/^(?:hr|样式参数)?$/.test(written.trim())) return "";
  const parts = separatedArguments(written);
  const words = parts.length === 1 ? hexoArguments(written) : parts;
  const url = words.find((part) => ADDRESS.test(part)) ?? (written.includes("::") ? null : words[0]);
  const text = words.find(
    (part) =>
      part !== url &&
      part !== "" &&
      !/^(?:fa[srb]? |fas?-|regular|center|large|outline)/.test(part) &&
      part !== words.find((other) => /^fa/.test(other)),
  );
  if (url === undefined || url === null || url === "") return text ?? "";
  return markdownLink(siteUrl(url), text ?? null);
}

/** `label [colour]@text` of NexT, and `label text [colour]` of Butterfly. */
function label({ written }: TemplateTag): TagResult {
  const at = written.indexOf("@");
  const text = at < 0 ? (hexoArguments(written)[0] ?? "") : written.slice(at + 1).trim();
  return text === "" ? "" : `<mark>${text}</mark>`;
}

function caniuse({ written }: TemplateTag): TagResult {
  const [feature = ""] = written.trim().split(/\s*@/);
  return /^[\w.-]+$/.test(feature)
    ? block(markdownLink(`https://caniuse.com/${feature}`, `Can I use ${feature}?`))
    : null;
}

/** The pictures that it encloses are Markdown, apart from JSON in some themes. */
function pictures({ content, written }: TemplateTag): TagResult {
  if (content !== null) return block(content.trim());
  const url = commaArguments(written).find((part) => ADDRESS.test(part));
  return url === undefined ? null : block(markdownLink(url));
}

function galleryGroup({ written }: TemplateTag, { siteUrl }: HexoTagContext): TagResult {
  const [name = "", text = "", url = "", image = ""] = hexoArguments(written).map((part) => part.replace(/^'|'$/g, ""));
  return figure({
    src: siteUrl(image),
    alt: name,
    caption: [name, text].filter((part) => part !== "").join(" — "),
    link: siteUrl(url),
  });
}

function inlineImage({ written }: TemplateTag, { siteUrl }: HexoTagContext): TagResult {
  const [src = ""] = separatedArguments(written)[0]?.split(" ") ?? [];
  return src === "" ? null : picture(siteUrl(src), "");
}

function githubCard({ written }: TemplateTag): TagResult {
  const [name = ""] = separatedArguments(written)[0]?.split(" ") ?? [];
  return /^[\w.-]+(?:\/[\w.-]+)?$/.test(name) ? block(markdownLink(`https://github.com/${name}`, name)) : null;
}

const CHECKBOX_OPTIONS =
  /^(?:(?:red|green|yellow|cyan|blue|plus|minus|times|checked|(?:color|symbol|checked):\w+)(?=[\s,:]|$)[ ,:]*)+/;

function checkbox({ written }: TemplateTag): TagResult {
  const text = plain(written).replace(CHECKBOX_OPTIONS, "").replace(/^::/, "").trim();
  const isChecked = /(?:^|\s)checked(?::true|[\s,]|$)/.test(written);
  return block(`- [${isChecked ? "x" : " "}] ${text}`);
}

function video({ name, written }: TemplateTag): TagResult {
  return embedLink(name, lastId(written));
}

/** Some plug-ins have the kind before the id, and options with a colon. */
function lastId(written: string): string | null {
  const ids = hexoArguments(written).filter((word) => !/^\w+[:=]/.test(word) || /^https?:/.test(word));
  return (
    ids.find((id) => id !== "video" && id !== "playlist") ??
    hexoArguments(written)
      .map((word) => /^(?:id|bvid|aid)[:=](.+)$/.exec(word)?.[1])
      .find((id) => id !== undefined) ??
    null
  );
}

function tweet({ written }: TemplateTag): TagResult {
  const [first = ""] = hexoArguments(written);
  return embedLink("tweet", /^\d+$/.test(first) ? `i/status/${first}` : first);
}

/** `video url`, `dplayer "url=https://…" "pic=…"`, `pdf url`. */
function media({ written }: TemplateTag, { siteUrl }: HexoTagContext): TagResult {
  const options = new Map(
    hexoArguments(written).flatMap((word) => {
      const [, key, value = ""] = /^(\w+)=(.*)$/s.exec(word) ?? [];
      return key === undefined ? [] : [[key, value] as const];
    }),
  );
  const [first = ""] = commaArguments(written)
    .flatMap((part) => part.split(" "))
    .filter((part) => !/^\w+=/.test(part));
  const url = options.get("url") ?? options.get("src") ?? first;
  if (url === "") return null;
  return block(markdownLink(siteUrl(url), options.get("title") ?? null));
}

/** `aplayer "title" "author" "url" ["cover"]`; `meting "id" "netease" "song"`. */
function music({ name, written, content }: TemplateTag, { siteUrl }: HexoTagContext): TagResult {
  const [title = "", author = "", url = ""] = hexoArguments(written);
  if (name === "meting") return block(MUSIC_SITES[author]?.(title, url) ?? `${author} ${title}`);
  if (name === "aplayerlist") return block(content ?? "");
  return block(markdownLink(siteUrl(url), [title, author].filter((part) => part !== "").join(" – ")));
}

const MUSIC_SITES: Readonly<Record<string, (id: string, kind: string) => string>> = {
  netease: (id, kind) => markdownLink(`https://music.163.com/#/${kind || "song"}?id=${id}`),
  tencent: (id) => markdownLink(`https://y.qq.com/n/ryqq/songDetail/${id}`),
  xiami: (id) => markdownLink(`https://www.xiami.com/song/${id}`),
};

const HTML_NAMES: Readonly<Record<string, string>> = {
  u: "u",
  del: "del",
  kbd: "kbd",
  mark: "mark",
  sup: "sup",
  sub: "sub",
};

function words({ name, written }: TemplateTag): TagResult {
  const text = plain(written).replace(/^(?:color|link):\S+\s*|\s+(?:color|link):\S+/g, "");
  const tag = HTML_NAMES[name];
  return tag === undefined ? text : `<${tag}>${text}</${tag}>`;
}

/** `span red, text` and `p center logo large, text`. */
function styled({ name, written }: TemplateTag): TagResult {
  const parts = separatedArguments(written);
  const text = parts.length > 1 ? parts.slice(1).join(", ") : plain(written);
  return name === "p" ? block(text) : text;
}

/** Tags whose content a theme makes at the time of the build. */
function withoutText({ name, written, content }: TemplateTag, { notices }: HexoTagContext): TagResult {
  if (!/^(?:toc|more|icon|emoji)$/i.test(name))
    notices.dropped(`tag ${name}`, "The theme makes its content, so that it was removed.");
  return content === null ? "" : block([plain(written), content].filter((part) => part.trim() !== "").join("\n\n"));
}

const plain = (written: string): string => hexoArguments(written).join(" ");

const asText = (result: TagResult): string =>
  result === null ? "" : typeof result === "string" ? result : result.block;
