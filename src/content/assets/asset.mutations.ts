// The mutations of assets.
import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { clearLoaders } from "../../platform/graphql/loader.js";
import {
  deletionType,
  ERRORS_DESCRIPTION,
  INPUT,
  type Payload,
  payload,
  payloadType,
  resultOf,
  writtenPayload,
} from "../../platform/graphql/mutation.js";
import { UserError } from "../../platform/graphql/user-error.js";
import { Asset } from "./asset.entity.js";
import {
  CompleteUploadInput,
  CreateUploadInput,
  DeleteAssetInput,
  ReplaceAssetInput,
  UpdateAssetInput,
  UploadTarget,
} from "./asset.inputs.js";
import { assetById } from "./asset.loaders.js";
import { deleteAsset, replaceAsset, updateAsset } from "./asset.service.js";
import { completeUpload, createUpload } from "./uploads/upload.service.js";

@ObjectType({ simpleResolvers: true, description: resultOf("CreateUploadPayload") })
class CreateUploadPayload {
  @Field(() => UploadTarget, {
    nullable: true,
    description: "Where to send the bytes. Null if there is an asset of these bytes, or the upload was rejected.",
  })
  upload!: UploadTarget | null;

  @Field(() => Asset, { nullable: true, description: "The asset of the same bytes, if there is one." })
  asset!: Asset | null;

  @Field(() => [UserError], { description: ERRORS_DESCRIPTION })
  errors!: readonly UserError[];
}

const CompleteUploadPayload = payloadType("CompleteUploadPayload", "asset", () => Asset);
const UpdateAssetPayload = payloadType("UpdateAssetPayload", "asset", () => Asset);
const ReplaceAssetPayload = payloadType("ReplaceAssetPayload", "asset", () => Asset);
const DeleteAssetPayload = deletionType("DeleteAssetPayload");

@Resolver()
export class AssetMutations {
  @Mutation(() => CreateUploadPayload, {
    nullable: true,
    description: "Announces a file and returns where its bytes go. For viewers with a role.",
  })
  async createUpload(
    @Arg("input", () => CreateUploadInput, INPUT) input: CreateUploadInput,
    @Ctx() ctx: Context,
  ): Promise<CreateUploadPayload> {
    const { created, errors } = await payload(ctx, "created", () => createUpload(ctx, input));
    if (created === null) return { upload: null, asset: null, errors };
    if ("upload" in created) return { upload: created.upload, asset: null, errors };
    clearLoaders(ctx);
    return { upload: null, asset: await assetById(ctx).load(created.assetId), errors };
  }

  @Mutation(() => CompleteUploadPayload, {
    nullable: true,
    description:
      "Makes an asset of the bytes that were sent, after they have been inspected. For viewers with a role, each for their own uploads.",
  })
  completeUpload(
    @Arg("input", () => CompleteUploadInput, INPUT) input: CompleteUploadInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"asset", Asset | null>> {
    return writtenPayload(ctx, "asset", () => completeUpload(ctx, input), assetById);
  }

  @Mutation(() => UpdateAssetPayload, {
    nullable: true,
    description: "Changes what is said about an asset. For editors, and for authors if they have uploaded it.",
  })
  updateAsset(
    @Arg("input", () => UpdateAssetInput, INPUT) input: UpdateAssetInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"asset", Asset | null>> {
    return writtenPayload(ctx, "asset", () => updateAsset(ctx, input), assetById);
  }

  @Mutation(() => ReplaceAssetPayload, {
    nullable: true,
    description: "Gives an asset other bytes. For editors, and for authors if they have uploaded it.",
  })
  replaceAsset(
    @Arg("input", () => ReplaceAssetInput, INPUT) input: ReplaceAssetInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"asset", Asset | null>> {
    return writtenPayload(ctx, "asset", () => replaceAsset(ctx, input), assetById);
  }

  @Mutation(() => DeleteAssetPayload, {
    nullable: true,
    description:
      "Permanently deletes an asset that nothing uses. For editors, and for authors if they have uploaded it.",
  })
  deleteAsset(
    @Arg("input", () => DeleteAssetInput, INPUT) input: DeleteAssetInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"deletedId", string>> {
    return payload(ctx, "deletedId", async () => encodeGlobalId("Asset", await deleteAsset(ctx, input)));
  }
}
