// The mutations of authors.
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { INPUT, type Payload, payloadType, writtenPayload } from "../../platform/graphql/mutation.js";
import { Author } from "./author.entity.js";
import { CreateAuthorInput, UpdateAuthorInput } from "./author.inputs.js";
import { authorById } from "./author.loaders.js";
import { createAuthor, updateAuthor } from "./author.service.js";

const CreateAuthorPayload = payloadType("CreateAuthorPayload", "author", () => Author, "Result of createAuthor.");
const UpdateAuthorPayload = payloadType("UpdateAuthorPayload", "author", () => Author, "Result of updateAuthor.");

type AuthorPayload = Promise<Payload<"author", Author | null>>;

@Resolver()
export class AuthorMutations {
  @Mutation(() => CreateAuthorPayload, { nullable: true, description: "Creates an author." })
  createAuthor(
    @Arg("input", () => CreateAuthorInput, INPUT) input: CreateAuthorInput,
    @Ctx() ctx: Context,
  ): AuthorPayload {
    return writtenPayload(ctx, "author", () => createAuthor(ctx, input), authorById);
  }

  @Mutation(() => UpdateAuthorPayload, {
    nullable: true,
    description: "Changes an author. The path of a former slug redirects to the author.",
  })
  updateAuthor(
    @Arg("input", () => UpdateAuthorInput, INPUT) input: UpdateAuthorInput,
    @Ctx() ctx: Context,
  ): AuthorPayload {
    return writtenPayload(ctx, "author", () => updateAuthor(ctx, input), authorById);
  }
}
