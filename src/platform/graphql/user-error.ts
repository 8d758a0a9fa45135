// Refusals that a caller can cause and mend. They come back as data beside a null result, several at once where several
// faults are found; the write did not happen.
import { Field, InterfaceType, ObjectType, registerEnumType } from "type-graphql";

/** Every kind of refusal. docs/errors.md says what a client should do; a test compares the two. */
export const USER_ERROR_CODES = {
  NOT_FOUND: "No object with this id exists, or none that the viewer may see.",
  FORBIDDEN: "The viewer sees the object but may not do this to it.",
  INVALID: "A value is malformed, too long or out of range.",
  SLUG_TAKEN: "Another object of the kind has this slug.",
  VERSION_CONFLICT: "The post was changed since the expected version; the error holds it as it is now.",
  CATEGORY_CYCLE: "A category cannot be moved below itself.",
  CATEGORY_NOT_EMPTY: "The category still has posts or children.",
  ALREADY_PUBLISHED: "The post is public already.",
  NOT_PUBLISHED: "The post is neither public nor scheduled.",
  TRASHED: "The post is in the trash; restore it first.",
  NOT_TRASHED: "Only a post in the trash can be restored or deleted for good.",
} as const;

export type UserErrorCode = keyof typeof USER_ERROR_CODES;

const UserErrorCodeEnum = Object.fromEntries(Object.keys(USER_ERROR_CODES).map((code) => [code, code]));
registerEnumType(UserErrorCodeEnum, {
  name: "UserErrorCode",
  description: "A code per kind of refusal.",
  valuesConfig: Object.fromEntries(
    Object.entries(USER_ERROR_CODES).map(([code, description]) => [code, { description }]),
  ),
});

// Plain data: graphql-js treats an instance of Error inside a result as thrown.
@InterfaceType({
  description: "A refusal that the caller can mend, beside a null result; the write did not happen.",
  resolveType: (error: object) => error.constructor.name,
})
export abstract class UserError {
  @Field(() => UserErrorCodeEnum, { description: "Which kind of refusal, for programs." })
  code!: UserErrorCode;

  @Field(() => String, { description: "What was expected and what came, for people." })
  message!: string;

  @Field(() => [String], { nullable: true, description: "Path into the input, such as [input, slug]." })
  path!: string[] | null;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "A refusal that its code and message say all about.",
})
export class Refusal extends UserError {
  static of(code: UserErrorCode, message: string, path: string[] | null = null): Refusal {
    return Object.assign(new Refusal(), { code, message, path });
  }
}

/** Carries refusals out of a service; the transaction it passes through is rolled back. */
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
