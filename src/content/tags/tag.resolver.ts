// Queries for tags.
import { Arg, Args, ArgsType, Ctx, Field, Info, InputType, Query, Resolver, registerEnumType } from "type-graphql";
import type { Context } from "../../identity/context.js";
import type { Deferred, MaybeDeferred } from "../../platform/graphql/deferred.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { connectionTypes, loadConnection, type Page } from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { normaliseSlug } from "../../platform/markup/slug.js";
import { OrderDirection } from "../order-direction.js";
import { Tag } from "./tag.entity.js";
import { TAG_LIST_TAGS, tagBySlug, tagsByName, tagsByPostCount } from "./tag.loaders.js";

const { Connection: TagConnection } = connectionTypes("Tag", () => Tag);

const TagOrderField = { NAME: "NAME", POST_COUNT: "POST_COUNT" } as const;
type TagOrderField = (typeof TagOrderField)[keyof typeof TagOrderField];
registerEnumType(TagOrderField, {
  name: "TagOrderField",
  description: "What tags are ordered by.",
  valuesConfig: {
    NAME: { description: "Name by Unicode code point." },
    POST_COUNT: { description: "Number of posts that readers see." },
  },
});

@InputType({ description: "Order of a list of tags." })
class TagOrder {
  @Field(() => TagOrderField, { description: "What to order by." })
  field!: TagOrderField;

  @Field(() => OrderDirection, { description: "In which direction." })
  direction!: OrderDirection;
}

@ArgsType()
class TagsArgs extends PageArgs {
  @Field(() => TagOrder, { nullable: true, description: "By name where absent." })
  orderBy?: TagOrder | null;
}

@Resolver(() => Tag)
export class TagResolver {
  @Query(() => Tag, {
    nullable: true,
    description: "The tag with this slug; null where no visible post carries such a one.",
  })
  tag(
    @Arg("slug", () => String, { description: "Also percent-encoded or in another Unicode normal form." }) slug: string,
    @Ctx() ctx: Context,
  ): Deferred<Tag | null> | null {
    const normalised = normaliseSlug(slug);
    return normalised === null ? null : tagBySlug(ctx).load(normalised);
  }

  @Query(() => TagConnection, { description: "Tags of visible posts, by name unless ordered otherwise." })
  tags(
    @Args(() => TagsArgs) args: TagsArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<Page<Tag>> {
    const { field, direction } = args.orderBy ?? { field: "NAME", direction: "ASC" };
    const source = field === "NAME" ? tagsByName(ctx, direction) : tagsByPostCount(ctx, direction);
    const order = `${field} ${direction}`;
    const cursors = new CursorCodec({ list: "Query.tags", order, filter: "" });
    const page = pageRequest(args, source.keyset, cursors);
    return loadConnection(
      ctx,
      Tag,
      null,
      { source, page, cursors, shape: `Query.tags\n${order}`, cacheTags: TAG_LIST_TAGS },
      wholeRows(selectionOf(info)),
    );
  }
}
