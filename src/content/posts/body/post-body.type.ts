// GraphQL types of a body and its parts. Nothing of a body is read until one of its fields is selected.
import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import type { BodyLink } from "../../../platform/markup/body.js";
import { isOwnPage } from "../../../platform/markup/internal-path.js";
import type { BodyColumns } from "./post-body.loaders.js";

export const BodyFormat = { MARKDOWN: "MARKDOWN", HTML: "HTML" } as const;
registerEnumType(BodyFormat, {
  name: "BodyFormat",
  description: "The markup language of a body.",
  valuesConfig: {
    MARKDOWN: { description: "CommonMark with tables, strikethrough, task lists and autolinks as on GitHub." },
    HTML: { description: "HTML as WordPress stores it. Imported posts have it until their body is rewritten." },
  },
});

export enum HtmlProfile {
  PLAIN = "PLAIN",
  RICH = "RICH",
}
registerEnumType(HtmlProfile, {
  name: "HtmlProfile",
  description: "How much of the work of a front end the HTML of a body contains.",
  valuesConfig: {
    PLAIN: { description: "As stored: elements, links and pictures." },
    RICH: {
      description:
        "Code with highlighting classes of highlight.js and with the lines that the fence marks or numbers, formulas as MathML, pictures with sizes and srcset, safe links, and tables and code that can be scrolled by keyboard. The classes are those of the stylesheet of the service, see `docs/rich-html.md`.",
    },
  },
});

/** What has a body. */
export type BodyOwner = "post" | "page";

@ObjectType({ description: "The text of a post or page in the forms that clients need." })
export class Body {
  owner: BodyOwner = "post";
  /** The id of the post or page; null for a text that is only rendered, whose columns are all known. */
  ownerId!: string | null;
  /** The version of the post or page when its row was read. */
  version!: number;
  /** The path of the post or page, to which its fragments belong. Absent from a text that is only rendered. */
  path?: string | undefined;
  /** The columns of the body that were read together with that row. */
  known?: Partial<BodyColumns> | undefined;
}

@ObjectType("Heading", { simpleResolvers: true, description: "A heading of a body." })
export class HeadingType {
  @Field(() => Int, { description: "The level, 1 to 6, as it was written." })
  level!: number;

  @Field(() => String, { description: "The text of the heading without markup." })
  text!: string;

  @Field(() => String, { description: "The id of the heading in the HTML, for links with #." })
  anchor!: string;
}

@ObjectType("CodeBlock", { simpleResolvers: true, description: "A block of code in a body." })
export class CodeBlockType {
  @Field(() => String, { nullable: true, description: "The language that the author named, in lower case, or null." })
  language!: string | null;

  @Field(() => String, { description: "The code as it was written." })
  source!: string;
}

@ObjectType("Link", { description: "A link in a body." })
export class LinkType {
  /** The post or page that has the link; the id is null in a text that is only rendered. */
  owner!: BodyOwner;
  ownerId!: string | null;
  /** The path on this site; null for a link to another site or to the post or page itself. */
  path!: string | null;

  @Field(() => String, { description: "The URL as it is in the HTML." })
  url!: string;

  @Field(() => String, { description: "The text of the link without markup." })
  text!: string;

  @Field(() => Boolean, {
    description: "Whether the link leads to this site. A fragment and a query lead to the post or page itself.",
  })
  get isInternal(): boolean {
    return this.path !== null || isOwnPage(this.url);
  }

  static from(link: BodyLink, { owner, ownerId }: Body): LinkType {
    return Object.assign(new LinkType(), link, { owner, ownerId });
  }
}
