// User errors: what a caller can cause and correct. They are returned as data beside a null result, several at once if several
// are found; nothing was written.
import { Field, InterfaceType, ObjectType, registerEnumType } from "type-graphql";
import { USER_ERROR_CODES, type UserErrorCode } from "./error-codes.js";

const UserErrorCodeEnum = Object.fromEntries(Object.keys(USER_ERROR_CODES).map((code) => [code, code]));
registerEnumType(UserErrorCodeEnum, {
  name: "UserErrorCode",
  description: "The kinds of user errors.",
  valuesConfig: Object.fromEntries(
    Object.entries(USER_ERROR_CODES).map(([code, description]) => [code, { description }]),
  ),
});

// Plain data, because graphql-js treats an instance of Error in a result as thrown.
@InterfaceType({
  description: "An error that the caller can correct. The result beside it is null, and nothing was written.",
  resolveType: (error: object) => error.constructor.name,
})
export abstract class UserError {
  @Field(() => UserErrorCodeEnum, { description: "The kind of error, for programs." })
  code!: UserErrorCode;

  @Field(() => String, { description: "What was expected and what was received, for people." })
  message!: string;

  @Field(() => [String], { nullable: true, description: "The path of the value in the input, such as [input, slug]." })
  path!: string[] | null;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "A user error with no fields beyond those of the interface.",
})
export class Refusal extends UserError {
  static of(code: UserErrorCode, message: string, path: string[] | null = null): Refusal {
    return Object.assign(new Refusal(), { code, message, path });
  }
}

/** Carries user errors out of a service function; the transaction that it passes through is rolled back. */
export class UserErrors extends Error {
  override readonly name = "UserErrors";
  readonly errors: readonly UserError[];

  constructor(...errors: readonly UserError[]) {
    super(errors.map((error) => error.message).join(" "));
    this.errors = errors;
  }
}

export function throwUserError(code: UserErrorCode, message: string, path: string[] | null = null): never {
  throw new UserErrors(Refusal.of(code, message, path));
}
