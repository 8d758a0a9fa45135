// Maps the items of an export to events, each by its type, and reports what could not be imported.
import { DroppedKinds } from "../dropped-kinds.js";
import type { ImportEvent, ImportNotice } from "../import-event.js";
import { readAttachment } from "./items/attachment-mapper.js";
import { readComments } from "./items/comment-mapper.js";
import { type FactsReader, readFacts } from "./items/item-facts.js";
import { ItemReport, nameOfItem } from "./items/item-report.js";
import { MenuBuilder } from "./items/menu-builder.js";
import { pageOf } from "./items/page-mapper.js";
import { postOf } from "./items/post-mapper.js";
import type { MapperResources, WordPressOptions } from "./items/wxr-resources.js";
import { ItemKeys } from "./wxr/wxr-item-index.js";
import type { WxrItem } from "./wxr/wxr-record.js";
import { ownCopy } from "./wxr/wxr-text.js";

export class WxrMapper {
  readonly #keys: ItemKeys;
  readonly #reader: FactsReader;
  readonly #dropped = new DroppedKinds();
  /** The titles of the posts and pages that menus lead to, by number. */
  readonly #titles = new Map<string, string>();
  readonly #leftOut = new Map<string, number>();

  constructor(
    private readonly resources: MapperResources,
    private readonly options: WordPressOptions,
  ) {
    this.#keys = new ItemKeys(resources.siteUrls, options.pages === "drafts" ? "post" : "page");
    const untitled = /^zh\b/i.test(resources.survey.head.get("language") ?? "") ? "无题" : "(untitled)";
    this.#reader = { resources, dropped: this.#dropped, untitled };
  }

  /** The events of one item. None for items that the survey has counted. */
  map(item: WxrItem): ImportEvent[] {
    switch ((item.fields.get("wp:post_type") ?? "post").trim()) {
      case "post":
        return this.#mapText(item, "post");
      case "page":
        return this.#mapText(item, this.options.pages === "drafts" ? "drafted page" : "page");
      case "attachment":
        return this.#mapAttachment(item);
      default:
        return [];
    }
  }

  /** To be called after the last item: the menus, and what was counted. */
  finish(): ImportEvent[] {
    const titleOf = (id: string): string | undefined => this.#titles.get(id);
    const { menus } = this.resources.survey;
    const builder = new MenuBuilder(menus, { titleOf, resources: this.resources });
    const events: ImportEvent[] = builder.menus().map((menu) => ({ kind: "menu", menu }));
    if (menus.leftOut > 0) this.#leftOut.set("menu items of no menu", menus.leftOut);
    for (const [what, count] of this.#leftOut) events.push({ kind: "counted", what, count });
    const notices: ImportNotice[] = [...builder.notices, ...this.#dropped.notices()];
    return [...events, ...notices.map((notice): ImportEvent => ({ kind: "notice", notice }))];
  }

  #mapText(item: WxrItem, as: "post" | "page" | "drafted page"): ImportEvent[] {
    const report = new ItemReport(item);
    const isDraftedPage = as === "drafted page";
    const keys = this.#keys.of(as === "post" ? "post" : "page");
    const facts = readFacts(item, { reader: this.#reader, keys, isDraftedPage }, report);
    if (facts === null) return report.complete();
    const id = item.fields.get("wp:post_id")?.trim() ?? "";
    if (this.resources.survey.menus.wanted.has(id)) this.#titles.set(id, ownCopy(facts.title));
    const kind = as === "page" ? "page" : "post";
    const comments = readComments(
      item,
      { kind, key: facts.key },
      { offsets: this.resources.survey.offsets, leaveOut: (what) => this.#countLeftOut(what) },
    ).map((comment): ImportEvent => ({ kind: "comment", comment }));
    const event: ImportEvent =
      kind === "page"
        ? { kind, page: pageOf(item, facts, this.resources) }
        : { kind, post: postOf(item, facts, this.resources, report), origin: report.origin() };
    return report.complete(event, ...comments);
  }

  #mapAttachment(item: WxrItem): ImportEvent[] {
    const identity = this.#keys.of("attachment").keyOf(item);
    const attachment = identity === null ? null : readAttachment(item, identity.key, this.resources);
    if (item.commentCount > 0) this.#countLeftOut("comments of media files", item.commentCount);
    if (attachment !== null) return [{ kind: "attachment", attachment }];
    const report = new ItemReport(item);
    return report.leaveOut("SKIPPED", `The media file ${nameOfItem(item)} is repeated or has no address.`);
  }

  #countLeftOut(what: string, count = 1): void {
    this.#leftOut.set(what, (this.#leftOut.get(what) ?? 0) + count);
  }
}
