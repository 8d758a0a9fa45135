// GraphQL type of a part of a series, as one viewer sees it.
import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ simpleResolvers: true, description: "A post as a part of a series." })
export class SeriesEntry {
  seriesId!: string;
  postId!: string;
  previousId!: string | null;
  nextId!: string | null;

  @Field(() => Int, { description: "The number of the part, from 1, among the parts visible to the viewer." })
  position!: number;

  @Field(() => Int, { description: "The number of parts visible to the viewer." })
  total!: number;
}
