// How values of each kind of type become texts, for all values of a level at once.
import type { GraphQLAbstractType } from "graphql";
import { after, startAll, type Texts, whenAll, whenSettled } from "./await-level.js";
import { type CompiledSelection, type Completion, nullText, type PlanRun } from "./compiled-selection.js";
import type { LeafText } from "./json-text.js";

export function leafCompletion(leaf: LeafText, isNullable: boolean): Completion {
  return (values) =>
    values.map((value) => (value === null || value === undefined ? nullText(isNullable) : leaf(value)));
}

export function listCompletion(items: Completion, isNullable: boolean): Completion {
  return (values, run) => {
    const all: unknown[] = [];
    // Where each list ends among all items; -1 for null in place of a list.
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
      whenSettled(all, (settled) => items(settled, run)),
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

/** Objects that occur several times, as loaders give them, are written once. */
export function objectCompletion(selection: CompiledSelection, isNullable: boolean): Completion {
  return (values, run) => {
    const places = placesOf(values, isNullable);
    const { sources } = places;
    const texts = selection.textsOf(sources, run);
    return sources.length === values.length ? texts : after(texts, (written) => spread(written, places.indexes));
  };
}

interface Places {
  /** Each object once. */
  sources: object[];
  /** For each value, where its object stands among the sources; -1 for null. */
  indexes: number[];
}

function placesOf(values: readonly unknown[], isNullable: boolean): Places {
  const sources: object[] = [];
  const known = new Map<unknown, number>();
  const indexes = values.map((value) => {
    if (value === null || value === undefined) {
      nullText(isNullable);
      return -1;
    }
    const place = known.get(value);
    if (place !== undefined) return place;
    known.set(value, sources.length);
    return sources.push(value as object) - 1;
  });
  return { sources, indexes };
}

const spread = (texts: readonly string[], indexes: readonly number[]): string[] =>
  indexes.map((index) => (index < 0 ? "null" : (texts[index] as string)));

/** Each concrete type has a selection of its own. */
export function abstractCompletion(
  type: GraphQLAbstractType,
  selections: ReadonlyMap<string, CompiledSelection>,
  isNullable: boolean,
): Completion {
  return (values, run) => {
    const { sources, indexes } = placesOf(values, isNullable);
    const names: unknown[] = sources.map((source) => type.resolveType?.(source, run.ctx, undefined as never, type));
    return whenSettled(names, (settled) =>
      after(textsByType(sources, settled, selections, run), (texts) => spread(texts, indexes)),
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
