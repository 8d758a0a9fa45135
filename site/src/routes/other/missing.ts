// The reply to a path without content of its own: a redirect, or the page that says so and suggests others.
import { MissingDocument, type OtherQuery, ResolveDocument } from "../../__generated__/graphql.js";
import type { SiteApi } from "../../api/site-api.js";
import type { SiteReply, SiteRequest } from "../../site-reply.js";
import { htmlReply } from "../../theme/html-reply.js";
import type { Theme } from "../../theme/theme.js";
import { pageContext } from "../page-context.js";
import { toCanonicalPath, toDestination } from "../redirect-reply.js";
import { segmentsOf } from "../site-path.js";

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

const MAX_PREFIX = 200;

async function replyNotFound({ path, isPreview }: SiteRequest, theme: Theme, api: SiteApi): Promise<SiteReply> {
  const prefix = prefixOf(path);
  const view = await api.query(MissingDocument, { prefix, isSuggesting: prefix !== "" });
  const page = pageContext({ theme, view, path: "/", isPreview });
  return htmlReply(theme, theme.pages.NotFound({ ...view, prefix }, page), 404);
}

/** What the reader may have looked for, by the last part of the path. */
function prefixOf(path: string): string {
  const last = segmentsOf(path)?.at(-1) ?? "";
  const words = last
    .replace(/\.\w{1,5}$/, "")
    .replace(/[\p{C}\s_+-]+/gu, " ")
    .trim();
  return [...words].slice(0, MAX_PREFIX).join("");
}
