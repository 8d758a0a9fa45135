// From what a mutation was given to the record that is written: every fault is found before anything is refused.
import type { EntityManager } from "typeorm";
import { mayTo } from "../../../identity/access/policy.js";
import type { Viewer } from "../../../identity/viewer.js";
import { Refusal } from "../../../platform/graphql/user-error.js";
import { checkedImage } from "../../images/image.inputs.js";
import { InputCheck, LIMITS } from "../../input-check.js";
import type { PostText } from "../body/post-text.js";
import type { CreatePostInput, SeoInput, UpdatePostInput } from "../post-mutation.inputs.js";
import { BLANK_FIELDS, type PostFields, type PostRecord, seoColumns } from "./post-record.js";
import { checkPostSlug, checkReferences, freePostSlug } from "./post-references.js";

/** Of a draft that nobody has written yet; a creation without a text is refused. */
const NO_TEXT: PostText = {
  source: "",
  format: "MARKDOWN",
  rendered: {
    html: "",
    markdown: "",
    text: "",
    summary: "",
    tableOfContents: [],
    codeBlocks: [],
    links: [],
    wordCount: 0,
    readingTimeMinutes: 1,
  },
};
export async function checkedCreation(
  tx: EntityManager,
  viewer: Viewer,
  input: CreatePostInput,
  context: { id: string; siteLocale: string; text: PostText | null },
): Promise<PostRecord> {
  const [{ now }]: [{ now: Date }] = await tx.query("select date_trunc('milliseconds', now()) as now");
  const draft: PostFields = {
    id: context.id,
    slug: "",
    title: "",
    state: "DRAFT",
    publishedAt: null,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    locale: context.siteLocale,
    writtenExcerpt: null,
    authorId: viewer.authorId ?? "",
    categoryIds: [],
    tagIds: [],
    noIndex: false,
    ...BLANK_FIELDS,
  };
  // A new post is a change of an empty draft: absent fields keep what the draft has.
  const fields = await changedFields(
    tx,
    viewer,
    { ...input, slug: input.slug ?? null, authorId: input.authorId ?? undefined },
    { before: draft, siteLocale: context.siteLocale, isNew: true },
  );
  return { ...fields, ...(context.text ?? NO_TEXT) };
}

type ContentInput = Omit<UpdatePostInput, "id" | "expectedVersion">;

interface ChangeContext {
  before: PostFields;
  /** What a locale of null stands for; null where the input has none. */
  siteLocale: string | null;
  /** Nothing holds what `before` refers to yet. */
  isNew: boolean;
}

/** Every fault of the input, also of a body, is found before anything is refused. */
export async function changedFields(
  tx: EntityManager,
  viewer: Viewer,
  input: ContentInput,
  context: ChangeContext,
): Promise<PostFields> {
  const check = new InputCheck();
  checkBody(check, input);
  const fields: PostFields = {
    ...context.before,
    ...ownFields(check, input, context),
    ...(await references(tx, check, viewer, input, context)),
  };
  const slug = await slugOf(tx, check, input, fields);
  check.finish();
  return { ...fields, slug };
}

/** The fields whose check needs no other row of the database. */
type OwnField = Exclude<keyof ContentInput, "body" | "slug" | "authorId" | "categoryIds" | "tagIds">;
type FieldCheck<Value> = (check: InputCheck, value: Value, context: ChangeContext) => Partial<PostFields>;

/** Checks the value of one field, null included, and gives the columns it sets. The compiler asks for a check of each field. */
const FIELD_CHECKS: { [Field in OwnField]-?: FieldCheck<Exclude<ContentInput[Field], undefined>> } = {
  title: (check, title) => ({ title: check.text(title ?? "", { max: LIMITS.title, isRequired: true }, "title") }),
  excerpt: (check, excerpt) => ({
    writtenExcerpt: check.optionalText(excerpt, { max: LIMITS.excerpt }, "excerpt"),
  }),
  locale: (check, locale, { siteLocale }) => ({ locale: check.locale(locale ?? siteLocale ?? "", "locale") }),
  cover: (check, cover) => ({ cover: cover === null ? null : checkedImage(check, cover, "cover") }),
  seo: (check, seo, { before }) => checkedSeo(check, seo ?? { noIndex: false }, before),
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
  if (body === null) check.fault("A post cannot be without a body.", "body");
  if (body != null) check.source(body.source, "body", "source");
}

function checkedSeo(check: InputCheck, input: SeoInput, before: PostFields) {
  const { canonicalUrl } = input;
  return seoColumns({
    title: check.optionalText(input.title, { max: LIMITS.title }, "seo", "title"),
    description: check.optionalText(input.description, { max: LIMITS.excerpt }, "seo", "description"),
    canonicalUrl: canonicalUrl == null ? null : check.url(canonicalUrl, false, "seo", "canonicalUrl"),
    noIndex: input.noIndex === undefined ? before.noIndex : (input.noIndex ?? false),
  });
}

async function references(
  tx: EntityManager,
  check: InputCheck,
  viewer: Viewer,
  input: ContentInput,
  { before, isNew }: ChangeContext,
): Promise<Pick<PostFields, "authorId" | "categoryIds" | "tagIds">> {
  const { categoryIds, tagIds } = input;
  const chosen = {
    authorId: chosenAuthor(check, viewer, input, before),
    categoryIds:
      categoryIds === undefined
        ? before.categoryIds
        : check.ids(categoryIds ?? [], "Category", LIMITS.categoriesPerPost, "categoryIds"),
    tagIds: tagIds === undefined ? before.tagIds : check.ids(tagIds ?? [], "Tag", LIMITS.tagsPerPost, "tagIds"),
  };
  // What stays is held by foreign keys.
  const authorIds = (isNew || input.authorId !== undefined) && chosen.authorId !== "" ? [chosen.authorId] : [];
  await checkReferences(tx, check, "author", authorIds, "authorId");
  if (categoryIds !== undefined) await checkReferences(tx, check, "category", chosen.categoryIds, "categoryIds");
  if (tagIds !== undefined) await checkReferences(tx, check, "tag", chosen.tagIds, "tagIds");
  return chosen;
}

function chosenAuthor(check: InputCheck, viewer: Viewer, input: ContentInput, before: PostFields): string {
  if (input.authorId === undefined) {
    if (before.authorId === "") check.fault("This token writes for no author; say whose post it is.", "authorId");
    return before.authorId;
  }
  if (input.authorId === null) {
    check.fault("A post cannot be without an author.", "authorId");
    return before.authorId;
  }
  const authorId = check.id(input.authorId, "Author", "authorId") ?? before.authorId;
  if (authorId !== "" && !mayTo(viewer, "writePost", authorId)) {
    check.add(Refusal.of("FORBIDDEN", "Your role writes posts of your own author only.", ["input", "authorId"]));
  }
  return authorId;
}

async function slugOf(tx: EntityManager, check: InputCheck, input: ContentInput, record: PostFields): Promise<string> {
  if (input.slug === undefined) return record.slug;
  if (input.slug === null) return freePostSlug(tx, record.title, record.id);
  const slug = check.slug(input.slug, "slug");
  if (slug !== "") await checkPostSlug(tx, check, slug, record.id);
  return slug;
}
