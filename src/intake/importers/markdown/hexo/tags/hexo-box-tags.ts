// Tags of themes that enclose text: notes, tabs, folded text, time lines and quotations of NexT, Butterfly, Volantis and Stellar.
import { alert, codeBlock, disclosure, quotation, titled } from "../../tags/common-tags.js";
import {
  block,
  type TagBlock,
  type TagResult,
  type TagTable,
  type TagTranslation,
  type TemplateTag,
} from "../../tags/tag.js";
import { commaArguments, hexoArguments, separatedArguments } from "./hexo-arguments.js";
import type { HexoTagContext } from "./hexo-tag-context.js";

const KINDS =
  /^(?:default|primary|secondary|info|success|warning|warn|danger|error|done|tip|important|note|quote|bug|todo|flat|modern|simple|disabled|no-icon|fa[srb]?|fa-[\w-]+|icon-padding|blue|red|green|orange|purple|pink|yellow|cyan|gray|grey|light|dark|bolt|bomb|home|message|play|guide|clear|download|up|undo|link|paperclip|radiation|idea|open|close|true|false|(?:color|child|icon|theme):\S*)$/;

export const HEXO_BOX_TAGS: TagTable<HexoTagContext> = new Map<string, TagTranslation<HexoTagContext>>([
  ...["note", "subnote", "tip", "noteblock", "box"].map((name) => [name, note] as const),
  ...["cq", "centerquote", "poetry"].map((name) => [name, plainQuotation] as const),
  ...["tabs", "subtabs", "subsubtabs"].map((name) => [name, parts] as const),
  ...["tab"].map((name) => [name, one] as const),
  ...["timeline", "folders", "grid", "swiper", "navtabs"].map((name) => [name, parts] as const),
  ...["timenode"].map((name) => [name, one] as const),
  ...["folding", "fold", "hideToggle", "hideBlock", "spoiler", "collapse", "toggle", "details"].map(
    (name) => [name, folded] as const,
  ),
  ...["btns", "menu", "submenu", "videos", "table", "blur", "reel", "paper"].map((name) => [name, unwrapped] as const),
  ["flink", linkList],
  ["linkgrid", linkGrid],
  ["lg", linkGrid],
  ["wavedrom", ({ verbatim }) => codeBlock(verbatim ?? "", "wavedrom")],
  [
    "chartjs",
    ({ verbatim }) =>
      codeBlock((verbatim ?? "").replace(/^[ \t]*<!--[ \t]*(?:end)?(?:chart|desc)[ \t]*-->[ \t]*$/gm, ""), "js"),
  ],
  ["score", ({ verbatim }) => codeBlock(verbatim ?? "", "abc")],
  ["mermaid", diagram],
  ["plantuml", diagram],
  ["markmap", diagram],
  ["echarts", diagram],
  ["graphviz", diagram],
  ["flow", diagram],
  ["sequence", diagram],
]);

/** `note [kind] [title]` with an end, or without one `note [title] text` of Stellar and `note [kind], text` of Volantis. */
function note(tag: TemplateTag): TagResult {
  const [first = "", ...others] = separatedArguments(tag.written);
  const isKind = others.length > 0 && first.split(" ").every((word) => word === "" || KINDS.test(word));
  const words = isKind ? [...first.split(" "), others.join(", ")] : hexoArguments(tag.written);
  const kind = words.find((word) => KINDS.test(word) && !STYLES.test(word)) ?? null;
  const texts = words.filter((word) => word !== "" && !KINDS.test(word));
  if (tag.content !== null) return alert(kind, texts.join(" ") || null, tag.content);
  const [title = "", ...rest] = texts;
  return rest.length === 0 ? alert(kind, null, title) : alert(kind, title, rest.join(" "));
}

/** Words about how a box is displayed. */
const STYLES = /^(?:flat|modern|simple|disabled|no-icon|fa|icon-padding)/;

/** The arguments are options of the display. */
function unwrapped({ content, written }: TemplateTag): TagResult {
  const words = hexoArguments(written).filter((word) => /[^\p{ASCII}]/u.test(word));
  return block([words.join(" "), (content ?? "").trim()].filter((part) => part !== "").join("\n\n"));
}

function plainQuotation({ written, content }: TemplateTag): TagResult {
  const words = hexoArguments(written).filter((word) => !/^\w+:/.test(word));
  return quotation(content ?? "", words.join(" ") || null);
}

const PART = /^[ \t]*<!--[ \t]*(tab|timeline|node|folder|cell|item)\b[ \t]*(.*?)[ \t]*-->[ \t]*$/;
const END = /^[ \t]*<!--[ \t]*end(?:tab|timeline|node|folder|cell|item)\b[^>]*-->[ \t]*$/;

/** The parts are between comments, such as `<!-- tab Title@icon -->` and `<!-- endtab -->`. */
function parts({ name: kind, written, content }: TemplateTag): TagBlock {
  const [name = ""] = commaArguments(written);
  const hasHeading = kind === "timeline" && name !== "" && !/^\w+:/.test(name);
  const blocks: string[] = hasHeading ? [`**${name.replaceAll("*", "\\*")}**`] : [];
  let current: { title: string; lines: string[] } = { title: "", lines: [] };
  let count = 0;
  const finish = (): void => {
    const text = current.lines.join("\n").trim();
    if (text !== "" || current.title !== "") blocks.push(titled(current.title || null, text).block);
  };
  for (const line of (content ?? "").split("\n")) {
    const part = line.includes("<!--") ? PART.exec(line) : null;
    if (part !== null) {
      finish();
      count += 1;
      const title = (part[2] ?? "").replace(/@.*$/, "").trim();
      current = { title: title || (part[1] === "tab" && name !== "" ? `${name} ${count}` : ""), lines: [] };
    } else if (line.includes("<!--") && END.test(line)) {
      finish();
      current = { title: "", lines: [] };
    } else current.lines.push(line);
  }
  finish();
  return block(blocks.join("\n\n"));
}

/** One part that has a tag of its own, such as `{% tab Title %}…{% endtab %}`. */
function one({ written, content }: TemplateTag): TagResult {
  return titled(hexoArguments(written.replace(/@.*$/s, "")).join(" ") || null, content ?? "");
}

/** `folding [colour] [open], title` of Volantis, `folding color:x title` of Stellar, `hideToggle title,background,colour` of Butterfly. */
function folded({ name, written, content }: TemplateTag): TagResult {
  if (name.startsWith("hide")) return disclosure(commaArguments(written)[0] || null, content ?? "");
  const words = separatedArguments(written).flatMap((part, at) => (at === 0 ? part.split(" ") : [part]));
  const title = words
    .filter((word) => !KINDS.test(word) && !/^open:/.test(word))
    .join(" ")
    .trim();
  return disclosure(title || null, content ?? "", /(?:^|\s)open(?:\s|,|:true|$)/.test(written));
}

function diagram({ name, verbatim, written }: TemplateTag): TagResult {
  if (verbatim === null) return null;
  const first = name === "mermaid" ? written.trim() : "";
  return codeBlock(
    `${/^[a-z]/i.test(first) ? `${first}\n` : ""}${verbatim.replace(/^[ \t]*\n/, "")}`,
    name === "flow" ? "flowchart" : name,
  );
}

function linkItem(name: string, url: string, text: string): string {
  return `- [${name.replace(/[[\]]/g, "\\$&")}](<${url}>)${text === "" ? "" : ` ${text}`}`;
}

/** A list of links to friends in YAML. */
function linkList({ verbatim }: TemplateTag): TagResult {
  const blocks: string[] = [];
  let entry = new Map<string, string>();
  const flush = (): void => {
    const [link, name, text] = ["link", "name", "descr"].map((key) => entry.get(key));
    if (link !== undefined) blocks.push(linkItem(name ?? link, link, text ?? ""));
    entry = new Map();
  };
  for (const line of (verbatim ?? "").split("\n")) {
    const [, dash = "", key = "", value = ""] = /^\s*(-?)\s*([a-z_]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (dash === "-" || key === "class_name") flush();
    const text = value.replace(/^(["'])(.*)\1$/, "$2");
    if (key === "class_name" && text !== "") blocks.push(`\n**${text}**\n`);
    else if (key === "class_desc" && text !== "") blocks.push(`${text}\n`);
    else if (text !== "") entry.set(key, text);
  }
  flush();
  return block(blocks.join("\n"));
}

/** `name | address | text | picture` on each line. */
function linkGrid({ written, verbatim }: TemplateTag): TagResult {
  const [, delimiter = "|", comment = "%"] = hexoArguments(written);
  const rows = (verbatim ?? "").split("\n").map((line) => line.split(delimiter).map((part) => part.trim()));
  const shown = rows.filter(([name = ""]) => name !== "" && !name.startsWith(comment));
  return block(shown.map(([name = "", url = "", text = ""]) => linkItem(name, url, text)).join("\n"));
}
