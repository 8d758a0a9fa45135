// The inputs of the mutations of categories.
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "A new category." })
export class CreateCategoryInput {
  @Field(() => String, { description: "The category's name, 1 to 200 characters." })
  name!: string;

  @Field(() => String, { nullable: true, description: "The category's slug. Derived from the name if absent." })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: "A description in plain text, at most 5000 characters." })
  description?: string | null;

  @Field(() => ID, { nullable: true, description: "The parent category. Absent for a root category." })
  parentId?: string | null;
}

@InputType({ description: "Changes to a category. An absent field is unchanged; null clears it." })
export class UpdateCategoryInput {
  @Field(() => ID, { description: "The category to change." })
  id!: string;

  @Field(() => Int, {
    description:
      "The version on which the change is based. If the category has another one, the error is a VERSION_CONFLICT.",
  })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: "The new name, 1 to 200 characters. It cannot be cleared." })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The new slug; the former paths of the whole subtree redirect. Null derives the slug from the name.",
  })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: "A description in plain text, at most 5000 characters." })
  description?: string | null;
}

@InputType({ description: "A category to move, and its new parent." })
export class MoveCategoryInput {
  @Field(() => ID, { description: "The category to move. Its whole subtree moves with it." })
  id!: string;

  @Field(() => Int, {
    description:
      "The version on which the change is based. If the category has another one, the error is a VERSION_CONFLICT.",
  })
  expectedVersion!: number;

  @Field(() => ID, { nullable: true, description: "The new parent. Null makes the category a root." })
  parentId?: string | null;
}

@InputType({ description: "Two categories to merge into one." })
export class MergeCategoriesInput {
  @Field(() => ID, { description: "The category to delete. Its path redirects to the target." })
  sourceId!: string;

  @Field(() => ID, { description: "The category to keep. It gets the posts and children of the source." })
  targetId!: string;
}

@InputType({ description: "A category to delete." })
export class DeleteCategoryInput {
  @Field(() => ID, { description: "The category to delete. It must have neither posts nor children." })
  id!: string;
}
