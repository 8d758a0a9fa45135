// GraphQL type of a related post, with the reasons for the relation.
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
  description: "What two related posts have in common.",
  valuesConfig: {
    SERIES: { description: "Both are parts of the same series." },
    CATEGORY: { description: "Both are in the same category." },
    TAG: { description: "Both have the same tag." },
    LINK: { description: "One of them links to the other." },
    TEXT: { description: "Both use the same rare words." },
  },
});

@ObjectType({ description: "A post that is related to another." })
export class RelatedPost {
  postId!: string;

  @Field(() => Float, {
    description:
      "How closely the posts are related; greater is closer. Scores are comparable only among the related posts of one post.",
  })
  score!: number;

  @Field(() => [RelatedReason], { description: "What the posts have in common, each reason once." })
  reasons!: RelatedReason[];
}
