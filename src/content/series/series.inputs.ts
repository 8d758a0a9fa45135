// What the mutations of series take.
import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "A new series." })
export class CreateSeriesInput {
  @Field(() => String, { description: "1 to 300 characters." })
  title!: string;

  @Field(() => String, { nullable: true, description: "Derived from the title where absent." })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: "Plain text, at most 5000 characters." })
  description?: string | null;

  @Field(() => [ID], { nullable: true, description: "The parts in their order, at most 500; none of another series." })
  postIds?: string[] | null;
}

@InputType({ description: "A change of a series. Absent = unchanged, null = cleared." })
export class UpdateSeriesInput {
  @Field(() => ID, { description: "The series." })
  id!: string;

  @Field(() => String, { nullable: true, description: "1 to 300 characters; cannot be cleared." })
  title?: string | null;

  @Field(() => String, { nullable: true, description: "The former one redirects. Null derives one from the title." })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: "Plain text, at most 5000 characters." })
  description?: string | null;

  @Field(() => [ID], { nullable: true, description: "The whole order, at most 500; null or empty for no parts." })
  postIds?: string[] | null;
}

@InputType({ description: "Deletes a series; its posts stay." })
export class DeleteSeriesInput {
  @Field(() => ID, { description: "The series." })
  id!: string;
}
