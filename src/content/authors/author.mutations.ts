// The mutations of authors.
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import {
  deletionType,
  INPUT,
  type MergePayload,
  mergedPayload,
  mergeType,
  type Payload,
  payload,
  payloadType,
  writtenPayload,
} from "../../platform/graphql/mutation.js";
import { Author } from "./author.entity.js";
import { CreateAuthorInput, DeleteAuthorInput, MergeAuthorsInput, UpdateAuthorInput } from "./author.inputs.js";
import { authorById } from "./author.loaders.js";
import { createAuthor, updateAuthor } from "./author.service.js";
import { deleteAuthor, mergeAuthors } from "./author-merge.service.js";

const CreateAuthorPayload = payloadType("CreateAuthorPayload", "author", () => Author);
const UpdateAuthorPayload = payloadType("UpdateAuthorPayload", "author", () => Author);

const MergeAuthorsPayload = mergeType("MergeAuthorsPayload", "author", () => Author);
const DeleteAuthorPayload = deletionType("DeleteAuthorPayload");

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

  @Mutation(() => MergeAuthorsPayload, {
    nullable: true,
    description:
      "Gives the posts of the source author to the target author and deletes the source. Its path redirects to the target, and API tokens of the source are revoked.",
  })
  mergeAuthors(
    @Arg("input", () => MergeAuthorsInput, INPUT) input: MergeAuthorsInput,
    @Ctx() ctx: Context,
  ): Promise<MergePayload<"author", Author | null>> {
    return mergedPayload(ctx, "author", input.sourceId, () => mergeAuthors(ctx, input), authorById);
  }

  @Mutation(() => DeleteAuthorPayload, {
    nullable: true,
    description: "Deletes an author without posts, together with the API tokens of the author.",
  })
  deleteAuthor(
    @Arg("input", () => DeleteAuthorInput, INPUT) input: DeleteAuthorInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"deletedId", string>> {
    return payload(ctx, "deletedId", async () => encodeGlobalId("Author", await deleteAuthor(ctx, input)));
  }
}
