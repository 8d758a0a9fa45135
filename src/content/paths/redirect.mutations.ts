// The mutations of redirects.
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import {
  deletionType,
  INPUT,
  type Payload,
  payload,
  payloadType,
  writtenPayload,
} from "../../platform/graphql/mutation.js";
import { CreateRedirectInput, DeleteRedirectInput } from "./redirect.inputs.js";
import { redirectById } from "./redirect.loaders.js";
import { createRedirect, deleteRedirect } from "./redirect.service.js";
import { StoredRedirect } from "./stored-redirect.js";

const CreateRedirectPayload = payloadType("CreateRedirectPayload", "redirect", () => StoredRedirect);
const DeleteRedirectPayload = deletionType("DeleteRedirectPayload");

@Resolver()
export class RedirectMutations {
  @Mutation(() => CreateRedirectPayload, {
    nullable: true,
    description: "Creates a redirect from a path that no object has, such as a path of an older site.",
  })
  createRedirect(
    @Arg("input", () => CreateRedirectInput, INPUT) input: CreateRedirectInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"redirect", StoredRedirect | null>> {
    return writtenPayload(ctx, "redirect", () => createRedirect(ctx, input), redirectById);
  }

  @Mutation(() => DeleteRedirectPayload, {
    nullable: true,
    description: "Deletes a redirect, so that its path leads nowhere or to what it led to before.",
  })
  deleteRedirect(
    @Arg("input", () => DeleteRedirectInput, INPUT) input: DeleteRedirectInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"deletedId", string>> {
    return payload(ctx, "deletedId", async () => encodeGlobalId("StoredRedirect", await deleteRedirect(ctx, input)));
  }
}
