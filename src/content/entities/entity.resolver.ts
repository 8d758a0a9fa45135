// The fields that a gateway of Apollo Federation 2 queries: the SDL of the subgraph, and objects by type and key. They use the same
// loaders, and so the same visibility and batches, as all other queries. The schema has them only if federation is switched on.
import { GraphQLScalarType, Kind, valueFromASTUntyped } from "graphql";
import { Arg, Ctx, createUnionType, Field, Info, ObjectType, Query, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { BadInputError } from "../../platform/graphql/bad-input.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import type { MaybeDeferred } from "../../platform/graphql/deferred.js";
import { decodeGlobalId } from "../../platform/graphql/global-id.js";
import type { SelectingInfo } from "../../platform/graphql/look-ahead.js";
import { normaliseSlug } from "../../platform/markup/slug.js";
import { Author } from "../authors/author.entity.js";
import { authorById, authorBySlug } from "../authors/author.loaders.js";
import { Category } from "../categories/category.entity.js";
import { loadCategory, loadCategoryBySlugPath } from "../categories/category.loaders.js";
import { Post } from "../posts/post.entity.js";
import { loadPostByPath, postById } from "../posts/post.loaders.js";
import { normaliseSlugPath, postPath } from "../site-path.js";
import { Tag } from "../tags/tag.entity.js";
import { tagById, tagBySlug } from "../tags/tag.loaders.js";

/** A gateway requests everything that one level of a query needs at once. */
const MAX_REPRESENTATIONS = 1_000;

type Found = MaybeDeferred<object | null> | null;

interface Entity {
  /** The second key, besides `id`. */
  key: "slug" | "slugPath";
  byId(ctx: Context, uuid: string): Found;
  byKey(ctx: Context, value: string, info: SelectingInfo): Found;
}

const bySlug =
  (load: (ctx: Context, slug: string, info: SelectingInfo) => Found) =>
  (ctx: Context, value: string, info: SelectingInfo): Found => {
    const slug = normaliseSlug(value);
    return slug === null ? null : load(ctx, slug, info);
  };

const ENTITIES: Readonly<Record<string, Entity>> = {
  Post: {
    key: "slug",
    byId: (ctx, uuid) => postById(ctx).load(uuid),
    byKey: bySlug((ctx, slug, info) => loadPostByPath(ctx, postPath(slug), info)),
  },
  Category: {
    key: "slugPath",
    byId: (ctx, uuid) => loadCategory(ctx, uuid),
    byKey: (ctx, value) => {
      const slugPath = normaliseSlugPath(value);
      return slugPath === null ? null : loadCategoryBySlugPath(ctx, slugPath);
    },
  },
  Tag: {
    key: "slug",
    byId: (ctx, uuid) => tagById(ctx).load(uuid),
    byKey: bySlug((ctx, slug) => tagBySlug(ctx).load(slug)),
  },
  Author: {
    key: "slug",
    byId: (ctx, uuid) => authorById(ctx).load(uuid),
    byKey: bySlug((ctx, slug) => authorBySlug(ctx).load(slug)),
  },
};

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])';

/** Adds the directives for composition to the SDL: the keys of entities, and @shareable for the type that every subgraph defines. */
export function subgraphSdl(sdl: string): string {
  const directives = Object.entries(ENTITIES).map(
    ([name, { key }]) => [name, `@key(fields: "id") @key(fields: "${key}")`] as const,
  );
  return [["PageInfo", "@shareable"] as const, ...directives].reduce(
    (text, [name, directive]) =>
      text.replace(new RegExp(`^type ${name}\\b[^{]*`, "m"), (head) => `${head}${directive} `),
    `${LINK}\n\n${sdl}`,
  );
}

const AnyScalar = new GraphQLScalarType({
  name: "_Any",
  description: "A reference to an object by its type name and one of its keys, as a gateway sends it.",
  parseValue: (value) => value,
  parseLiteral: (node, variables) =>
    node.kind === Kind.OBJECT || node.kind === Kind.VARIABLE ? valueFromASTUntyped(node, variables) : null,
});

const EntityUnion = createUnionType({
  name: "_Entity",
  description: "The types that a gateway may reference by a key.",
  types: () => [Post, Category, Tag, Author] as const,
  resolveType: (value) => value.constructor.name,
});

@ObjectType("_Service", { simpleResolvers: true, description: "The subgraph." })
class Service {
  @Field(() => String, { description: "The schema of the subgraph, with the keys of its types." })
  sdl!: string;
}

@Resolver()
export class EntityResolver {
  readonly #sdl: string;

  /** `sdl` is the SDL of the whole schema, which is known only once all resolvers have been collected. */
  constructor(sdl: string) {
    this.#sdl = sdl;
  }

  @Query(() => Service, { name: "_service", description: "The subgraph, for the composition of a supergraph." })
  service(): Service {
    return Object.assign(new Service(), { sdl: this.#sdl });
  }

  @FieldCost({ sizedBy: "representations", max: MAX_REPRESENTATIONS })
  @Query(() => [EntityUnion], {
    name: "_entities",
    nullable: "items",
    description:
      "The referenced objects in the order of the representations, with null for those that are not visible to the viewer.",
  })
  entities(
    @Arg("representations", () => [AnyScalar], {
      description: `References to Post, Tag and Author by id or slug, and to Category by id or slugPath. At most ${MAX_REPRESENTATIONS}.`,
    })
    representations: unknown[],
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): Promise<(object | null)[]> {
    const { length } = representations;
    if (length > MAX_REPRESENTATIONS) {
      const message = `Expected at most ${MAX_REPRESENTATIONS} representations, got ${length}.`;
      throw new BadInputError("TOO_MANY_IDS", message, "representations");
    }
    return Promise.all(representations.map((representation) => find(representation, ctx, info)));
  }
}

function find(representation: unknown, ctx: Context, info: SelectingInfo): Found {
  if (typeof representation !== "object" || representation === null) throw unknownEntity();
  const { __typename: name, id, ...keys } = representation as Record<string, unknown>;
  if (typeof name !== "string" || !Object.hasOwn(ENTITIES, name)) throw unknownEntity();
  const { key, byId, byKey } = ENTITIES[name] as Entity;
  if (typeof id === "string") {
    const decoded = decodeGlobalId(id);
    return decoded?.type === name ? byId(ctx, decoded.uuid) : null;
  }
  const value = keys[key];
  if (typeof value !== "string") throw unknownEntity();
  return byKey(ctx, value, info);
}

function unknownEntity(): BadInputError {
  const references = Object.entries(ENTITIES).map(([name, { key }]) => `${name} by id or ${key}`);
  const message = `Expected representations with __typename and a key: ${references.join(", ")}.`;
  return new BadInputError("ID_INVALID", message, "representations");
}
