// The executable schema, built from the resolvers, and its printed form, which is committed and compared by a test.
import "reflect-metadata";
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { buildSchemaSync } from "type-graphql";
import { EntityResolver, SUBGRAPH_SDL, subgraphSdl } from "../content/entities/entity.resolver.js";
import { resolveDirectly } from "../platform/execution/field-access.js";
import { DateTimeScalar } from "../platform/graphql/scalars.js";
import { orphanedTypes, resolvers } from "./registry.js";

const ROOT_DESCRIPTIONS = {
  Query: "Everything that can be read. Hidden content answers as if it did not exist.",
  Mutation: "Everything that can be written, by those who are known; each field is one transaction.",
} as const;

export interface SchemaOptions {
  /** Adds what a gateway asks a subgraph of Apollo Federation. */
  federation?: boolean;
}

export function createSchema({ federation = false }: SchemaOptions = {}): GraphQLSchema {
  const schema = federation ? buildSubgraph() : buildWrappedSchema();
  resolveDirectly(schema);
  return schema;
}

/** A gateway composes the schema as it is without the two fields that only gateways use. */
function buildSubgraph(): GraphQLSchema {
  const sdl = subgraphSdl(printSdl(buildWrappedSchema()));
  const schema = buildWrappedSchema([EntityResolver]);
  schema.extensions = { ...schema.extensions, [SUBGRAPH_SDL]: sdl };
  return schema;
}

/** With the resolvers that type-graphql makes: slower ones, which the direct ones are held against. */
export function buildWrappedSchema(more: readonly (typeof EntityResolver)[] = []): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [...resolvers, ...more],
    orphanedTypes,
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    // Inputs are checked by the graph's own rules and errors; no class-validator.
    validate: false,
    emitSchemaFile: false,
    // A third of a start's time, spent on executing an introspection; Apollo validates the schema, and so do the tests.
    skipCheck: true,
  });
  // type-graphql has no place for the descriptions of the root types.
  for (const [name, description] of Object.entries(ROOT_DESCRIPTIONS)) {
    const type = schema.getType(name);
    if (type !== undefined) type.description = description;
  }
  return schema;
}

/** The SDL in a stable order, so that a change of code order is no change of the file. */
export function printSdl(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
