// The queries for tags.
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Info,
  InputType,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from "type-graphql";
import type { Context } from "../../identity/context.js";
import type { Deferred, MaybeDeferred } from "../../platform/graphql/deferred.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { type ConnectionPage, connectionTypes, loadConnection } from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { normaliseSlug } from "../../platform/markup/slug.js";
import { OrderDirection } from "../order-direction.js";
import { collectionPage } from "../seo/json-ld.js";
import { Seo } from "../seo/seo.type.js";
import { Tag } from "./tag.entity.js";
import { TAG_LIST_TAGS, tagByAnySlug, tagsByName, tagsByPostCount } from "./tag.loaders.js";

const { Connection: TagConnection } = connectionTypes("Tag", () => Tag);

const TagOrderField = { NAME: "NAME", POST_COUNT: "POST_COUNT" } as const;
type TagOrderField = (typeof TagOrderField)[keyof typeof TagOrderField];
registerEnumType(TagOrderField, {
  name: "TagOrderField",
  description: "The fields by which tags can be ordered.",
  valuesConfig: {
    NAME: { description: "By name, in the order of Unicode code points." },
    POST_COUNT: { description: "By the number of visible posts." },
  },
});

@InputType({ description: "The order of a list of tags." })
class TagOrder {
  @Field(() => TagOrderField, { description: "The field to order by." })
  field!: TagOrderField;

  @Field(() => OrderDirection, { description: "The direction of the order." })
  direction!: OrderDirection;
}

@ArgsType()
class TagsArgs extends PageArgs {
  @Field(() => TagOrder, { nullable: true, description: "The order of the tags. By name if absent." })
  orderBy?: TagOrder | null;
}

@Resolver(() => Tag)
export class TagResolver {
  @Query(() => Tag, {
    nullable: true,
    description: "The tag with this slug or former slug, or null if no visible post has such a tag.",
  })
  tag(
    @Arg("slug", () => String, {
      description: "A current or former slug. It may be percent-encoded or in another Unicode normalization form.",
    })
    slug: string,
    @Ctx() ctx: Context,
  ): Deferred<Tag | null> | null {
    const normalised = normaliseSlug(slug);
    return normalised === null ? null : tagByAnySlug(ctx).load(normalised);
  }

  @Query(() => TagConnection, { description: "The tags of visible posts, ordered by name unless `orderBy` is given." })
  tags(
    @Args(() => TagsArgs) args: TagsArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<ConnectionPage<Tag>> {
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

  @FieldResolver(() => Seo, { description: "Metadata of the page of the tag for search engines." })
  seo(@Root() { name, path }: Tag): Seo {
    return Seo.ofTerm({ title: name, path, description: null, structured: (_, page) => collectionPage(page) });
  }
}
