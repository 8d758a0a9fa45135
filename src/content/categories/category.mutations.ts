// The mutations of categories.
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
import { Category } from "./category.entity.js";
import {
  CreateCategoryInput,
  DeleteCategoryInput,
  MergeCategoriesInput,
  MoveCategoryInput,
  UpdateCategoryInput,
} from "./category.inputs.js";
import { categoryById } from "./category.loaders.js";
import { createCategory, deleteCategory, mergeCategories, moveCategory, updateCategory } from "./category.service.js";

const categoryPayload = (name: string) => payloadType(name, "category", () => Category);

const CreateCategoryPayload = categoryPayload("CreateCategoryPayload");
const UpdateCategoryPayload = categoryPayload("UpdateCategoryPayload");
const MoveCategoryPayload = categoryPayload("MoveCategoryPayload");
const MergeCategoriesPayload = mergeType("MergeCategoriesPayload", "category", () => Category);
const DeleteCategoryPayload = deletionType("DeleteCategoryPayload");

type CategoryPayload = Promise<Payload<"category", Category | null>>;

const writtenCategory = (ctx: Context, write: () => Promise<string>): CategoryPayload =>
  writtenPayload(ctx, "category", write, categoryById);

@Resolver()
export class CategoryMutations {
  @Mutation(() => CreateCategoryPayload, { nullable: true, description: "Creates a category." })
  createCategory(
    @Arg("input", () => CreateCategoryInput, INPUT) input: CreateCategoryInput,
    @Ctx() ctx: Context,
  ): CategoryPayload {
    return writtenCategory(ctx, () => createCategory(ctx, input));
  }

  @Mutation(() => UpdateCategoryPayload, {
    nullable: true,
    description: "Changes a category. The former paths of its subtree redirect.",
  })
  updateCategory(
    @Arg("input", () => UpdateCategoryInput, INPUT) input: UpdateCategoryInput,
    @Ctx() ctx: Context,
  ): CategoryPayload {
    return writtenCategory(ctx, () => updateCategory(ctx, input));
  }

  @Mutation(() => MoveCategoryPayload, {
    nullable: true,
    description: "Moves a category with its subtree to another parent. The former paths redirect.",
  })
  moveCategory(
    @Arg("input", () => MoveCategoryInput, INPUT) input: MoveCategoryInput,
    @Ctx() ctx: Context,
  ): CategoryPayload {
    return writtenCategory(ctx, () => moveCategory(ctx, input));
  }

  @Mutation(() => MergeCategoriesPayload, {
    nullable: true,
    description:
      "Moves the posts and children of the source to the target and deletes the source. The former paths redirect.",
  })
  mergeCategories(
    @Arg("input", () => MergeCategoriesInput, INPUT) input: MergeCategoriesInput,
    @Ctx() ctx: Context,
  ): Promise<MergePayload<"category", Category | null>> {
    return mergedPayload(ctx, "category", input.sourceId, () => mergeCategories(ctx, input), categoryById);
  }

  @Mutation(() => DeleteCategoryPayload, {
    nullable: true,
    description: "Deletes a category that has neither posts nor children.",
  })
  deleteCategory(
    @Arg("input", () => DeleteCategoryInput, INPUT) input: DeleteCategoryInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"deletedId", string>> {
    return payload(ctx, "deletedId", async () => encodeGlobalId("Category", await deleteCategory(ctx, input)));
  }
}
