// The text of a post with everything that is derived from it. It is made before a write's transaction begins: rendering is
// the dear part, and nobody should wait for it at a lock.
import type { Context } from "../../../identity/context.js";
import { throwUserError } from "../../../platform/graphql/user-error.js";
import { lazyRender } from "../../../platform/markup/worker/lazy-render.js";
import { RENDER_LIMITS, RenderLimitError } from "../../../platform/markup/worker/render-in-worker.js";
import { InputCheck } from "../../input-check.js";
import type { PostBodyInput } from "../post-mutation.inputs.js";
import type { PostRecord } from "../writing/post-record.js";

export type PostText = Pick<PostRecord, "source" | "format" | "rendered">;

export interface SiteOfPosts {
  siteUrl: string;
  siteLocale: string;
}

export async function siteOf(ctx: Context): Promise<SiteOfPosts> {
  const [site] = await ctx.db.query<SiteOfPosts>(
    'select url as "siteUrl", locale as "siteLocale" from site where id = 1',
  );
  if (site === undefined) throw new Error("The site row is missing; run the migrations.");
  return site;
}

/** Null where there is none, or none that can be stored: that is told together with all other faults. */
export async function submittedText(
  ctx: Context,
  body: PostBodyInput | null | undefined,
  { siteUrl }: SiteOfPosts,
): Promise<PostText | null> {
  if (body == null) return null;
  const check = new InputCheck();
  check.source(body.source);
  if (check.hasFaults) return null;
  return renderedText(ctx, { source: body.source, format: body.format ?? "MARKDOWN" }, siteUrl, [
    "input",
    "body",
    "source",
  ]);
}

export async function renderedText(
  ctx: Context,
  { source, format }: Pick<PostText, "source" | "format">,
  siteUrl: string,
  path: string[],
): Promise<PostText> {
  try {
    return { source, format, rendered: await ctx.db.withoutDeadline(() => lazyRender(source, format, { siteUrl })) };
  } catch (error) {
    if (!(error instanceof RenderLimitError)) throw error;
    const message = `The body takes more than ${RENDER_LIMITS.seconds} seconds to render. Make it shorter or simpler.`;
    return throwUserError("INVALID", message, path);
  }
}
