// A related post and why it is one.
import { Field, Float, ObjectType, registerEnumType } from "type-graphql";

export const RelatedReason = {
  SERIES: "SERIES",
  CATEGORY: "CATEGORY",
  TAG: "TAG",
  LINK: "LINK",
  TEXT: "TEXT",
} as const;
export type RelatedReason = (typeof RelatedReason)[keyof typeof RelatedReason];
registerEnumType(RelatedReason, {
  name: "RelatedReason",
  description: "What two posts have in common.",
  valuesConfig: {
    SERIES: { description: "Parts of the same series." },
    CATEGORY: { description: "Put into the same category." },
    TAG: { description: "Carry the same tag." },
    LINK: { description: "One links to the other." },
    TEXT: { description: "Use the same rare words." },
  },
});

@ObjectType({ description: "A post that belongs beside another." })
export class RelatedPost {
  postId!: string;

  @Field(() => Float, { description: "Greater means closer; comparable only among related posts of one post." })
  score!: number;

  @Field(() => [RelatedReason], { description: "What the posts have in common." })
  reasons!: RelatedReason[];
}
