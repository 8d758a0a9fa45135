// What the mutations of authors take.
import { Field, ID, InputType } from "type-graphql";
import { ImageInput } from "../images/image.inputs.js";

@InputType({ description: "A new author." })
export class CreateAuthorInput {
  @Field(() => String, { description: "1 to 200 characters." })
  name!: string;

  @Field(() => String, { nullable: true, description: "Derived from the name where absent." })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: "Plain text, at most 5000 characters." })
  bio?: string | null;

  @Field(() => ImageInput, { nullable: true, description: "A picture of the author." })
  avatar?: ImageInput | null;
}

@InputType({ description: "A change of an author. Absent = unchanged, null = cleared." })
export class UpdateAuthorInput {
  @Field(() => ID, { description: "The author." })
  id!: string;

  @Field(() => String, { nullable: true, description: "1 to 200 characters; cannot be cleared." })
  name?: string | null;

  @Field(() => String, { nullable: true, description: "The former one redirects. Null derives one from the name." })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: "Plain text, at most 5000 characters." })
  bio?: string | null;

  @Field(() => ImageInput, { nullable: true, description: "A picture of the author." })
  avatar?: ImageInput | null;
}
