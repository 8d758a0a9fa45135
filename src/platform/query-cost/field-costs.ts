// The factor and the cost of a field, from its type, its arguments and its declaration (`FieldCost`). Knows connections and
// introspection, but no type of the content.
import {
  type FieldNode,
  type GraphQLField,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type ValueNode,
} from "graphql";
import { FIELD_COST, type FieldCostOptions } from "../graphql/cost-directive.js";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from "../graphql/pagination/page-args.js";
import type { FieldTerm, Size } from "./cost-selection.js";

/** The size of a list whose field declares none. */
export const DEFAULT_LIST_SIZE = 10;
/** The cost of a transaction with its checks; a hundred objects take about a millisecond. */
export const MUTATION_COST = 50;
/** The whole schema consists of some 5,000 objects, which are created without the database. */
const INTROSPECTION_COSTS: ReadonlyMap<string, number> = new Map([
  ["__schema", 2_000],
  ["__type", 50],
]);
const PAGE_SIZES: readonly string[] = ["first", "last"];
const PAGE_LISTS: ReadonlySet<string> = new Set(["edges", "nodes"]);

type Field = GraphQLField<unknown, unknown>;

export function fieldCostOf(field: Field): FieldCostOptions {
  return (field.extensions[FIELD_COST] as FieldCostOptions | undefined) ?? {};
}

/** Connections, and pages of a feed such as `ChangePage`. */
export function isConnectionName(name: string): boolean {
  return /(?:Connection|[a-z]Page)$/.test(name);
}

export class FieldCostRules {
  readonly #mutationType: string | undefined;

  constructor(mutationType: string | undefined) {
    this.#mutationType = mutationType;
  }

  introspectionCost(name: string): number {
    return INTROSPECTION_COSTS.get(name) ?? 0;
  }

  of(parent: string, field: Field, node: FieldNode): Pick<FieldTerm, "counts" | "cost" | "size" | "role"> {
    const type = getNamedType(field.type);
    const options = fieldCostOf(field);
    const cost = (options.cost ?? 0) + (parent === this.#mutationType ? MUTATION_COST : 0);
    const isPage = isConnectionName(parent) && PAGE_LISTS.has(field.name);
    if (!isCompositeType(type)) return { counts: false, cost, size: null, role: "plain" };
    if (isObjectType(type) && isConnectionName(type.name)) {
      return { counts: false, cost, size: pageSize(field, node), role: "connection" };
    }
    const counts = !/(?:Edge|PageInfo)$/.test(type.name);
    if (isPage) return { counts, cost, size: null, role: "page" };
    const isList = isListType(getNullableType(field.type));
    return { counts, cost, size: isList ? listSize(field, node, options) : null, role: "plain" };
  }
}

function pageSize(field: Field, node: FieldNode): Size {
  const names = PAGE_SIZES.filter((name) => field.args.some((argument) => argument.name === name));
  return {
    sources: names.flatMap((name) => sourceOf(argumentOf(node, name)) ?? []),
    fallback: Number(field.args.find(({ name }) => name === "first")?.defaultValue ?? DEFAULT_PAGE_SIZE),
    max: MAX_PAGE_SIZE,
    argument: argumentOf(node, "last") === undefined ? "first" : "last",
  };
}

function listSize(
  field: Field,
  node: FieldNode,
  { size = DEFAULT_LIST_SIZE, sizedBy, max = MAX_PAGE_SIZE }: FieldCostOptions,
): Size {
  if (sizedBy === undefined) return { sources: [], fallback: size, max: size, argument: null };
  const defaultValue = field.args.find((argument) => argument.name === sizedBy)?.defaultValue;
  return {
    sources: [sourceOf(argumentOf(node, sizedBy)) ?? []].flat(),
    fallback: typeof defaultValue === "number" ? defaultValue : size,
    max,
    argument: sizedBy,
  };
}

function argumentOf(node: FieldNode, name: string): ValueNode | undefined {
  return node.arguments?.find((argument) => argument.name.value === name)?.value;
}

function sourceOf(value: ValueNode | undefined): Size["sources"][number] | undefined {
  if (value?.kind === Kind.VARIABLE) return { variable: value.name.value };
  if (value?.kind === Kind.INT) return Number(value.value);
  if (value?.kind === Kind.LIST) return value.values.length;
  return undefined;
}
