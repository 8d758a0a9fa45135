// Checks what an editor saves of a working copy, by sizes and well-formed text only, so that half-typed values are never lost: title, slug, URLs
// and terms may be anything until the working copy is applied.
import { isWellFormedText } from "../../../lib/text.js";
import type { MarkupFormat } from "../../../platform/markup/body.js";
import { writtenFilePaths } from "../../../platform/markup/files/body-files.js";
import type { ImageInput } from "../../images/image.inputs.js";
import type { Image } from "../../images/image.js";
import { imageColumns } from "../../images/stored-image.js";
import { InputCheck, LIMITS } from "../../input-check.js";
import type { SeoInput } from "../../seo/seo.inputs.js";
import { MAX_AUTHORS_PER_POST } from "../authors/author-ids.js";
import type { WorkingCopyRow } from "./working-copy.entity.js";
import type { SaveWorkingCopyInput } from "./working-copy.inputs.js";

/** What a save may change. A column that is absent stays as it is. */
export type EditedColumns = Omit<WorkingCopyRow, "postId" | "post" | "version" | "baseVersion" | "savedAt" | "savedBy">;
type Edits = Partial<EditedColumns>;

/** Throws all errors together. */
export function checkedEdits(input: SaveWorkingCopyInput): Edits {
  const check = new InputCheck();
  const edits: Edits = {};
  const { title, slug, body, excerpt, locale, authorIds, categoryIds, tagIds, tagNames, cover, seo } = input;
  if (title !== undefined) edits.title = sized(check, title ?? "", LIMITS.title, "title");
  if (slug !== undefined) edits.slug = optional(check, slug, LIMITS.slug, "slug");
  if (excerpt !== undefined) edits.excerpt = optional(check, excerpt, LIMITS.excerpt, "excerpt");
  if (locale !== undefined) edits.locale = optional(check, locale, LIMITS.name, "locale");
  if (body === null) check.invalid("The body of a post cannot be cleared.", "body");
  if (body != null) {
    check.source(body.source, "body", "source");
    const format: MarkupFormat = body.format ?? "MARKDOWN";
    Object.assign(edits, { source: body.source, format, assetPaths: writtenFilePaths(body.source, null) });
  }
  if (authorIds !== undefined) {
    edits.authorIds = check.ids(authorIds ?? [], "Author", MAX_AUTHORS_PER_POST, "authorIds");
  }
  if (categoryIds !== undefined) {
    edits.categoryIds = check.ids(categoryIds ?? [], "Category", LIMITS.categoriesPerPost, "categoryIds");
  }
  if (tagIds !== undefined || tagNames !== undefined) {
    edits.tagIds = check.ids(tagIds ?? [], "Tag", LIMITS.tagsPerPost, "tagIds");
    edits.tagNames = names(check, tagNames ?? []);
  }
  if (cover !== undefined) edits.cover = cover === null ? null : image(check, cover, "cover");
  if (seo !== undefined) Object.assign(edits, metadata(check, seo));
  check.finish();
  return edits;
}

/** The text as it was sent. */
function sized(check: InputCheck, value: string, max: number, ...path: string[]): string {
  // A text has at least as many UTF-16 units as code points, so that most are not counted.
  if (!isWellFormedText(value)) check.invalid("The text contains U+0000 or an unpaired surrogate.", ...path);
  else if (value.length > max && [...value].length > max) {
    check.invalid(`Expected at most ${max} characters, got ${[...value].length}.`, ...path);
  }
  return value;
}

const optional = (
  check: InputCheck,
  value: string | null | undefined,
  max: number,
  ...path: string[]
): string | null => (value == null ? null : sized(check, value, max, ...path));

function names(check: InputCheck, tagNames: readonly string[]): string[] {
  const max = LIMITS.tagsPerPost;
  if (tagNames.length > max) check.invalid(`Expected at most ${max} tags, got ${tagNames.length}.`, "tagNames");
  return tagNames.slice(0, max).map((name, place) => sized(check, name, LIMITS.name, "tagNames", String(place)));
}

function image(check: InputCheck, { url, alt, width, height, assetId }: ImageInput, ...path: string[]): Image {
  return imageColumns({
    url: sized(check, url ?? "", LIMITS.url, ...path, "url"),
    alt: sized(check, alt, LIMITS.alt, ...path, "alt"),
    width: width ?? null,
    height: height ?? null,
    assetId: assetId == null ? null : check.id(assetId, "Asset", ...path, "assetId"),
  });
}

function metadata(check: InputCheck, seo: SeoInput | null): Edits {
  const { noIndex } = seo ?? { noIndex: false };
  return {
    seoTitle: optional(check, seo?.title, LIMITS.title, "seo", "title"),
    seoDescription: optional(check, seo?.description, LIMITS.excerpt, "seo", "description"),
    seoImage: seo?.image == null ? null : image(check, seo.image, "seo", "image"),
    canonicalUrl: optional(check, seo?.canonicalUrl, LIMITS.url, "seo", "canonicalUrl"),
    ...(noIndex === undefined ? {} : { noIndex: noIndex ?? false }),
  };
}
