// The fields of categories, tags and authors that lead to their posts. They are defined here, since those types do not know posts.
import { Arg, Args, Ctx, FieldResolver, Info, Int, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import type { SelectingInfo } from "../../platform/graphql/look-ahead.js";
import { Author } from "../authors/author.entity.js";
import { Category } from "../categories/category.entity.js";
import { Tag } from "../tags/tag.entity.js";
import { countPosts, loadPosts } from "./lists/post-list.js";
import { CategoryPostsArgs, PostsArgs } from "./post.inputs.js";
import { PostConnection } from "./post.resolver.js";

@Resolver(() => Category)
export class CategoryPostsResolver {
  @FieldResolver(() => PostConnection, {
    description: "The posts of the category, newest publication first unless `orderBy` is given.",
  })
  posts(
    @Root() category: Category,
    @Args(() => CategoryPostsArgs) args: CategoryPostsArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ) {
    return loadPosts(ctx, args.includeDescendants === false ? "category" : "categoryTree", category.id, args, info);
  }

  @FieldCost({ cost: 5 })
  @FieldResolver(() => Int, { description: "The number of posts in the category that are visible to the viewer." })
  postCount(
    @Root() category: Category,
    @Arg("includeDescendants", () => Boolean, {
      nullable: true,
      defaultValue: true,
      description: "Whether posts of descendant categories are counted too.",
    })
    includeDescendants: boolean | null,
    @Ctx() ctx: Context,
  ): Deferred<number> {
    return countPosts(ctx, includeDescendants === false ? "category" : "categoryTree", category.id);
  }
}

@Resolver(() => Tag)
export class TagPostsResolver {
  @FieldResolver(() => PostConnection, {
    description: "The posts with the tag, newest publication first unless `orderBy` is given.",
  })
  posts(@Root() tag: Tag, @Args(() => PostsArgs) args: PostsArgs, @Ctx() ctx: Context, @Info() info: SelectingInfo) {
    return loadPosts(ctx, "tag", tag.id, args, info);
  }

  @FieldCost({ cost: 5 })
  @FieldResolver(() => Int, { description: "The number of posts with the tag that are visible to the viewer." })
  postCount(@Root() tag: Tag, @Ctx() ctx: Context): Deferred<number> {
    return countPosts(ctx, "tag", tag.id);
  }
}

@Resolver(() => Author)
export class AuthorPostsResolver {
  @FieldResolver(() => PostConnection, {
    description: "The posts by the author, newest publication first unless `orderBy` is given.",
  })
  posts(
    @Root() author: Author,
    @Args(() => PostsArgs) args: PostsArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ) {
    return loadPosts(ctx, "author", author.id, args, info);
  }

  @FieldCost({ cost: 5 })
  @FieldResolver(() => Int, { description: "The number of posts by the author that are visible to the viewer." })
  postCount(@Root() author: Author, @Ctx() ctx: Context): Deferred<number> {
    return countPosts(ctx, "author", author.id);
  }
}
