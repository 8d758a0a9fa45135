// Neighbours of a post, as clients ask for them.
import { ObjectType, registerEnumType } from "type-graphql";

export const AdjacentScope = { SITE: "SITE", CATEGORY: "CATEGORY", SERIES: "SERIES" } as const;
export type AdjacentScope = (typeof AdjacentScope)[keyof typeof AdjacentScope];
registerEnumType(AdjacentScope, {
  name: "AdjacentScope",
  description: "Among which posts neighbours are looked for.",
  valuesConfig: {
    SITE: { description: "All posts of the site." },
    CATEGORY: { description: "Posts put into the same main category, which is the first of a post's categories." },
    SERIES: { description: "Parts of the same series, in its order." },
  },
});

@ObjectType({ description: "The posts before and after a post, as this viewer sees them." })
export class AdjacentPosts {
  previousId!: string | null;
  nextId!: string | null;

  static readonly none: AdjacentPosts = Object.assign(new AdjacentPosts(), { previousId: null, nextId: null });
}
