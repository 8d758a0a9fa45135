// What the mutations of categories take.
import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "A new category." })
export class CreateCategoryInput {
  @Field(() => String, { description: "1 to 200 characters." })
  name!: string;

  @Field(() => String, { nullable: true, description: "Derived from the name where absent." })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: "Plain text, at most 5000 characters." })
  description?: string | null;

  @Field(() => ID, { nullable: true, description: "The category above; absent for a root." })
  parentId?: string | null;
}

@InputType({ description: "A change of a category. Absent = unchanged, null = cleared." })
export class UpdateCategoryInput {
  @Field(() => ID, { description: "The category." })
  id!: string;

  @Field(() => String, { nullable: true, description: "1 to 200 characters; cannot be cleared." })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Former paths of the whole subtree redirect. Null derives one from the name.",
  })
  slug?: string | null;

  @Field(() => String, { nullable: true, description: "Plain text, at most 5000 characters." })
  description?: string | null;
}

@InputType({ description: "Puts a category with its whole subtree elsewhere." })
export class MoveCategoryInput {
  @Field(() => ID, { description: "The category." })
  id!: string;

  @Field(() => ID, { nullable: true, description: "The category to put it below; null makes it a root." })
  parentId?: string | null;
}

@InputType({ description: "Makes one category of two." })
export class MergeCategoriesInput {
  @Field(() => ID, { description: "The category that ends." })
  sourceId!: string;

  @Field(() => ID, { description: "The category that gets its posts and children." })
  targetId!: string;
}

@InputType({ description: "Deletes a category without posts and children." })
export class DeleteCategoryInput {
  @Field(() => ID, { description: "The category." })
  id!: string;
}
