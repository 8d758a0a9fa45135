// Completes the body of a post with what WordPress stores elsewhere in the same file: the images of galleries, footnotes, reusable blocks.
import type { WxrItem } from "../wxr/wxr-record.js";
import { ownCopy } from "../wxr/wxr-text.js";
import { hasPassword } from "../wxr-status.js";
import { mediaHtml, picturesHtml } from "./attached-media.js";
import type { AttachmentLibrary } from "./attachment-library.js";
import { linkToFiles } from "./attachment-pages.js";
import { fillBindings } from "./blocks/block-bindings.js";
import { asObject, readAttributes } from "./blocks/block-comments.js";
import { footnotesHtml, linkFootnotes } from "./blocks/block-footnotes.js";
import { showCoreBlocks, withoutCdata } from "./blocks/core-blocks.js";
import { showDynamicBlocks } from "./blocks/dynamic-blocks.js";
import { showEmbedded } from "./embedded-elements.js";
import { withoutHiddenParts } from "./hidden/hidden-parts.js";
import { changeOutsideCode } from "./outside-code.js";
import { ShortcodeTranslator } from "./unknown-shortcodes.js";

const REFERENCE =
  /<!--\s{1,9}wp:(block|footnotes)(?:\s{1,9}(\{[^<>]{0,20000}?\}))?\s{0,9}\/-->|(?<!\[)\[(gallery|playlist)((?:\s[^[\]]{0,2000})?)\](?!\])/g;
/** In UTF-16 units, so that blocks that contain each other many times stay bounded. */
const MAX_ADDED = 1024 * 1024;
const MAX_NOTICES = 20;
const MAX_KEPT = 16 * 1024 * 1024;

/** The reusable blocks of an export by id. WordPress shows them only while they are published without a password. */
export class ReusableBlocks {
  readonly #contents = new Map<string, string>();
  #size = 0;

  add(item: WxrItem): void {
    const { fields } = item;
    const content = fields.get("content:encoded") ?? "";
    const isPublic = fields.get("wp:status")?.trim() === "publish" && !hasPassword(item);
    this.#size += content.length;
    if (isPublic && this.#size <= MAX_KEPT) {
      this.#contents.set(ownCopy(fields.get("wp:post_id")?.trim() ?? ""), ownCopy(content));
    }
  }

  find(id: string): string | undefined {
    return this.#contents.get(id);
  }
}

export interface BodySources {
  attachments: AttachmentLibrary;
  blocks: ReusableBlocks;
}

export interface BodyListeners {
  /** Receives a sentence for the report for each part that is not in the export. */
  note: (reason: string) => void;
  /** Receives the name of each shortcode that is not known. */
  countShortcode: (name: string) => void;
  /** Receives the name of each block that WordPress fills when it shows the page. */
  countBlock: (name: string) => void;
}

/** The body with these parts, and with plain elements for what needs a plugin or a script. */
export function assembleBody(item: WxrItem, sources: BodySources, listeners: BodyListeners): string {
  return new BodyAssembler(item, sources, listeners).run();
}

class BodyAssembler {
  #added = 0;
  readonly #reasons = new Set<string>();
  /** The blocks around the current one; a block cannot contain itself. */
  readonly #open = new Set<string>();

  constructor(
    private readonly item: WxrItem,
    private readonly sources: BodySources,
    private readonly listeners: BodyListeners,
  ) {}

  run(): string {
    const content = withoutCdata(this.item.fields.get("content:encoded") ?? "");
    const body = this.#complete(this.#bound(this.#shownPartOf(content), {}));
    for (const reason of [...this.#reasons].slice(0, MAX_NOTICES)) this.listeners.note(reason);
    const linked = body.includes("footnote-item") ? linkFootnotes(body, this.item.meta.get("footnotes")?.[0]) : body;
    const shortcodes = new ShortcodeTranslator(this.listeners.countShortcode, (attributes) =>
      picturesHtml(attributes, this.sources.attachments),
    );
    const shown = changeOutsideCode(linked, (piece) =>
      shortcodes.translate(showDynamicBlocks(showEmbedded(piece), this.listeners.countBlock)),
    );
    return linkToFiles(shown + shortcodes.footnotes(), (key) => this.sources.attachments.fileOfPage(key));
  }

  #bound(source: string, overrides: Record<string, unknown>): string {
    const fieldOf = (key: string): string | null =>
      key.startsWith("_") ? null : (this.item.meta.get(key)?.[0] ?? null);
    return showCoreBlocks(fillBindings(source, { overrides, fieldOf }));
  }

  #shownPartOf(source: string): string {
    return withoutHiddenParts(source, (name) =>
      this.#reasons.add(`A part of it is not shown to everybody in WordPress (${name}) and was left out.`),
    );
  }

  #complete(source: string): string {
    if (!/wp:block|wp:footnotes|\[gallery|\[playlist/.test(source)) return source;
    return changeOutsideCode(source, (piece) =>
      piece.replace(REFERENCE, (text, block?: string, json?: string, name?: string, attributes?: string) => {
        const html = this.#partOf(block ?? name ?? "", json ?? attributes ?? "");
        this.#added += html.length;
        if (this.#added <= MAX_ADDED) return html;
        this.#reasons.add("Its blocks and galleries are too large and were not added completely.");
        return text;
      }),
    );
  }

  #partOf(name: string, attributes: string): string {
    if (name === "footnotes") return footnotesHtml(this.item.meta.get("footnotes")?.[0]);
    if (name === "block") return this.#blockOf(attributes);
    const postId = this.item.fields.get("wp:post_id")?.trim() ?? "";
    const listing = { name: name === "gallery" ? "gallery" : "playlist", attributes, postId } as const;
    const { html, notice } = mediaHtml(listing, this.sources.attachments);
    if (notice !== null) this.#reasons.add(notice);
    return html;
  }

  #blockOf(attributes: string): string {
    const id = /"ref"\s{0,9}:\s{0,9}"?(\d{1,20})/.exec(attributes)?.[1] ?? "";
    const content = this.sources.blocks.find(id);
    if (content === undefined || this.#open.has(id) || this.#added > MAX_ADDED) {
      this.#reasons.add(
        `It contains a reusable block, number ${id}, that is not in the export or not public and was not imported.`,
      );
      return "";
    }
    this.#open.add(id);
    const overrides = asObject(readAttributes(attributes).content);
    const html = this.#complete(this.#bound(this.#shownPartOf(content), overrides));
    this.#open.delete(id);
    return `\n\n${html}\n\n`;
  }
}
