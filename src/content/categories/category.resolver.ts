// Queries for categories and the fields that lead through their tree.
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  InputType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { Context } from "../../identity/context.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import { type MaybeDeferred, mapDeferred } from "../../platform/graphql/deferred.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { uuidOf } from "../../platform/graphql/node.js";
import { connectionTypes, knownPage, loadConnection, type Page } from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { normaliseSlugPath } from "../site-path.js";
import { Category } from "./category.entity.js";
import {
  CATEGORY_LIST_TAGS,
  cachedCategories,
  categoriesSource,
  loadCategories,
  loadCategory,
  loadCategoryByPath,
  loadChildren,
} from "./category.loaders.js";

const { Connection: CategoryConnection } = connectionTypes("Category", () => Category);

@InputType({ description: "Conditions on categories; all that are given must hold." })
export class CategoryFilter {
  @Field(() => Boolean, { nullable: true, description: "Only roots; false: only categories that have a parent." })
  isRoot?: boolean | null;

  @Field(() => ID, { nullable: true, description: "Only direct children of this category." })
  parentId?: string | null;
}

@ArgsType()
class CategoriesArgs extends PageArgs {
  @Field(() => CategoryFilter, { nullable: true, description: "Which categories; all where absent." })
  filter?: CategoryFilter | null;
}

@Resolver(() => Category)
export class CategoryResolver {
  @Query(() => Category, { nullable: true, description: "The category at this path; null where there is none." })
  category(
    @Arg("path", () => String, { description: "Slugs from the root joined by slashes, such as linux/network." })
    path: string,
    @Ctx() ctx: Context,
  ): MaybeDeferred<Category | null> {
    const normalised = normaliseSlugPath(path);
    return normalised === null ? null : loadCategoryByPath(ctx, normalised);
  }

  @Query(() => CategoryConnection, { description: "Categories by path, so that parents come before their children." })
  categories(
    @Args(() => CategoriesArgs) args: CategoriesArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<Page<Category>> {
    const { isRoot = null, parentId } = args.filter ?? {};
    const filter = { isRoot, parentId: parentId == null ? null : uuidOf(parentId, "Category", "filter.parentId") };
    const text = JSON.stringify(filter);
    const cursors = new CursorCodec({ list: "Query.categories", order: "PATH ASC", filter: text });
    const source = categoriesSource(filter);
    const page = pageRequest(args, source.keyset, cursors);
    const request = { source, page, cursors, shape: `Query.categories\n${text}`, cacheTags: CATEGORY_LIST_TAGS };
    const known = cachedCategories(ctx, filter);
    return (
      (known === null ? null : knownPage(ctx, known, request)) ??
      loadConnection(ctx, Category, null, request, wholeRows(selectionOf(info)))
    );
  }

  @FieldResolver(() => Category, { nullable: true, description: "The category above; null for a root." })
  parent(@Root() category: Category, @Ctx() ctx: Context): MaybeDeferred<Category | null> {
    return category.parentId === null ? null : loadCategory(ctx, category.parentId);
  }

  @FieldCost({ size: 3 })
  @FieldResolver(() => [Category], { description: "The way from the root down to the parent; empty for a root." })
  ancestors(@Root() category: Category, @Ctx() ctx: Context): MaybeDeferred<Category[]> {
    return mapDeferred(loadCategories(ctx, category.ancestorIds), (ancestors) =>
      ancestors.filter((ancestor) => ancestor !== null),
    );
  }

  @FieldCost({ size: 5 })
  @FieldResolver(() => [Category], { description: "Direct children by path, at most 500." })
  children(@Root() category: Category, @Ctx() ctx: Context): MaybeDeferred<readonly Category[]> {
    return loadChildren(ctx, category.id);
  }
}
