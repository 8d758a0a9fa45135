// The reply to a path without content of its own: a redirect, or the page that says so and suggests others.
import {
  MissingDocument,
  type MissingQuery,
  type OtherQuery,
  ResolveDocument,
  SimilarPostsDocument,
} from "../../__generated__/graphql.js";
import type { SiteApi } from "../../api/site-api.js";
import { segmentsOf } from "../../site-path.js";
import type { SiteReply, SiteRequest } from "../../site-reply.js";
import { htmlReply } from "../../theme/html-reply.js";
import type { Suggested, Theme } from "../../theme/theme.js";
import { pageContext } from "../page-context.js";
import { toCanonicalPath, toDestination } from "../redirect-reply.js";

export async function replyToMissing(request: SiteRequest, theme: Theme, api: SiteApi): Promise<SiteReply> {
  const { resolvePath } = await api.query(ResolveDocument, { path: resolvable(request) });
  return replyOfTarget(resolvePath, request, theme, api);
}

/** The address by which the content knows old pages: scripts have their query in it, and other paths none. */
export function resolvable({ path, search }: SiteRequest): string {
  return path === "/" || /\.\w+$/.test(path) ? path + search : path;
}

export function replyOfTarget(
  target: OtherQuery["resolvePath"],
  request: SiteRequest,
  theme: Theme,
  api: SiteApi,
): Promise<SiteReply> | SiteReply {
  if (target === null) return replyNotFound(request, theme, api);
  if (target.__typename !== "Redirect") return toCanonicalPath(target.path, request.search);
  return toDestination(target, resolvable(request) === request.path ? request.search : "");
}

const MAX_LENGTH = 200;
/** Nobody looks for posts by the scripts of other systems, except for programs that look for holes. */
const PROGRAM = /\.(?:php\d?|aspx?|jsp|cgi|env|git|sql|bak|ini|ya?ml|zip|gz)$/i;

async function replyNotFound({ path, isPreview }: SiteRequest, theme: Theme, api: SiteApi): Promise<SiteReply> {
  const words = wordsIn(path);
  const view = await api.query(MissingDocument, { prefix: words, isSuggesting: words !== "" });
  const page = pageContext({ theme, view, path: "/", isPreview });
  const suggestions = words === "" ? [] : await suggestionsFor(words, view, api);
  return htmlReply(theme, theme.pages.NotFound({ ...view, words, suggestions }, page), 404);
}

/** Titles and names that begin like it, or else posts that have some of the words. */
async function suggestionsFor(words: string, { suggest }: MissingQuery, api: SiteApi): Promise<Suggested[]> {
  const begun = (suggest ?? []).flatMap(({ text, node }) => ("path" in node ? [{ title: text, path: node.path }] : []));
  return begun.length > 0 ? begun : (await api.query(SimilarPostsDocument, { query: words })).search.nodes;
}

/** What the reader may have looked for, by the last part of the path. */
function wordsIn(path: string): string {
  const last = PROGRAM.test(path) ? "" : (segmentsOf(path)?.at(-1) ?? "");
  return last
    .toWellFormed()
    .replace(/\.\w{1,5}$/, "")
    .replace(/[\p{C}\s_+"-]+/gu, " ")
    .trim()
    .slice(0, MAX_LENGTH)
    .toWellFormed();
}
