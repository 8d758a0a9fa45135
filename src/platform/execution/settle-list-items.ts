// graphql-js 16 completes the items of a list in turn and stops at the first that fails at once: nobody waits any more for the
// items before it, and where one of them fails later, the rejection is nobody's and ends the process. Items that are promises
// are completed each by itself, and all of them are waited for (GraphQL specification, section 6.4.4).
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

/** The resolver of a field of this type; undefined stands for the default one. */
export function settleListItems(type: GraphQLOutputType, resolve: Resolve | undefined): Resolve | undefined {
  if (!mayStopAtAnItem(type)) return resolve;
  const given = resolve ?? defaultFieldResolver;
  return (source, args, ctx, info) => {
    const value: unknown = given(source, args, ctx, info);
    if (value instanceof Deferred) return value.map(apart);
    return typeof value === "object" && value !== null && isThenable(value) ? value.then(apart) : apart(value);
  };
}

/** An item that may be null becomes null where it fails. There are no lists of lists. */
function mayStopAtAnItem(type: GraphQLOutputType): boolean {
  const list = getNullableType(type);
  return isListType(list) && isNonNullType(list.ofType) && isCompositeType(list.ofType.ofType);
}

const apart = (list: unknown): unknown =>
  Array.isArray(list) && list.length > 1 ? list.map((item) => Promise.resolve(item)) : list;
