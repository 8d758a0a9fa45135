// GraphQL types of the neighbours of a post.
import { ObjectType, registerEnumType } from "type-graphql";

export const AdjacentScope = { SITE: "SITE", CATEGORY: "CATEGORY", SERIES: "SERIES" } as const;
export type AdjacentScope = (typeof AdjacentScope)[keyof typeof AdjacentScope];
registerEnumType(AdjacentScope, {
  name: "AdjacentScope",
  description: "The posts among which the neighbours of a post are determined.",
  valuesConfig: {
    SITE: { description: "All posts of the site." },
    CATEGORY: { description: "The posts with the same main category, which is the first category of a post." },
    SERIES: { description: "The parts of the same series, in their order." },
  },
});

@ObjectType({ description: "The posts before and after a post that are visible to the viewer." })
export class AdjacentPosts {
  previousId!: string | null;
  nextId!: string | null;

  static readonly none: AdjacentPosts = Object.assign(new AdjacentPosts(), { previousId: null, nextId: null });
}
