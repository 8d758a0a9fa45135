// The input of upsertPosts. Its fields are those of a creation; of a post that exists, an absent field is unchanged.
import { Field, InputType } from "type-graphql";
import { CreatePostInput } from "../post-mutation.inputs.js";

@InputType({
  description:
    "A post of another system, to be created, or to be updated if a post with its external id exists. Then an absent field stays as it is, and so do the slug, the authors and the publication if they are null.",
})
export class UpsertPostInput extends CreatePostInput {
  @Field(() => String, {
    description: "The id of the post in the other system, 1 to 255 characters, compared exactly.",
  })
  override externalId!: string;
}

@InputType({ description: "The posts to create or to update." })
export class UpsertPostsInput {
  @Field(() => [UpsertPostInput], {
    description:
      "At most 100. They are written one after the other, so that the last of several with one external id is what remains.",
  })
  posts!: UpsertPostInput[];
}
