// Completes the stored HTML of a body while it is read, in one pass over its tags: addresses of assets, absolute URLs, and what the rich profile
// adds to pictures, links, headings, tables and code. It relies on the form in which bodies are serialised: no attribute has a raw `<`, `>`
// or quotation mark, and elements are closed in their order.
import { escapeHtml } from "../../../../platform/markup/tree.js";

/** A picture as it is shown; null is what is not known. */
export interface ShownPicture {
  src: string;
  width: number | null;
  height: number | null;
  srcset: string | null;
  /** The class of a colour that fills the place of the picture until it is loaded. */
  tint: string | null;
}

/** Lengths in pixels that the author wrote. */
export interface WrittenSize {
  width: number | null;
  height: number | null;
}

export interface HtmlPass {
  isRich: boolean;
  /** The URL of a link, or of a file that is shown. */
  urlOf(url: string, isShown: boolean): string;
  pictureOf(url: string, size: WrittenSize): ShownPicture;
  /** Of a fragment of the page itself. */
  fragmentUrl(fragment: string): string;
}

const TAG = /<(\/?)(img|a|audio|video|source|table|pre|math|h[1-6])((?: [^<>]*)?)>/g;
const ATTRIBUTE = / ([a-z-]+)(?:="([^"]*)")?/g;
const URL_ATTRIBUTES = new Set(["href", "src", "poster"]);
const ENTITIES: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' };
/** The measure of a text in the stylesheet, in pixels: pictures are rarely shown wider. */
const MEASURE = 720;

export function completedHtml(html: string, pass: HtmlPass): string {
  const tags = new TagCompleter(pass);
  return html.replace(TAG, (tag, slash: string, name: string, attributes: string) =>
    slash === "" ? tags.opening(tag, name, attributes) : tags.closing(tag, name),
  );
}

const unescaped = (value: string): string =>
  value.includes("&") ? value.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity] ?? entity) : value;

class TagCompleter {
  #pictures = 0;
  /** Open links: one in another would end it. */
  #links = 0;
  #anchor = "";
  /** Whether the open formula stands on lines of its own. */
  #isDisplayed = false;

  constructor(private readonly pass: HtmlPass) {}

  opening(tag: string, name: string, attributes: string): string {
    const { isRich } = this.pass;
    if (name === "a") this.#links += 1;
    if (name === "img") return isRich ? this.#picture(attributes) : `<img${this.#withUrls(attributes)}>`;
    if (name === "table") return isRich ? `<div class="table-scroll" tabindex="0">${tag}` : tag;
    if (name === "pre") return isRich ? `<pre class="code-block"${attributes} tabindex="0">` : tag;
    if (name === "math") return this.#formula(tag, attributes);
    if (name.startsWith("h")) {
      this.#anchor = / id="([^"]+)"/.exec(attributes)?.[1] ?? "";
      return tag;
    }
    const urls = this.#withUrls(attributes);
    return `<${name}${isRich && name === "a" ? urls.replace(' rel="noopener"', ' rel="noopener external"') : urls}>`;
  }

  closing(tag: string, name: string): string {
    if (name === "a") this.#links -= 1;
    if (!this.pass.isRich) return tag;
    if (name === "table") return `${tag}</div>`;
    if (name === "math") return this.#isDisplayed ? `${tag}</span>` : tag;
    if (!name.startsWith("h") || this.#anchor === "" || this.#links > 0) return tag;
    const href = escapeHtml(this.pass.fragmentUrl(`#${unescaped(this.#anchor)}`));
    return `<a class="heading-anchor" href="${href}" tabindex="-1" aria-hidden="true"></a>${tag}`;
  }

  #formula(tag: string, attributes: string): string {
    this.#isDisplayed = attributes !== "";
    return this.pass.isRich && this.#isDisplayed ? `<span class="formula-scroll" tabindex="0">${tag}` : tag;
  }

  #withUrls(attributes: string): string {
    return attributes.replace(ATTRIBUTE, (attribute, name: string, value: string | undefined) => {
      if (value === undefined || !URL_ATTRIBUTES.has(name)) return attribute;
      return ` ${name}="${escapeHtml(this.pass.urlOf(unescaped(value), name !== "href"))}"`;
    });
  }

  #picture(written: string): string {
    const attributes: [name: string, value: string][] = Array.from(written.matchAll(ATTRIBUTE), ([, name, value]) => [
      name ?? "",
      unescaped(value ?? ""),
    ]);
    const given = new Map(attributes);
    const size = { width: pixels(given.get("width")), height: pixels(given.get("height")) };
    const { src, width, height, srcset, tint } = this.pass.pictureOf(given.get("src") ?? "", size);
    const shown = new Map(given).set("src", src);
    if (width !== null && height !== null) shown.set("width", String(width)).set("height", String(height));
    if (srcset !== null) shown.set("srcset", srcset).set("sizes", sizesOf(width));
    if (this.#pictures++ > 0) shown.set("loading", "lazy");
    shown.set("decoding", "async");
    if (tint !== null) shown.set("class", tint);
    return `<img${[...shown].map(([name, value]) => ` ${name}="${escapeHtml(value)}"`).join("")} />`;
  }
}

function sizesOf(width: number | null): string {
  const shown = `${Math.min(width ?? MEASURE, MEASURE)}px`;
  return `(min-width: ${shown}) ${shown}, 100vw`;
}

/** Authors write all kinds of lengths; only whole pixels say how large the picture is. */
const pixels = (value: string | undefined): number | null =>
  value !== undefined && /^[1-9]\d{0,4}(?:px)?$/.test(value) ? Number.parseInt(value, 10) : null;
