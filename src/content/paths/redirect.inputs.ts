// The inputs of the mutations of redirects.
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({
  description: "A new redirect. It leads either to an object, by `targetId`, or to a path or URL, by `to`.",
})
export class CreateRedirectInput {
  @Field(() => String, {
    description:
      "The path that redirects, relative to the site, such as /2019/05/old.html or /?p=12. It is normalized as by `resolvePath`, which keeps the query of the root and of scripts such as /view.php?id=12, and must not be the path of an object.",
  })
  from!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "A path of the site, such as /about, or an absolute URL of http or https. The path of an object stands for the object, wherever it moves.",
  })
  to?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "The id of a post, page, category, tag, author or series. The redirect leads there, wherever it moves.",
  })
  targetId?: string | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 308,
    description: "The HTTP status code: 308, or 301, with which clients may send a form by GET instead of POST.",
  })
  statusCode?: number | null;
}

@InputType({ description: "A redirect to delete." })
export class DeleteRedirectInput {
  @Field(() => ID, { description: "The redirect to delete: one that an editor made, or a former path of an object." })
  id!: string;
}
