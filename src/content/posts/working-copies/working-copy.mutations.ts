// The mutations of working copies.
import { Arg, Ctx, Info, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import { clearLoaders } from "../../../platform/graphql/loader.js";
import { type SelectingInfo, selectionOf } from "../../../platform/graphql/look-ahead.js";
import { INPUT, type Payload, payload, payloadType, writtenPayload } from "../../../platform/graphql/mutation.js";
import { Post } from "../post.entity.js";
import { postById } from "../post.loaders.js";
import { applyWorkingCopy } from "./apply-working-copy.js";
import { ApplyWorkingCopyInput, DiscardWorkingCopyInput, SaveWorkingCopyInput } from "./working-copy.inputs.js";
import { selectedCopy } from "./working-copy.resolver.js";
import { discardWorkingCopy, saveWorkingCopy } from "./working-copy.service.js";
import { WorkingCopy } from "./working-copy.type.js";

const SaveWorkingCopyPayload = payloadType("SaveWorkingCopyPayload", "workingCopy", () => WorkingCopy);
const ApplyWorkingCopyPayload = payloadType("ApplyWorkingCopyPayload", "post", () => Post);
const DiscardWorkingCopyPayload = payloadType("DiscardWorkingCopyPayload", "post", () => Post);

@Resolver()
export class WorkingCopyMutations {
  @Mutation(() => SaveWorkingCopyPayload, {
    nullable: true,
    description:
      "Saves edits of a post that are not public yet, for autosave. It writes the working copy and nothing else: no version of the post, no revision, no event, and no cached response is lost.",
  })
  saveWorkingCopy(
    @Arg("input", () => SaveWorkingCopyInput, INPUT) input: SaveWorkingCopyInput,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): Promise<Payload<"workingCopy", WorkingCopy | null>> {
    return payload(ctx, "workingCopy", async () => {
      const postId = await saveWorkingCopy(ctx, input);
      clearLoaders(ctx);
      return selectedCopy(ctx, postId, selectionOf(info).at("workingCopy"));
    });
  }

  @Mutation(() => ApplyWorkingCopyPayload, {
    nullable: true,
    description:
      "Makes the working copy the post's next version, as one write, and ends it; with `publishAt` the post is also published or scheduled in the same transaction. If the copy equals the post, no version is made.",
  })
  applyWorkingCopy(
    @Arg("input", () => ApplyWorkingCopyInput, INPUT) input: ApplyWorkingCopyInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"post", Post | null>> {
    return writtenPayload(ctx, "post", () => applyWorkingCopy(ctx, input), postById);
  }

  @Mutation(() => DiscardWorkingCopyPayload, {
    nullable: true,
    description: "Deletes the working copy. The post stays as it is.",
  })
  discardWorkingCopy(
    @Arg("input", () => DiscardWorkingCopyInput, INPUT) input: DiscardWorkingCopyInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"post", Post | null>> {
    return writtenPayload(ctx, "post", () => discardWorkingCopy(ctx, input), postById);
  }
}
