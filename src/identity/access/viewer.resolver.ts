// Who is asking, as the graph shows it.
import { Ctx, Field, ObjectType, Query, Resolver } from "type-graphql";
import type { Context } from "../context.js";
import type { Role, Viewer } from "../viewer.js";
import { RoleEnum } from "./role-enum.js";

@ObjectType("Viewer", { simpleResolvers: true, description: "Who is asking." })
class ViewerType {
  @Field(() => String, { description: "Name of the token or subject." })
  name!: string;

  @Field(() => RoleEnum, { description: "What the viewer may do." })
  role!: Role;
}

@Resolver()
export class ViewerResolver {
  @Query(() => ViewerType, { nullable: true, description: "Who is asking; null for an anonymous client." })
  viewer(@Ctx() ctx: Context): Viewer | null {
    return ctx.viewer;
  }
}
