// What the mutations of tags take.
import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "A new tag." })
export class CreateTagInput {
  @Field(() => String, { description: "1 to 200 characters." })
  name!: string;

  @Field(() => String, { nullable: true, description: "Derived from the name where absent." })
  slug?: string | null;
}

@InputType({ description: "A change of a tag. Absent = unchanged." })
export class UpdateTagInput {
  @Field(() => ID, { description: "The tag." })
  id!: string;

  @Field(() => String, { nullable: true, description: "1 to 200 characters; cannot be cleared." })
  name?: string | null;

  @Field(() => String, { nullable: true, description: "The former one redirects. Null derives one from the name." })
  slug?: string | null;
}

@InputType({ description: "Makes one tag of two." })
export class MergeTagsInput {
  @Field(() => ID, { description: "The tag that ends; its slug redirects." })
  sourceId!: string;

  @Field(() => ID, { description: "The tag that gets the posts of the other." })
  targetId!: string;
}

@InputType({ description: "Takes a tag off all posts and deletes it." })
export class DeleteTagInput {
  @Field(() => ID, { description: "The tag." })
  id!: string;
}
