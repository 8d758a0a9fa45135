// Metadata of a page of the site for search engines. Values that were not written fall back to the fields of its object.
import { Field, ObjectType } from "type-graphql";
import type { Context } from "../../identity/context.js";
import type { Image } from "../images/image.js";
import type { DescribedPage, JsonLd } from "./json-ld.js";

/** What has a page on the site: a post, a page, or a term. */
export interface SeoOwner {
  title: string;
  /** Empty if there is none. */
  description: string;
  path: string;
  /** Its own picture; null stands for that of the site. */
  image: Image | null;
  /** Null if it was not written. */
  canonicalUrl: string | null;
  noIndex: boolean;
  /** The objects of schema.org that its page is about. */
  structured(ctx: Context, page: DescribedPage): JsonLd[] | Promise<JsonLd[]>;
}

/** The values of a post, a page or a working copy for search engines. */
export interface SeoValues {
  title: string;
  storedExcerpt: string;
  path: string;
  cover: Image | null;
  seoTitle: string | null;
  seoDescription: string | null;
  seoImage: Image | null;
  canonicalUrl: string | null;
  noIndex: boolean;
}

@ObjectType({ description: "Metadata of a page of the site for search engines." })
export class Seo {
  readonly owner: SeoOwner;

  constructor(owner: SeoOwner) {
    this.owner = owner;
  }

  /** Of what has written values, which fall back to its fields. */
  static written(values: SeoValues, structured: SeoOwner["structured"]): Seo {
    const { title, storedExcerpt, path, cover, seoTitle, seoDescription, seoImage, canonicalUrl, noIndex } = values;
    const image = seoImage ?? cover;
    const owner = { title: seoTitle ?? title, description: seoDescription ?? storedExcerpt, path, image };
    return new Seo({ ...owner, canonicalUrl, noIndex, structured });
  }

  /** Of a term, which has no values of its own for search engines. */
  static ofTerm(
    facts: Pick<SeoOwner, "title" | "path" | "structured"> & { description: string | null; image?: Image | null },
  ): Seo {
    const { title, path, description, image = null, structured } = facts;
    return new Seo({
      ...{ title, path, image, structured },
      description: description ?? "",
      canonicalUrl: null,
      noIndex: false,
    });
  }

  @Field(() => String, {
    description: "The title for search engines, or else the title or name of the object.",
  })
  get title(): string {
    return this.owner.title;
  }

  @Field(() => String, {
    description:
      "The description for search engines, or else the excerpt of a post, the start of the text of a page, the description of a term or the biography of an author. Empty if there is none.",
  })
  get description(): string {
    return this.owner.description;
  }

  @Field(() => Boolean, { description: "Whether search engines are asked not to index the page." })
  get noIndex(): boolean {
    return this.owner.noIndex;
  }
}
