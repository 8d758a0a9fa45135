// What a field multiplies and adds, from its type, its arguments and the price it was declared with. Knows connections
// and introspection, and nothing of what the graph is about.
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

/** A list that nobody said anything of. */
export const DEFAULT_LIST_SIZE = 10;
/** A transaction with its checks, against about a millisecond for a hundred objects. */
export const MUTATION_POINTS = 50;
/** The whole schema is some 5,000 objects, made without the database. */
const INTROSPECTION_POINTS: ReadonlyMap<string, number> = new Map([
  ["__schema", 2_000],
  ["__type", 50],
]);
const PAGE_SIZES: readonly string[] = ["first", "last"];
const PAGE_LISTS: ReadonlySet<string> = new Set(["edges", "nodes"]);

type Field = GraphQLField<unknown, unknown>;

export function fieldCostOf(field: Field): FieldCostOptions {
  return (field.extensions[FIELD_COST] as FieldCostOptions | undefined) ?? {};
}

export function isConnectionName(name: string): boolean {
  return name.endsWith("Connection");
}

export class FieldCostRules {
  readonly #mutationType: string | undefined;

  constructor(mutationType: string | undefined) {
    this.#mutationType = mutationType;
  }

  introspectionPoints(name: string): number {
    return INTROSPECTION_POINTS.get(name) ?? 0;
  }

  of(parent: string, field: Field, node: FieldNode): Pick<FieldTerm, "counts" | "points" | "size" | "role"> {
    const type = getNamedType(field.type);
    const price = fieldCostOf(field);
    const points = (price.points ?? 0) + (parent === this.#mutationType ? MUTATION_POINTS : 0);
    const isPage = isConnectionName(parent) && PAGE_LISTS.has(field.name);
    if (!isCompositeType(type)) return { counts: false, points, size: null, role: "plain" };
    if (isObjectType(type) && isConnectionName(type.name)) {
      return { counts: false, points, size: pageSize(field, node), role: "connection" };
    }
    const counts = !/(?:Edge|PageInfo)$/.test(type.name);
    if (isPage) return { counts, points, size: null, role: "page" };
    const isList = isListType(getNullableType(field.type));
    return { counts, points, size: isList ? listSize(field, node, price) : null, role: "plain" };
  }
}

function pageSize(field: Field, node: FieldNode): Size {
  const names = PAGE_SIZES.filter((name) => field.args.some((argument) => argument.name === name));
  return {
    sources: names.flatMap((name) => sourceOf(argumentOf(node, name)) ?? []),
    otherwise: DEFAULT_PAGE_SIZE,
    max: MAX_PAGE_SIZE,
    argument: argumentOf(node, "last") === undefined ? "first" : "last",
  };
}

function listSize(
  field: Field,
  node: FieldNode,
  { size = DEFAULT_LIST_SIZE, sizedBy, max = MAX_PAGE_SIZE }: FieldCostOptions,
): Size {
  if (sizedBy === undefined) return { sources: [], otherwise: size, max: size, argument: null };
  const byDefault = field.args.find((argument) => argument.name === sizedBy)?.defaultValue;
  return {
    sources: [sourceOf(argumentOf(node, sizedBy)) ?? []].flat(),
    otherwise: typeof byDefault === "number" ? byDefault : size,
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
