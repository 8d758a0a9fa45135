// The queries for menus, their items, and the objects that the items lead to.
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { Node } from "../../platform/graphql/node.js";
import { normaliseSlug } from "../../platform/markup/slug.js";
import { authorById } from "../authors/author.loaders.js";
import { categoryById } from "../categories/category.loaders.js";
import { pageById } from "../pages/page.loaders.js";
import { postById } from "../posts/post.loaders.js";
import { seriesById } from "../series/series.loaders.js";
import type { RoutedKind } from "../site-path.js";
import { tagById } from "../tags/tag.loaders.js";
import { Menu } from "./menu.entity.js";
import { allMenus, itemsOfMenu, MAX_MENUS, menuBySlug } from "./menu.loaders.js";
import { MenuItem } from "./menu-item.type.js";

const targetOf: Record<RoutedKind, (ctx: Context, id: string) => Deferred<Node | null>> = {
  post: (ctx, id) => postById(ctx).load(id),
  page: (ctx, id) => pageById(ctx).load(id),
  category: (ctx, id) => categoryById(ctx).load(id),
  tag: (ctx, id) => tagById(ctx).load(id),
  author: (ctx, id) => authorById(ctx).load(id),
  series: (ctx, id) => seriesById(ctx).load(id),
};

@Resolver(() => Menu)
export class MenuResolver {
  @Query(() => Menu, { nullable: true, description: "The menu with this slug, or null if there is none." })
  menu(
    @Arg("slug", () => String, { description: "The slug of the menu, such as main." }) slug: string,
    @Ctx() ctx: Context,
  ): Deferred<Menu | null> | null {
    const normalised = normaliseSlug(slug);
    return normalised === null ? null : menuBySlug(ctx).load(normalised);
  }

  @FieldCost({ size: 5 })
  @Query(() => [Menu], { description: `All menus ordered by slug, at most ${MAX_MENUS}.` })
  menus(@Ctx() ctx: Context): Deferred<Menu[]> {
    return allMenus(ctx).load(1);
  }

  @FieldCost({ size: 8 })
  @FieldResolver(() => [MenuItem], {
    description: "The items at the top of the menu that the viewer may see. A menu has at most 3 levels and 200 items.",
  })
  items(@Root() { id }: Menu, @Ctx() ctx: Context): Deferred<MenuItem[]> {
    return itemsOfMenu(ctx).load(id);
  }
}

@Resolver(() => MenuItem)
export class MenuItemResolver {
  @FieldResolver(() => Node, {
    nullable: true,
    description: "The post, page, category, tag, author or series that the item leads to, or null for a URL.",
  })
  target(@Root() { targetKind, targetId }: MenuItem, @Ctx() ctx: Context): Deferred<Node | null> | null {
    return targetKind === null || targetId === null ? null : targetOf[targetKind](ctx, targetId);
  }
}
