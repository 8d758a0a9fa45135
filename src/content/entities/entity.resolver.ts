// Objects as a gateway asks for them (Apollo Federation 2): by type and key, through the same loaders, and so under the same
// visibility and in the same batches, as every other way to them. Part of the schema where federation is turned on.
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
import { loadCategory, loadCategoryByPath } from "../categories/category.loaders.js";
import { Post } from "../posts/post.entity.js";
import { loadPostByPath, postById } from "../posts/post.loaders.js";
import { normaliseSlugPath, postPath } from "../site-path.js";
import { Tag } from "../tags/tag.entity.js";
import { tagById, tagBySlug } from "../tags/tag.loaders.js";

/** A gateway requests everything that one level of a query needs at once. */
const MAX_REPRESENTATIONS = 1_000;

type Found = MaybeDeferred<object | null> | null;

interface Entity {
  /** The second key, beside `id`. */
  key: "slug" | "path";
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
    key: "path",
    byId: (ctx, uuid) => loadCategory(ctx, uuid),
    byKey: (ctx, value) => {
      const path = normaliseSlugPath(value);
      return path === null ? null : loadCategoryByPath(ctx, path);
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

/** The schema with what is said of its types to whoever composes it; the type that every subgraph has is shareable. */
export function subgraphSdl(sdl: string): string {
  const directives = Object.entries(ENTITIES).map(
    ([name, { key }]) => [name, `@key(fields: "id") @key(fields: "${key}")`] as const,
  );
  return [["PageInfo", "@shareable"] as const, ...directives].reduce(
    (text, [name, said]) => text.replace(new RegExp(`^type ${name}\\b[^{]*`, "m"), (head) => `${head}${said} `),
    `${LINK}\n\n${sdl}`,
  );
}

const AnyScalar = new GraphQLScalarType({
  name: "_Any",
  description: "An object by its type's name and one of its keys, as a gateway sends it.",
  parseValue: (value) => value,
  parseLiteral: (node, variables) =>
    node.kind === Kind.OBJECT || node.kind === Kind.VARIABLE ? valueFromASTUntyped(node, variables) : null,
});

const EntityUnion = createUnionType({
  name: "_Entity",
  description: "Whatever a gateway may ask for by a key.",
  types: () => [Post, Category, Tag, Author] as const,
  resolveType: (value) => value.constructor.name,
});

@ObjectType("_Service", { simpleResolvers: true, description: "This subgraph." })
class Service {
  @Field(() => String, { description: "Its schema, with the keys of its types." })
  sdl!: string;
}

@Resolver()
export class EntityResolver {
  readonly #sdl: string;

  /** `sdl` is the SDL of the whole schema, which is known only once all resolvers have been collected. */
  constructor(sdl: string) {
    this.#sdl = sdl;
  }

  @Query(() => Service, { name: "_service", description: "For the composition of a supergraph." })
  service(): Service {
    return Object.assign(new Service(), { sdl: this.#sdl });
  }

  @FieldCost({ sizedBy: "representations", max: MAX_REPRESENTATIONS })
  @Query(() => [EntityUnion], {
    name: "_entities",
    nullable: "items",
    description: "Objects by their keys, in the order of the representations; null where nothing is visible.",
  })
  entities(
    @Arg("representations", () => [AnyScalar], {
      description: `Of Post, Tag and Author by id or slug, of Category by id or path; at most ${MAX_REPRESENTATIONS}.`,
    })
    representations: unknown[],
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): Promise<(object | null)[]> {
    const { length } = representations;
    if (length > MAX_REPRESENTATIONS) {
      const message = `Argument "representations" takes at most ${MAX_REPRESENTATIONS}, but has ${length}.`;
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
  const named = Object.entries(ENTITIES).map(([name, { key }]) => `${name} by id or ${key}`);
  const message = `Argument "representations" takes objects with __typename and a key: ${named.join(", ")}.`;
  return new BadInputError("ID_INVALID", message, "representations");
}
