// Builds the executable schema from the resolvers, and prints the files that are committed in the folder schema.
import "reflect-metadata";
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isIntrospectionType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from "graphql";
import { buildSchemaSync, type PubSub } from "type-graphql";
import { EntityResolver, subgraphSdl } from "../content/entities/entity.resolver.js";
import { resolveDirectly } from "../platform/execution/field-access.js";
import { ResolverInstances } from "../platform/execution/resolver-instances.js";
import { DateTimeScalar } from "../platform/graphql/scalars.js";
import { orphanedTypes, resolvers } from "./registry.js";

const ROOT_DESCRIPTIONS = {
  Query: "Everything that can be read. Content that the viewer may not see is treated as if it did not exist.",
  Mutation: "Everything that can be written. Requires authentication; each field is one transaction.",
  Subscription: "What happens, as it happens: over a WebSocket, or as a stream of events.",
} as const;

/** type-graphql demands one, although each subscription has a source of its own. */
const NO_PUB_SUB: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error("Expected a subscription to have its own source.");
  },
};

export interface SchemaOptions {
  /** Adds the fields that a gateway of Apollo Federation queries. */
  federation?: boolean;
}

export function createSchema({ federation = false }: SchemaOptions = {}): GraphQLSchema {
  // A gateway composes the schema without the two fields that only gateways use.
  const subgraph = federation ? [new EntityResolver(subgraphSdl(printSdl(buildWrappedSchema())))] : [];
  const schema = buildWrappedSchema(subgraph);
  resolveDirectly(schema, new ResolverInstances(...subgraph));
  return schema;
}

/** The schema with type-graphql's own resolvers. They are slower than the direct ones; tests compare the results of both. */
export function buildWrappedSchema(subgraph: readonly EntityResolver[] = []): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: subgraph.length > 0 ? [...resolvers, EntityResolver] : [...resolvers],
    container: new ResolverInstances(...subgraph),
    orphanedTypes,
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    // Services check inputs and report user errors; class-validator is not used.
    validate: false,
    pubSub: NO_PUB_SUB,
    emitSchemaFile: false,
    // The check executes an introspection query, which takes a third of the startup time. Apollo and the tests validate the schema anyway.
    skipCheck: true,
  });
  // type-graphql has no option for the descriptions of the root types.
  for (const [name, description] of Object.entries(ROOT_DESCRIPTIONS)) {
    const type = schema.getType(name);
    if (type !== undefined) type.description = description;
  }
  return schema;
}

/** The SDL in a stable order, so that reordering code does not change the file. */
export function printSdl(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

/**
 * The object types of each interface and union, by name, in the format of Apollo Client's `possibleTypes`. A cache that does not know them
 * cannot tell whether a fragment on an interface applies.
 */
export function printPossibleTypes(schema: GraphQLSchema): string {
  const possible = sortedTypes(schema)
    .filter(isAbstractType)
    .map((type) => [
      type.name,
      schema
        .getPossibleTypes(type)
        .map(({ name }) => name)
        .sort(),
    ]);
  return `${JSON.stringify(Object.fromEntries(possible), null, 2)}\n`;
}

/** The object types whose objects a normalizing cache stores within their parent, because they have no `id`. */
export function printTypesWithoutId(schema: GraphQLSchema): string {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const names = sortedTypes(schema)
    .filter((type) => isObjectType(type) && !roots.includes(type) && type.getFields().id === undefined)
    .map(({ name }) => name);
  return `${JSON.stringify(names, null, 2)}\n`;
}

function sortedTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  return types.sort((a, b) => (a.name < b.name ? -1 : 1));
}
