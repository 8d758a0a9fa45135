// Converts values to JSON text by their GraphQL type, for all values of a level at once.
import type { GraphQLAbstractType } from "graphql";
import { after, startAll, type Texts, whenAll, whenArrived } from "./await-level.js";
import { type CompiledSelection, type Completion, nullText, type PlanRun } from "./compiled-selection.js";
import type { LeafText } from "./json-text.js";

export function leafCompletion(leaf: LeafText, isNullable: boolean): Completion {
  return (values) =>
    values.map((value) => (value === null || value === undefined ? nullText(isNullable) : leaf(value)));
}

export function listCompletion(items: Completion, isNullable: boolean): Completion {
  return (values, run) => {
    const all: unknown[] = [];
    // The end of each list among all items; -1 if the value is null.
    const ends = values.map((value) => {
      if (value === null || value === undefined) {
        nullText(isNullable);
        return -1;
      }
      if (!Array.isArray(value)) throw new TypeError("Expected a list.");
      for (const item of value) all.push(item);
      return all.length;
    });
    return after(
      whenArrived(all, (arrived) => items(arrived, run)),
      (texts) => listTexts(texts, ends),
    );
  };
}

function listTexts(texts: readonly string[], ends: readonly number[]): string[] {
  let next = 0;
  return ends.map((end) => {
    if (end < 0) return "null";
    if (next === end) return "[]";
    let list = `[${texts[next]}`;
    for (next += 1; next < end; next += 1) list += `,${texts[next]}`;
    return `${list}]`;
  });
}

/** An object that occurs several times, as loaders return them, is converted once. */
export function objectCompletion(selection: CompiledSelection, isNullable: boolean): Completion {
  return (values, run) => {
    const places = placesOf(values, isNullable);
    const { sources } = places;
    const texts = selection.textsOf(sources, run);
    return sources.length === values.length ? texts : after(texts, (distinct) => spread(distinct, places.indexes));
  };
}

interface Places {
  /** The distinct objects. */
  sources: object[];
  /** For each value the index of its object among the sources; -1 for null. */
  indexes: number[];
}

function placesOf(values: readonly unknown[], isNullable: boolean): Places {
  const sources: object[] = [];
  const indexOf = new Map<unknown, number>();
  const indexes = values.map((value) => {
    if (value === null || value === undefined) {
      nullText(isNullable);
      return -1;
    }
    const index = indexOf.get(value);
    if (index !== undefined) return index;
    indexOf.set(value, sources.length);
    return sources.push(value as object) - 1;
  });
  return { sources, indexes };
}

const spread = (texts: readonly string[], indexes: readonly number[]): string[] =>
  indexes.map((index) => (index < 0 ? "null" : (texts[index] as string)));

/** Each possible type has its own selection. */
export function abstractCompletion(
  type: GraphQLAbstractType,
  selections: ReadonlyMap<string, CompiledSelection>,
  isNullable: boolean,
): Completion {
  return (values, run) => {
    const { sources, indexes } = placesOf(values, isNullable);
    const names: unknown[] = sources.map((source) => type.resolveType?.(source, run.ctx, undefined as never, type));
    return whenArrived(names, (arrived) =>
      after(textsByType(sources, arrived, selections, run), (texts) => spread(texts, indexes)),
    );
  };
}

function textsByType(
  sources: readonly object[],
  names: readonly unknown[],
  selections: ReadonlyMap<string, CompiledSelection>,
  run: PlanRun,
): Texts {
  const groups = [...new Set(names)].map((name) => {
    const selection = selections.get(String(name));
    if (selection === undefined) throw new TypeError(`Expected a possible type, got ${String(name)}.`);
    return { selection, indexes: [...names.keys()].filter((i) => names[i] === name) };
  });
  const started = startAll(groups.length, (g) => {
    const { selection, indexes } = groups[g] as (typeof groups)[number];
    return selection.textsOf(
      indexes.map((i) => sources[i]),
      run,
    );
  });
  return whenAll(started, (texts) => {
    const merged = new Array<string>(sources.length);
    for (const [g, { indexes }] of groups.entries()) {
      for (const [i, index] of indexes.entries()) merged[index] = texts[g]?.[i] as string;
    }
    return merged;
  });
}
