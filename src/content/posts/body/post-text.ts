// Renders the text of a post or page before the transaction that writes it: rendering is expensive and must not run while rows are locked.
import type { Context } from "../../../identity/context.js";
import { selectColumns } from "../../../platform/db/entity-columns.js";
import { sql } from "../../../platform/db/sql-text.js";
import { throwUserError } from "../../../platform/graphql/user-error.js";
import { lazyRender } from "../../../platform/markup/worker/lazy-render.js";
import { RENDER_LIMITS, RenderLimitError } from "../../../platform/markup/worker/render-in-worker.js";
import { InputCheck } from "../../input-check.js";
import { Site } from "../../site/site.entity.js";
import { PATH_PREFIXES } from "../../site-path.js";
import type { BodyInput } from "../post-mutation.inputs.js";
import type { PostRecord } from "../writing/post-record.js";

/** Where relative links of a post start. The slug is not known yet; they do not depend on it. */
const BASE: string = PATH_PREFIXES.post;

export type PostText = Pick<PostRecord, "source" | "format" | "rendered">;

export type SiteOfPosts = Pick<Site, "url" | "locale" | "hasFormulas">;

const SITE = sql`/* Site.ofPosts */ select ${selectColumns(Site, "s", ["url", "locale", "hasFormulas"])} from site s where s.id = 1`;

export async function siteOf(ctx: Context): Promise<SiteOfPosts> {
  const [site] = await ctx.db.query(SITE);
  if (site === undefined) throw new Error("Expected a row in the table site, got none. Run the migrations.");
  return site;
}

/** Null if there is no body, or if it cannot be stored: the checks of the input then report that together with all other errors. */
export async function submittedText(
  ctx: Context,
  body: BodyInput | null | undefined,
  site: SiteOfPosts,
  base = BASE,
): Promise<PostText | null> {
  if (body == null) return null;
  const check = new InputCheck();
  check.source(body.source);
  if (check.hasErrors) return null;
  const text = { source: body.source, format: body.format ?? "MARKDOWN" } as const;
  return renderedText(ctx, text, site, ["input", "body", "source"], base);
}

export async function renderedText(
  ctx: Context,
  { source, format }: Pick<PostText, "source" | "format">,
  { url: siteUrl, hasFormulas }: SiteOfPosts,
  path: string[],
  base = BASE,
): Promise<PostText> {
  try {
    return {
      source,
      format,
      rendered: await ctx.db.withoutDeadline(() => lazyRender(source, format, { siteUrl, hasFormulas, page: base })),
    };
  } catch (error) {
    if (!(error instanceof RenderLimitError)) throw error;
    const message = `The body takes longer than ${RENDER_LIMITS.seconds} seconds to render. Make it shorter or simpler.`;
    return throwUserError("INVALID", message, path);
  }
}
