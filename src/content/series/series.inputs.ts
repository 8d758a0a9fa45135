// The inputs of the mutations of series.
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "A new series." })
export class CreateSeriesInput {
  @Field(() => String, { description: "The title, 1 to 300 characters." })
  title!: string;

  @Field(() => String, { nullable: true, description: "The series' slug. Derived from the title if absent." })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: "A description in plain text, at most 5000 characters." })
  description?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: "The posts in reading order, at most 500. None of them may belong to another series.",
  })
  postIds?: string[] | null;
}

@InputType({ description: "Changes to a series. An absent field is unchanged; null clears it." })
export class UpdateSeriesInput {
  @Field(() => ID, { description: "The series to change." })
  id!: string;

  @Field(() => Int, {
    description:
      "The version on which the change is based. If the series has another one, the error is a VERSION_CONFLICT.",
  })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: "The new title, 1 to 300 characters. It cannot be cleared." })
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The new slug; the path with the former slug redirects. Null derives the slug from the title.",
  })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: "A description in plain text, at most 5000 characters." })
  description?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: "All posts of the series in their new order, at most 500. Null or an empty list removes all parts.",
  })
  postIds?: string[] | null;
}

@InputType({ description: "A series to delete." })
export class DeleteSeriesInput {
  @Field(() => ID, { description: "The series to delete. Its posts are kept." })
  id!: string;
}
