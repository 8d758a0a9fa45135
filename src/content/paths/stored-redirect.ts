// GraphQL type of a stored redirect: a former path of an object, or one that an editor made.
import { Field, Int, ObjectType } from "type-graphql";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import type { PathAliasRow } from "../aliases/path-alias.entity.js";
import { destinationOf } from "./redirect-steps.js";

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A redirect as it is stored: a former path of an object, or one that an editor made. For editors.",
})
export class StoredRedirect extends Node {
  id!: string;
  kind!: PathAliasRow["kind"];
  targetId!: string;
  /** The slug or slugs of the object. */
  name!: string | null;
  toUrl!: string | null;
  path!: string;

  @Field(() => Int, { description: "The HTTP status code of the redirect, 301 or 308." })
  statusCode!: number;

  @Field(() => DateTimeScalar, { description: "The time at which the path began to redirect." })
  createdAt!: string;

  @Field(() => String, {
    description: "The path that redirects, relative to the site: decoded, in lower case and without a trailing slash.",
  })
  get from(): string {
    return this.path;
  }

  @Field(() => String, {
    description:
      "Where it leads: the current path of its object, another path of the site, or the absolute URL of another site.",
  })
  get to(): string {
    return destinationOf(this);
  }

  override get globalId(): string {
    return encodeGlobalId("StoredRedirect", this.id);
  }
}
