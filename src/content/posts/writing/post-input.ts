// Checks the input of a mutation and turns it into the fields to save. All errors are collected before the mutation is rejected.
import type { EntityManager } from "typeorm";
import type { Viewer } from "../../../identity/viewer.js";
import { transactionTime } from "../../../platform/db/prepared/transaction-time.js";
import type { Refusal } from "../../../platform/graphql/user-error.js";
import { slugFrom } from "../../../platform/markup/slug.js";
import { checkAsset } from "../../assets/checked-asset.js";
import type { ContentEvent } from "../../cache-tags/content-event.js";
import { checkedImage } from "../../images/image.inputs.js";
import { InputCheck, LIMITS } from "../../input-check.js";
import type { SeoInput } from "../../seo/seo.inputs.js";
import { freeSlug } from "../../terms/free-slug.js";
import { slugTaken } from "../../terms/slug-conflict.js";
import { checkedAuthors } from "../authors/checked-authors.js";
import type { PostText } from "../body/post-text.js";
import type { CreatePostInput, UpdatePostInput } from "../post-mutation.inputs.js";
import { checkedTags, madeTags } from "./checked-tags.js";
import { checkedExternalId, externalIdTaken } from "./external-id.js";
import { BLANK_FIELDS, type PostFields, type PostRecord, seoColumns } from "./post-record.js";
import { checkReferences } from "./post-references.js";
import { checkedPublicationDate } from "./publication-date.js";

/** Stands for the text of a creation whose body is invalid, which is rejected at the end of the checks. */
const NO_TEXT: PostText = {
  source: "",
  format: "MARKDOWN",
  rendered: {
    html: "",
    richHtml: null,
    richVersion: 0,
    markdown: "",
    text: "",
    summary: "",
    tableOfContents: [],
    codeBlocks: [],
    links: [],
    assetPaths: [],
    assetUrls: {},
    wordCount: 0,
    readingTimeMinutes: 1,
  },
};

export async function checkedCreation(
  tx: EntityManager,
  viewer: Viewer,
  input: CreatePostInput,
  context: { id: string; siteLocale: string; text: PostText | null; isExternalIdFree?: boolean },
): Promise<{ record: PostRecord; events: readonly ContentEvent[] }> {
  const now = await transactionTime(tx);
  const draft: PostFields = {
    id: context.id,
    slug: "",
    title: "",
    state: "DRAFT",
    publishedAt: null,
    createdAt: now,
    updatedAt: now,
    locale: context.siteLocale,
    writtenExcerpt: null,
    authorId: viewer.authorId ?? "",
    coAuthorIds: [],
    categoryIds: [],
    tagIds: [],
    noIndex: false,
    isPinned: false,
    ...BLANK_FIELDS,
  };
  // A creation is a change of an empty draft: absent fields have the values of the draft.
  const { fields, events } = await changedFields(
    tx,
    viewer,
    { ...input, slug: input.slug ?? null, authorIds: input.authorIds ?? undefined },
    { before: draft, siteLocale: context.siteLocale, isNew: true, isExternalIdFree: context.isExternalIdFree },
  );
  const publication = input.publishAt == null ? {} : { state: "PUBLISHED" as const, publishedAt: input.publishAt };
  return { record: { ...fields, ...publication, ...(context.text ?? NO_TEXT) }, events };
}

export type ContentInput = Omit<UpdatePostInput, "id" | "expectedVersion">;

interface ChangeContext {
  before: PostFields;
  /** The locale that null stands for. Null if the input does not set the locale to null. */
  siteLocale: string | null;
  /** A new post has no foreign keys yet, so that the references of `before` are checked too. */
  isNew: boolean;
  /** The caller has found no post with the external id. If another one takes it meanwhile, the unique constraint decides. */
  isExternalIdFree?: boolean;
  /** What the caller has found wrong already, to be reported together with the rest. */
  refusal?: Refusal | null;
}

export interface ChangedFields {
  fields: PostFields;
  /** The events of the tags that the change has made. */
  events: readonly ContentEvent[];
}

/** Checks the whole input and returns the fields after the change, or throws all errors together. */
export async function changedFields(
  tx: EntityManager,
  viewer: Viewer,
  input: ContentInput,
  context: ChangeContext,
): Promise<ChangedFields> {
  const check = new InputCheck();
  check.add(context.refusal ?? null);
  checkBody(check, input);
  const fields: PostFields = {
    ...context.before,
    ...ownFields(check, input, context),
    ...(await checkedReferences(tx, check, viewer, input, context)),
  };
  if (input.cover != null) await checkAsset(tx, check, fields.cover, "cover");
  if (input.seo?.image != null) await checkAsset(tx, check, fields.seoImage, "seo", "image");
  const tags = await checkedTags(tx, check, viewer, input);
  const slug = await checkedSlug(tx, check, input, fields);
  if (fields.externalId !== context.before.externalId && context.isExternalIdFree !== true) {
    check.add(await externalIdTaken(tx, fields));
  }
  check.finish();
  if (tags === null) return { fields: { ...fields, slug }, events: [] };
  const { tagIds, events } = await madeTags(tx, tags);
  return { fields: { ...fields, slug, tagIds }, events };
}

/** The fields whose check reads no other row. */
type OwnField = Exclude<keyof ContentInput, "body" | "slug" | "authorIds" | "categoryIds" | "tagIds" | "tagNames">;
type FieldCheck<Value> = (check: InputCheck, value: Value, context: ChangeContext) => Partial<PostFields>;

/** A check takes the value of a field, which may be null, and returns its columns. The compiler requires a check for each field. */
const FIELD_CHECKS: { [Field in OwnField]-?: FieldCheck<Exclude<ContentInput[Field], undefined>> } = {
  title: (check, title) => ({ title: check.text(title ?? "", { max: LIMITS.title, isRequired: true }, "title") }),
  excerpt: (check, excerpt) => ({
    writtenExcerpt: check.optionalText(excerpt, { max: LIMITS.excerpt }, "excerpt"),
  }),
  locale: (check, locale, { siteLocale }) => ({ locale: check.locale(locale ?? siteLocale ?? "", "locale") }),
  cover: (check, cover) => ({ cover: cover === null ? null : checkedImage(check, cover, "cover") }),
  seo: (check, seo, { before }) => checkedSeo(check, seo ?? { noIndex: false }, before),
  isPinned: (_check, isPinned) => ({ isPinned: isPinned ?? false }),
  externalId: (check, externalId) => ({ externalId: checkedExternalId(check, externalId) }),
  publishedAt: (check, date, { before }) => checkedPublicationDate(check, date, before),
};

function ownFields(check: InputCheck, input: ContentInput, context: ChangeContext): Partial<PostFields> {
  const fields: Partial<PostFields> = {};
  for (const field of Object.keys(FIELD_CHECKS) as OwnField[]) {
    const value = input[field];
    if (value !== undefined) Object.assign(fields, (FIELD_CHECKS[field] as FieldCheck<unknown>)(check, value, context));
  }
  return fields;
}

function checkBody(check: InputCheck, { body }: ContentInput): void {
  if (body === null) check.invalid("The body of a post cannot be cleared.", "body");
  if (body != null) check.source(body.source, "body", "source");
}

export function checkedSeo(check: InputCheck, input: SeoInput, before: Pick<PostFields, "noIndex">) {
  const { canonicalUrl } = input;
  return seoColumns({
    title: check.optionalText(input.title, { max: LIMITS.title }, "seo", "title"),
    description: check.optionalText(input.description, { max: LIMITS.excerpt }, "seo", "description"),
    image: input.image == null ? null : checkedImage(check, input.image, "seo", "image"),
    canonicalUrl: canonicalUrl == null ? null : check.url(canonicalUrl, false, "seo", "canonicalUrl"),
    noIndex: input.noIndex === undefined ? before.noIndex : (input.noIndex ?? false),
  });
}

async function checkedReferences(
  tx: EntityManager,
  check: InputCheck,
  viewer: Viewer,
  input: ContentInput,
  { before, isNew }: ChangeContext,
): Promise<Pick<PostFields, "authorId" | "coAuthorIds" | "categoryIds">> {
  const { categoryIds } = input;
  const checked = {
    ...(await checkedAuthors(tx, check, viewer, input, { before, isNew })),
    categoryIds:
      categoryIds === undefined
        ? before.categoryIds
        : check.ids(categoryIds ?? [], "Category", LIMITS.categoriesPerPost, "categoryIds"),
  };
  // Foreign keys guarantee that unchanged references exist.
  const inCategories = { values: categoryIds ?? [], field: "categoryIds" };
  if (categoryIds !== undefined) await checkReferences(tx, check, "category", checked.categoryIds, inCategories);
  return checked;
}

async function checkedSlug(
  tx: EntityManager,
  check: InputCheck,
  input: ContentInput,
  fields: PostFields,
): Promise<string> {
  if (input.slug === undefined) return fields.slug;
  const place = { kind: "post", ownId: fields.id } as const;
  if (input.slug === null) return freeSlug(tx, slugFrom(fields.title), place);
  const slug = check.slug(input.slug, "slug");
  if (slug !== "") check.add(await slugTaken(tx, slug, place));
  return slug;
}
