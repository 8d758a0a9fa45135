// The queries for categories, and the fields that navigate the tree.
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
import {
  type ConnectionPage,
  cachedPage,
  connectionTypes,
  loadConnection,
} from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { collectionPage } from "../seo/json-ld.js";
import { Seo } from "../seo/seo.type.js";
import { normaliseSlugPath } from "../site-path.js";
import { Category } from "./category.entity.js";
import {
  cachedCategories,
  categoriesSource,
  categoryListTags,
  loadCategories,
  loadCategory,
  loadCategoryBySlugPath,
  loadChildren,
} from "./category.loaders.js";

const { Connection: CategoryConnection } = connectionTypes("Category", () => Category);

@InputType({ description: "A filter of categories. A category matches if it meets all given conditions." })
export class CategoryFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: "True selects root categories only, false only categories that have a parent.",
  })
  isRoot?: boolean | null;

  @Field(() => ID, { nullable: true, description: "Selects the direct children of this category only." })
  parentId?: string | null;
}

@ArgsType()
class CategoriesArgs extends PageArgs {
  @Field(() => CategoryFilter, { nullable: true, description: "Selects the categories. All if absent." })
  filter?: CategoryFilter | null;
}

@Resolver(() => Category)
export class CategoryResolver {
  @Query(() => Category, {
    nullable: true,
    description: "The category with this path of slugs, current or former, or null if there is none.",
  })
  category(
    @Arg("slugPath", () => String, {
      description:
        "The slugs from the root to the category, joined by slashes, such as linux/network; see `Category.slugPath`.",
    })
    slugPath: string,
    @Ctx() ctx: Context,
  ): MaybeDeferred<Category | null> {
    const normalised = normaliseSlugPath(slugPath);
    return normalised === null ? null : loadCategoryBySlugPath(ctx, normalised, "current or former");
  }

  @Query(() => CategoryConnection, {
    description: "The categories ordered by slugPath, so that parents come before their children.",
  })
  categories(
    @Args(() => CategoriesArgs) args: CategoriesArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<ConnectionPage<Category>> {
    const { isRoot = null, parentId } = args.filter ?? {};
    const filter = { isRoot, parentId: parentId == null ? null : uuidOf(parentId, "Category", "filter.parentId") };
    const text = JSON.stringify(filter);
    const cursors = new CursorCodec({ list: "Query.categories", order: "PATH ASC", filter: text });
    const source = categoriesSource(filter);
    const page = pageRequest(args, source.keyset, cursors);
    const request = { source, page, cursors, shape: `Query.categories\n${text}`, cacheTags: categoryListTags(filter) };
    const cached = cachedCategories(ctx, filter);
    return (
      (cached === null ? null : cachedPage(ctx, cached, request)) ??
      loadConnection(ctx, Category, null, request, wholeRows(selectionOf(info)))
    );
  }

  @FieldResolver(() => Category, { nullable: true, description: "The parent category, or null for a root." })
  parent(@Root() category: Category, @Ctx() ctx: Context): MaybeDeferred<Category | null> {
    return category.parentId === null ? null : loadCategory(ctx, category.parentId);
  }

  @FieldCost({ size: 3 })
  @FieldResolver(() => [Category], { description: "The categories from the root to the parent. Empty for a root." })
  ancestors(@Root() category: Category, @Ctx() ctx: Context): MaybeDeferred<Category[]> {
    return loadAncestors(ctx, category);
  }

  @FieldCost({ size: 5 })
  @FieldResolver(() => [Category], { description: "The direct children ordered by path, at most 500." })
  children(@Root() category: Category, @Ctx() ctx: Context): MaybeDeferred<readonly Category[]> {
    return loadChildren(ctx, category.id);
  }

  @FieldResolver(() => Seo, { description: "Metadata of the page of the category for search engines." })
  seo(@Root() category: Category): Seo {
    return Seo.ofTerm({
      ...{ title: category.name, path: category.path, description: category.description },
      structured: async (ctx, page) => {
        const ancestors = await loadAncestors(ctx, category);
        return collectionPage(
          page,
          ancestors.map(({ name, path }) => ({ name, url: page.urlOf(path) })),
        );
      },
    });
  }
}

const loadAncestors = (ctx: Context, { ancestorIds }: Category): MaybeDeferred<Category[]> =>
  mapDeferred(loadCategories(ctx, ancestorIds), (ancestors) => ancestors.filter((ancestor) => ancestor !== null));
