// The inputs of the mutations of tags.
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "A new tag." })
export class CreateTagInput {
  @Field(() => String, { description: "The tag's name, 1 to 200 characters." })
  name!: string;

  @Field(() => String, { nullable: true, description: "The tag's slug. Derived from the name if absent." })
  slug?: string | null;
}

@InputType({ description: "Changes to a tag. An absent field is unchanged." })
export class UpdateTagInput {
  @Field(() => ID, { description: "The tag to change." })
  id!: string;

  @Field(() => Int, {
    description:
      "The version on which the change is based. If the tag has another one, the error is a VERSION_CONFLICT.",
  })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: "The new name, 1 to 200 characters. It cannot be cleared." })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The new slug; the path with the former slug redirects. Null derives the slug from the name.",
  })
  slug?: string | null;
}

@InputType({ description: "Two tags to merge into one." })
export class MergeTagsInput {
  @Field(() => ID, { description: "The tag to delete. Its path redirects to the target." })
  sourceId!: string;

  @Field(() => ID, { description: "The tag to keep. It gets the posts of the source." })
  targetId!: string;
}

@InputType({ description: "A tag to delete." })
export class DeleteTagInput {
  @Field(() => ID, { description: "The tag to delete. It is removed from all posts." })
  id!: string;
}
