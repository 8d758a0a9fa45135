// The query for the viewer.
import { Ctx, Field, ObjectType, Query, Resolver } from "type-graphql";
import type { Context } from "../context.js";
import type { Role, Viewer } from "../viewer.js";
import { RoleEnum } from "./role-enum.js";

@ObjectType("Viewer", { simpleResolvers: true, description: "The authenticated sender of the request." })
export class ViewerType {
  @Field(() => String, { description: "The name of the API token, or the subject of the JSON Web Token." })
  name!: string;

  @Field(() => RoleEnum, { description: "The role, which determines what the viewer may do." })
  role!: Role;
}

@Resolver()
export class ViewerResolver {
  @Query(() => ViewerType, {
    nullable: true,
    description: "The authenticated sender of the request, or null for an anonymous client.",
  })
  viewer(@Ctx() ctx: Context): Viewer | null {
    return ctx.viewer;
  }
}
