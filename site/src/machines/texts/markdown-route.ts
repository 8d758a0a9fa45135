// Posts and pages as Markdown, with front matter: at their path with .md at its end, and at their path itself for clients that prefer Markdown.
import { MarkdownDocument, type MarkdownQuery } from "../../__generated__/graphql.js";
import { MOVED, notFoundReply, redirectReply } from "../../replies.js";
import { encodePath } from "../../site-path.js";
import type { Route, SiteReply, SiteRequest } from "../../site-reply.js";
import { decodePath } from "../absolute-url.js";
import { latestOf } from "../latest.js";
import { type FrontMatterValue, frontMatter } from "./front-matter.js";
import { prefersMarkdown } from "./prefers-markdown.js";

const ENDING = ".md";

export function markdownPath(path: string): string {
  return path + ENDING;
}

/** Null for a path that is at most for people. `page` is what they get at the path. */
export function markdownRoute({ path, accept }: SiteRequest, page: () => Route | null): Route | null {
  const isTwin = path.endsWith(ENDING) && path.lastIndexOf("/") < path.length - ENDING.length - 1;
  if (!isTwin && (path === "/" || !prefersMarkdown(accept))) return null;
  const writtenPath = decodePath(path);
  if (writtenPath === null) return null;
  const place = isTwin ? writtenPath.slice(0, -ENDING.length) : writtenPath;
  const ofPeople = page();
  return {
    key: `${isTwin ? "twin" : "markdown"} ${writtenPath} ${ofPeople?.key ?? ""}`,
    varies: !isTwin,
    respond: async (api) => {
      const { written, target } = await api.query(MarkdownDocument, { path: place, writtenPath, isTwin });
      // A post may have a name that ends like this, and files had.
      const reply = written == null ? replyOf(target, place, isTwin ? ENDING : "") : null;
      return reply ?? ofPeople?.respond(api) ?? notFoundReply();
    },
  };
}

type Target = MarkdownQuery["target"];
type Text = Extract<NonNullable<Target>, { __typename: "Post" | "Page" }>;

/** Null if there is no Markdown at the place. */
function replyOf(target: Target, place: string, ending: string): SiteReply | null {
  if (target === null || (target.__typename !== "Redirect" && !isText(target))) return null;
  if (target.__typename === "Redirect") {
    const isOfSite = /^\/[^/?#][^?#]*$/.test(target.to);
    return isOfSite ? redirectReply(target.statusCode, encodePath(target.to + ending)) : null;
  }
  return target.path === place ? textOf(target) : redirectReply(MOVED, encodePath(target.path + ending));
}

function isText(target: NonNullable<Target>): target is Text {
  return target.__typename === "Post" || target.__typename === "Page";
}

function textOf(text: Text): SiteReply {
  const { publishedAt, updatedAt, seo, body } = text;
  const changedAt = latestOf([publishedAt, updatedAt]);
  const robots = seo.noIndex ? ["x-robots-tag", "noindex"] : [];
  return {
    status: 200,
    contentType: "text/markdown; charset=utf-8",
    headers: ["link", `<${seo.canonicalUrl}>; rel="canonical"`, ...robots],
    body: `${frontMatter(fieldsOf(text), ["date", "updated"])}\n${body.markdown.replace(/^(?:[ \t]*\r?\n)+/, "").trimEnd()}\n`,
    ...(changedAt !== null && { lastModified: new Date(changedAt) }),
  };
}

function fieldsOf(text: Text): Record<string, FrontMatterValue> {
  const { title, publishedAt: date, updatedAt: updated, locale, seo } = text;
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
  const ofPost: Record<string, FrontMatterValue> =
    text.__typename === "Page"
      ? {}
      : {
          authors: names(text.authors),
          categories: names(text.categories),
          tags: names(text.tags),
          series: text.seriesEntry?.series.title ?? null,
          seriesPart: text.seriesEntry?.position ?? null,
        };
  return { title, date, updated, ...ofPost, locale, canonical: seo.canonicalUrl };
}
