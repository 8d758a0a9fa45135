// The inputs of the mutations of authors.
import { Field, ID, InputType, Int } from "type-graphql";
import { ImageInput } from "../images/image.inputs.js";

@InputType({ description: "A new author." })
export class CreateAuthorInput {
  @Field(() => String, { description: "The author's name, 1 to 200 characters." })
  name!: string;

  @Field(() => String, { nullable: true, description: "The author's slug. Derived from the name if absent." })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: "A biography in plain text, at most 5000 characters." })
  bio?: string | null;

  @Field(() => ImageInput, { nullable: true, description: "A picture of the author." })
  avatar?: ImageInput | null;
}

@InputType({ description: "Two authors to merge." })
export class MergeAuthorsInput {
  @Field(() => ID, {
    description: "The author that is deleted. Its posts go to the target, and its path redirects there.",
  })
  sourceId!: string;

  @Field(() => ID, { description: "The author that remains." })
  targetId!: string;
}

@InputType({ description: "An author to delete." })
export class DeleteAuthorInput {
  @Field(() => ID, { description: "The author to delete. It must not have posts of any status." })
  id!: string;
}

@InputType({ description: "Changes to an author. An absent field is unchanged; null clears it." })
export class UpdateAuthorInput {
  @Field(() => ID, { description: "The author to change." })
  id!: string;

  @Field(() => Int, {
    description:
      "The version on which the change is based. If the author has another one, the error is a VERSION_CONFLICT.",
  })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: "The new name, 1 to 200 characters. It cannot be cleared." })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The new slug; the path with the former slug redirects. Null derives the slug from the name.",
  })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: "A biography in plain text, at most 5000 characters." })
  bio?: string | null;

  @Field(() => ImageInput, { nullable: true, description: "A picture of the author." })
  avatar?: ImageInput | null;
}
