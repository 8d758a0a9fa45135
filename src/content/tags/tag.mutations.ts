// The mutations of tags.
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
import { Tag } from "./tag.entity.js";
import { CreateTagInput, DeleteTagInput, MergeTagsInput, UpdateTagInput } from "./tag.inputs.js";
import { tagById } from "./tag.loaders.js";
import { createTag, deleteTag, mergeTags, updateTag } from "./tag.service.js";

const CreateTagPayload = payloadType("CreateTagPayload", "tag", () => Tag);
const UpdateTagPayload = payloadType("UpdateTagPayload", "tag", () => Tag);
const MergeTagsPayload = mergeType("MergeTagsPayload", "tag", () => Tag);
const DeleteTagPayload = deletionType("DeleteTagPayload");

type TagPayload = Promise<Payload<"tag", Tag | null>>;

const writtenTag = (ctx: Context, write: () => Promise<string>): TagPayload =>
  writtenPayload(ctx, "tag", write, tagById);

@Resolver()
export class TagMutations {
  @Mutation(() => CreateTagPayload, { nullable: true, description: "Creates a tag." })
  createTag(@Arg("input", () => CreateTagInput, INPUT) input: CreateTagInput, @Ctx() ctx: Context): TagPayload {
    return writtenTag(ctx, () => createTag(ctx, input));
  }

  @Mutation(() => UpdateTagPayload, {
    nullable: true,
    description: "Changes the name or slug of a tag. The path of a former slug redirects to the tag.",
  })
  updateTag(@Arg("input", () => UpdateTagInput, INPUT) input: UpdateTagInput, @Ctx() ctx: Context): TagPayload {
    return writtenTag(ctx, () => updateTag(ctx, input));
  }

  @Mutation(() => MergeTagsPayload, {
    nullable: true,
    description:
      "Adds the posts of the source tag to the target tag and deletes the source. Its path redirects to the target.",
  })
  mergeTags(
    @Arg("input", () => MergeTagsInput, INPUT) input: MergeTagsInput,
    @Ctx() ctx: Context,
  ): Promise<MergePayload<"tag", Tag | null>> {
    return mergedPayload(ctx, "tag", input.sourceId, () => mergeTags(ctx, input), tagById);
  }

  @Mutation(() => DeleteTagPayload, { nullable: true, description: "Deletes a tag and removes it from all posts." })
  deleteTag(
    @Arg("input", () => DeleteTagInput, INPUT) input: DeleteTagInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"deletedId", string>> {
    return payload(ctx, "deletedId", async () => encodeGlobalId("Tag", await deleteTag(ctx, input)));
  }
}
