// Checks the input of a mutation and turns it into the fields of a page. All errors of the fields are collected before it is rejected; the
// place in the tree is checked afterwards.
import type { EntityManager } from "typeorm";
import { checkAsset } from "../../assets/checked-asset.js";
import { checkedImage } from "../../images/image.inputs.js";
import { InputCheck, LIMITS } from "../../input-check.js";
import { checkedSeo } from "../../posts/writing/post-input.js";
import { checkedPublicationDate } from "../../posts/writing/publication-date.js";
import type { UpdatePageInput } from "../page.inputs.js";
import type { PageRecord } from "./page-record.js";

export type PageInput = Omit<UpdatePageInput, "id" | "expectedVersion">;

/** The fields whose check reads no other row. */
type OwnField = Exclude<keyof PageInput, "body" | "slug" | "parentId">;

interface InputContext {
  before: PageRecord;
  /** The locale that null stands for. Null if the input does not set the locale to null. */
  siteLocale: string | null;
}

type FieldCheck<Value> = (check: InputCheck, value: Value, context: InputContext) => Partial<PageRecord>;

/** A check takes the value of a field, which may be null, and returns its columns. The compiler requires a check for each field. */
const FIELD_CHECKS: { [Field in OwnField]-?: FieldCheck<Exclude<PageInput[Field], undefined>> } = {
  title: (check, title) => ({ title: check.text(title ?? "", { max: LIMITS.title, isRequired: true }, "title") }),
  template: (check, template) => ({ template: check.optionalText(template, { max: LIMITS.name }, "template") }),
  locale: (check, locale, { siteLocale }) => ({ locale: check.locale(locale ?? siteLocale ?? "", "locale") }),
  cover: (check, cover) => ({ cover: cover === null ? null : checkedImage(check, cover, "cover") }),
  seo: (check, seo, { before }) => checkedSeo(check, seo ?? { noIndex: false }, before),
  publishedAt: (check, date, { before }) => checkedPublicationDate(check, date, before, "page"),
};

export interface CheckedPageInput {
  fields: PageRecord;
  /** The slug that was given; null if it is derived from the title, absent if it is unchanged. */
  slug?: string | null;
}

/** Checks everything but the place in the tree, or throws all errors together. */
export async function checkedPageInput(
  tx: EntityManager,
  input: PageInput,
  context: InputContext,
): Promise<CheckedPageInput> {
  const check = new InputCheck();
  if (input.body === null) check.invalid("The body of a page cannot be cleared.", "body");
  if (input.body != null) check.source(input.body.source, "body", "source");
  const fields = { ...context.before };
  for (const field of Object.keys(FIELD_CHECKS) as OwnField[]) {
    const value = input[field];
    if (value !== undefined) Object.assign(fields, (FIELD_CHECKS[field] as FieldCheck<unknown>)(check, value, context));
  }
  if (input.cover != null) await checkAsset(tx, check, fields.cover, "cover");
  if (input.seo?.image != null) await checkAsset(tx, check, fields.seoImage, "seo", "image");
  const slug = input.slug == null ? input.slug : check.slug(input.slug, "slug");
  check.finish();
  return slug === undefined ? { fields } : { fields, slug };
}
