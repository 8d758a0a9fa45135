// graphql-js 16 completes the items of a list in turn and stops at the first that fails synchronously. The items before it are then no
// longer awaited, and if one of them fails later, its unhandled rejection ends the process. Items that are promises are completed
// independently, and all of them are awaited (GraphQL specification, section 6.4.4).
import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  getNullableType,
  isCompositeType,
  isListType,
  isNonNullType,
} from "graphql";
import { Deferred } from "../graphql/deferred.js";
import { isThenable } from "./await-level.js";

type Resolve = GraphQLFieldResolver<unknown, unknown>;

/** The resolver for a field of this type; undefined stands for the default resolver. */
export function settleListItems(type: GraphQLOutputType, resolve: Resolve | undefined): Resolve | undefined {
  if (!mayStopAtAnItem(type)) return resolve;
  const given = resolve ?? defaultFieldResolver;
  return (source, args, ctx, info) => {
    const value: unknown = given(source, args, ctx, info);
    if (value instanceof Deferred) return value.map(asPromises);
    return typeof value === "object" && value !== null && isThenable(value)
      ? value.then(asPromises)
      : asPromises(value);
  };
}

/** A nullable item that fails becomes null. The schema has no lists of lists. */
function mayStopAtAnItem(type: GraphQLOutputType): boolean {
  const list = getNullableType(type);
  return isListType(list) && isNonNullType(list.ofType) && isCompositeType(list.ofType.ofType);
}

const asPromises = (list: unknown): unknown =>
  Array.isArray(list) && list.length > 1 ? list.map((item) => Promise.resolve(item)) : list;
