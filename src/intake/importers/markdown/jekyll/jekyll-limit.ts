// `limit_posts` of Jekyll: only the latest posts are published. Which they are depends on the dates of all posts.
import { compareCodePoints } from "../file-name.js";
import { isEmpty } from "../front-matter/field-value.js";
import { readFieldsOf } from "../front-matter/file-fields.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { jekyllDate, jekyllName } from "./jekyll-date.js";

export interface LimitedPost {
  /** Absolute. */
  file: string;
  /** Relative to the folder of the configuration. */
  path: string;
}

export interface LimitContext {
  limit: number;
  now: Date;
  timeZone: string | null;
  isFutureShown: boolean;
  /** The fields with those that the post inherits. */
  complete: (path: string, fields: FrontMatterFields) => FrontMatterFields;
}

/** The paths of the posts that Jekyll publishes. */
export async function postsWithinLimit(posts: readonly LimitedPost[], context: LimitContext): Promise<Set<string>> {
  const dated: { path: string; time: number }[] = [];
  for (const { file, path } of posts) {
    const time = await timeOf(file, path, context);
    if (time !== null) dated.push({ path, time });
  }
  dated.sort((a, b) => a.time - b.time || compareCodePoints(a.path, b.path));
  return new Set(dated.slice(-context.limit).map(({ path }) => path));
}

/** Null if the post is not public. Jekyll publishes a post that it cannot read with the time of the build. */
async function timeOf(file: string, path: string, context: LimitContext): Promise<number | null> {
  const { now, timeZone, isFutureShown, complete } = context;
  const own = await readFieldsOf(file, { zonelessTimesAreUtc: true });
  if (own === null) return now.getTime();
  const fields = complete(path, own);
  const published = fields.first("published");
  // Whether Ruby reads “no” as false depends on quotes. If it counts, fewer posts are public.
  if (published === false || (fields.has("published") && isEmpty(published))) return null;
  const time = jekyllDate(fields, jekyllName(path), timeZone)?.instant.getTime() ?? now.getTime();
  return time > now.getTime() && !isFutureShown ? null : time;
}
