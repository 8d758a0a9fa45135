// What the mutations of API tokens take.
import { Field, ID, InputType } from "type-graphql";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { RoleEnum } from "../access/role-enum.js";
import type { Role } from "../viewer.js";

@InputType({ description: "A new API token." })
export class CreateApiTokenInput {
  @Field(() => String, { description: "What it is for, 1 to 200 characters; shown as the viewer's name." })
  name!: string;

  @Field(() => RoleEnum, { description: "What its holder may do." })
  role!: Role;

  @Field(() => ID, {
    nullable: true,
    description: "For role AUTHOR, and only for it: whose posts it may write.",
  })
  authorId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "In the future; it never expires where absent." })
  expiresAt?: string | null;
}

@InputType({ description: "The end of an API token." })
export class RevokeApiTokenInput {
  @Field(() => ID, { description: "The token." })
  id!: string;
}
