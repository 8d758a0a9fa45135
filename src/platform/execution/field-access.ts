// Resolves fields without the wrapper that type-graphql puts around each resolver: the wrapper sorts and converts the parameters of
// every call, and awaits a promise for every field that has an argument. Reads type-graphql's metadata storage for that.
import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, isObjectType } from "graphql";
import { type ClassType, getMetadataStorage } from "type-graphql";
import type { SelectingInfo } from "../graphql/look-ahead.js";
import type { ResolverInstances } from "./resolver-instances.js";
import { settleListItems } from "./settle-list-items.js";

export interface FieldAccess {
  read(source: unknown, args: Args, ctx: unknown, info: SelectingInfo): unknown;
  /** The property of the row if the field is nothing more: no call and no promise. Null otherwise. */
  property: string | null;
}

export type Args = Readonly<Record<string, unknown>>;

type Storage = ReturnType<typeof getMetadataStorage>;
type ObjectMetadata = Storage["objectTypes"][number];
type FieldMetadata = NonNullable<ObjectMetadata["fields"]>[number];
type MethodMetadata = Pick<
  Storage["fieldResolvers"][number],
  "target" | "methodName" | "params" | "middlewares" | "roles"
>;
type Parameter = NonNullable<MethodMetadata["params"]>[number];
type Row = Readonly<Record<string, unknown>>;
type Read = FieldAccess["read"];

const accesses = new WeakMap<GraphQLField<unknown, unknown>, FieldAccess>();

/** Undefined for a field that only its `resolve` can resolve. */
export function accessOf(field: GraphQLField<unknown, unknown>): FieldAccess | undefined {
  return accesses.get(field);
}

/** Replaces the resolvers of a schema built by type-graphql with direct ones that return the same values. */
export function resolveDirectly(schema: GraphQLSchema, instances: ResolverInstances): void {
  const storage = getMetadataStorage();
  const instanceOf = (target: object) => instances.get(target);
  const roots = new Map([
    [schema.getQueryType(), storage.queries],
    [schema.getMutationType(), storage.mutations],
    [schema.getSubscriptionType(), storage.subscriptions],
  ]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const methods = roots.get(type);
    for (const field of Object.values(type.getFields())) {
      const access =
        methods === undefined
          ? accessOfObjectField(storage, type, field, instanceOf)
          : methodAccess(
              methods.find(({ schemaName }) => schemaName === field.name),
              instanceOf,
            );
      if (access !== undefined) {
        accesses.set(field, access);
        field.resolve = access.property === field.name ? undefined : access.read;
      }
      field.resolve = settleListItems(field.type, field.resolve);
    }
  }
}

function accessOfObjectField(
  storage: Storage,
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  instanceOf: (target: object) => object,
): FieldAccess | undefined {
  const object = storage.objectTypes.find(({ name }) => name === type.name);
  const metadata = object === undefined ? undefined : metadataOf(storage, object, field.name);
  if (object === undefined || metadata === undefined || (metadata.middlewares?.length ?? 0) > 0) return undefined;
  const resolver = storage.fieldResolvers.find(
    ({ getObjectType, methodName }) => getObjectType?.() === metadata.target && methodName === metadata.name,
  );
  if (resolver?.kind === "external") return methodAccess(resolver, instanceOf);
  const { name } = metadata;
  if (resolver !== undefined) return getterAccess(metadata.target as ClassType<Row>, name);
  const isPlain = object.simpleResolvers === true && metadata.target === object.target;
  return { read: (source) => (source as Row)[name], property: isPlain ? name : null };
}

/** Looks in the class itself, then in its interfaces. */
function metadataOf(storage: Storage, object: ObjectMetadata, schemaName: string): FieldMetadata | undefined {
  const named = (fields: FieldMetadata[] | undefined) => fields?.find((field) => field.schemaName === schemaName);
  const own = named(object.fields);
  if (own !== undefined) return own;
  const interfaces = storage.interfaceTypes.filter(({ target }) => object.interfaceClasses?.includes(target));
  return interfaces.map(({ fields }) => named(fields)).find((field) => field !== undefined);
}

/** Converts a row that is not an instance of the class into one first, as type-graphql does. */
function getterAccess(owner: ClassType<Row>, name: string): FieldAccess | undefined {
  const descriptor = Object.getOwnPropertyDescriptor(owner.prototype, name);
  if (descriptor?.get === undefined) return undefined;
  const instanceOf = (row: Row): Row => (row instanceof owner ? row : Object.assign(new owner(), row));
  return { read: (source) => instanceOf(source as Row)[name], property: null };
}

function methodAccess(
  metadata: MethodMetadata | undefined,
  instanceOf: (target: object) => object,
): FieldAccess | undefined {
  if (metadata === undefined || (metadata.middlewares?.length ?? 0) > 0 || metadata.roles !== undefined)
    return undefined;
  const parameters = [...(metadata.params ?? [])].sort((a, b) => a.index - b.index);
  const reads = parameters.map(readOfParameter);
  if (reads.some((read) => read === undefined)) return undefined;
  const instance = instanceOf(metadata.target) as Record<string, (...values: unknown[]) => unknown>;
  const method = instance[metadata.methodName];
  if (method === undefined) return undefined;
  return { read: callOf(method.bind(instance), reads as Read[]), property: null };
}

function readOfParameter(parameter: Parameter): Read | undefined {
  switch (parameter.kind) {
    case "root":
      return parameter.propertyName === undefined && parameter.getType === undefined ? (source) => source : undefined;
    case "context":
      return parameter.propertyName === undefined ? (_source, _args, ctx) => ctx : undefined;
    case "info":
      // Resolvers may use it only for look-ahead (`SelectingInfo`); compiled queries provide no more.
      return (_source, _args, _ctx, info) => info;
    case "args":
      return (_source, args) => args;
    case "arg": {
      const { name } = parameter;
      return (_source, args) => args[name];
    }
    default:
      return undefined;
  }
}

function callOf(method: (...values: unknown[]) => unknown, reads: readonly Read[]): Read {
  const [first, second, third, fourth, ...others] = reads;
  if (first === undefined) return () => method();
  if (second === undefined) return (source, args, ctx, info) => method(first(source, args, ctx, info));
  if (third === undefined) {
    return (source, args, ctx, info) => method(first(source, args, ctx, info), second(source, args, ctx, info));
  }
  if (fourth === undefined) {
    return (source, args, ctx, info) =>
      method(first(source, args, ctx, info), second(source, args, ctx, info), third(source, args, ctx, info));
  }
  if (others.length > 0) {
    return (source, args, ctx, info) => method(...reads.map((read) => read(source, args, ctx, info)));
  }
  return (source, args, ctx, info) =>
    method(
      first(source, args, ctx, info),
      second(source, args, ctx, info),
      third(source, args, ctx, info),
      fourth(source, args, ctx, info),
    );
}
