// The inputs of the mutations of API tokens.
import { Field, ID, InputType } from "type-graphql";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { RoleEnum } from "../access/role-enum.js";
import type { Role } from "../viewer.js";

@InputType({ description: "A new API token." })
export class CreateApiTokenInput {
  @Field(() => String, {
    description: "The purpose of the token, 1 to 200 characters. Shown as the name of the viewer.",
  })
  name!: string;

  @Field(() => RoleEnum, { description: "The role of the viewer who sends the token." })
  role!: Role;

  @Field(() => ID, {
    nullable: true,
    description: "The author whose posts the token may write. Required for role AUTHOR, and not allowed for others.",
  })
  authorId?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the token expires, an instant in the future. If absent, it does not expire.",
  })
  expiresAt?: string | null;
}

@InputType({ description: "An API token to revoke." })
export class RevokeApiTokenInput {
  @Field(() => ID, { description: "The token to revoke." })
  id!: string;
}
