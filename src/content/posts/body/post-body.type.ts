// GraphQL types of a body and its parts. A body is only a name until one of its fields is selected.
import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import type { BodyLink } from "../../../platform/markup/body.js";
import type { BodyColumns } from "./post-body.loaders.js";

export const BodyFormat = { MARKDOWN: "MARKDOWN", HTML: "HTML" } as const;
registerEnumType(BodyFormat, {
  name: "BodyFormat",
  description: "What a body is written in.",
  valuesConfig: {
    MARKDOWN: { description: "CommonMark with GitHub's tables, strikethrough, task lists and autolinks." },
    HTML: { description: "What WordPress holds: imported posts keep it until somebody rewrites them." },
  },
});

@ObjectType({ description: "The text of a post in the forms that clients need." })
export class PostBody {
  postId!: string;
  /** Of the post when its row was read. */
  version!: number;
  /** What was read with that row. */
  known?: Partial<BodyColumns> | undefined;
}

@ObjectType("Heading", { simpleResolvers: true, description: "A heading of a body, in reading order." })
export class HeadingType {
  @Field(() => Int, { description: "1 to 6, as written." })
  level!: number;

  @Field(() => String, { description: "Plain text." })
  text!: string;

  @Field(() => String, { description: "The id that the heading carries in html; link to it with #." })
  anchor!: string;
}

@ObjectType("CodeBlock", { simpleResolvers: true, description: "A block of code in a body." })
export class CodeBlockType {
  @Field(() => String, { nullable: true, description: "As its author named it, lower case; null where unnamed." })
  language!: string | null;

  @Field(() => String, { description: "The code itself, as written." })
  source!: string;
}

@ObjectType("Link", { description: "A link in a body." })
export class LinkType {
  /** Where the link points on this site; null for one that leaves it. */
  path!: string | null;

  @Field(() => String, { description: "As it stands in html." })
  url!: string;

  @Field(() => String, { description: "The words that are linked, plain text." })
  text!: string;

  @Field(() => Boolean, { description: "Whether the link stays on this site." })
  get isInternal(): boolean {
    return this.path !== null;
  }

  static from(link: BodyLink): LinkType {
    return Object.assign(new LinkType(), link);
  }
}
