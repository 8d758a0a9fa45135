// A preview token may show its post with the working copy applied, to people who do not edit it. What has not been checked yet, such as a URL
// of another scheme, is left out; the slug and all that lists depend on stay those of the post.
import type { Context } from "../../../identity/context.js";
import { generateExcerpt } from "../../../platform/markup/excerpt.js";
import { checkedImage, inputOfImage } from "../../images/image.inputs.js";
import type { Image } from "../../images/image.js";
import { InputCheck } from "../../input-check.js";
import { postAuthors } from "../authors/author-ids.js";
import type { Post } from "../post.entity.js";
import { DEFAULT_EXCERPT_LENGTH, excerptOr } from "../writing/post-record.js";
import { renderedCopy } from "./rendered-copy.js";
import { workingCopyOf } from "./working-copy.loaders.js";

type ShownContext = Pick<Context, "previewPostId" | "previewsWorkingCopy">;

/** The posts, of which the previewed one has the fields of its working copy if the token shows it and there is one. */
export async function withWorkingCopy(ctx: Context, posts: Post[]): Promise<Post[]> {
  const previewed = isShown(ctx) ? posts.filter(({ id }) => id === ctx.previewPostId) : [];
  if (previewed.length === 0 || ctx.previewPostId === null) return posts;
  const copy = await workingCopyOf(ctx, ctx.previewPostId, true);
  if (copy === null) return posts;
  const body = await renderedCopy(copy, ctx.responseBytes);
  const { title, excerpt, locale, authorIds, categoryIds, tagIds, seoTitle, seoDescription, noIndex } = copy;
  const fields = {
    ...{ title, locale, categoryIds, tagIds, seoTitle, seoDescription, noIndex },
    ...excerptOr(excerpt, () => generateExcerpt(body.summary, DEFAULT_EXCERPT_LENGTH)),
    ...(authorIds.length === 0 ? {} : postAuthors(authorIds)),
    cover: copy.cover && validImage(copy.cover, "cover"),
    seoImage: copy.seoImage && validImage(copy.seoImage, "seo", "image"),
    canonicalUrl: copy.canonicalUrl === null ? null : valid((check) => check.url(copy.canonicalUrl ?? "", false)),
    knownBody: body,
  };
  for (const post of previewed) Object.assign(post, fields);
  return posts;
}

const isShown = ({ previewPostId, previewsWorkingCopy }: ShownContext): boolean =>
  previewsWorkingCopy === true && previewPostId !== null;

const validImage = (image: Image, ...path: string[]): Image | null =>
  valid((check) => checkedImage(check, inputOfImage(image), ...path));

/** Null if the check finds an error. */
function valid<Value>(checked: (check: InputCheck) => Value): Value | null {
  const check = new InputCheck();
  const value = checked(check);
  return check.hasErrors ? null : value;
}
