// A part of a series as a reader sees it.
import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ simpleResolvers: true, description: "A post as a part of a series." })
export class SeriesEntry {
  seriesId!: string;
  postId!: string;
  previousId!: string | null;
  nextId!: string | null;

  @Field(() => Int, { description: "From 1, among the parts this viewer can see." })
  position!: number;

  @Field(() => Int, { description: "Parts this viewer can see." })
  total!: number;
}
