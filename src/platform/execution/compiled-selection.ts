// A selection of fields, executed for all objects of a level at once: each field is read from every object before the next field,
// awaited once, and converted to JSON text. The response is never built as objects, and no promise is made for a single object. On
// any irregularity it throws, and graphql-js executes the operation instead.

import type { SelectingInfo } from "../graphql/look-ahead.js";
import type { ArgumentsOf } from "./arguments.js";
import { ignoreRejections, isThenable, startAll, type Texts, whenAll, whenArrived } from "./await-level.js";
import type { Args, FieldAccess } from "./field-access.js";
import type { LeafText } from "./json-text.js";

/** One execution of a plan. */
export interface PlanRun {
  ctx: unknown;
  variables: Args;
}

/** Converts values, none of which is pending, to one text each. */
export type Completion = (values: unknown[], run: PlanRun) => Texts;

export type SelectedField =
  | { kind: "constant"; key: string; text: string }
  | { kind: "property"; key: string; property: string; leaf: LeafText; isNullable: boolean }
  | {
      kind: "column";
      key: string;
      access: FieldAccess;
      argumentsOf: ArgumentsOf;
      info: SelectingInfo;
      complete: Completion;
    };

export class NullViolation extends Error {
  override readonly name = "NullViolation";
}

type ColumnField = SelectedField & { kind: "column" };

export class CompiledSelection {
  readonly #fields: readonly SelectedField[];
  /** The text before the value of each field. */
  readonly #prefixes: readonly string[];
  readonly #columns: readonly ColumnField[];

  constructor(fields: readonly SelectedField[]) {
    this.#fields = fields;
    this.#prefixes = fields.map(({ key }, i) => `${i === 0 ? "{" : ","}${JSON.stringify(key)}:`);
    this.#columns = fields.filter((field) => field.kind === "column");
  }

  textsOf(sources: readonly unknown[], run: PlanRun): Texts {
    if (sources.length === 0) return [];
    const columns = this.#columns;
    const started = startAll(columns.length, (i) => columnOf(columns[i] as ColumnField, sources, run));
    return whenAll(started, (texts) => this.#join(sources, texts));
  }

  #join(sources: readonly unknown[], columns: readonly string[][]): string[] {
    const fields = this.#fields;
    const prefixes = this.#prefixes;
    if (fields.length === 0) return sources.map(() => "{}");
    return sources.map((source, i) => {
      let text = "";
      let column = 0;
      for (let f = 0; f < fields.length; f += 1) {
        const field = fields[f] as SelectedField;
        text += prefixes[f];
        if (field.kind === "property") text += propertyText(field, source);
        else if (field.kind === "constant") text += field.text;
        else {
          text += (columns[column] as string[])[i];
          column += 1;
        }
      }
      return `${text}}`;
    });
  }
}

function columnOf(field: ColumnField, sources: readonly unknown[], run: PlanRun): Texts {
  const { access, info } = field;
  const args = field.argumentsOf(run.variables);
  const values = new Array<unknown>(sources.length);
  try {
    for (let i = 0; i < sources.length; i += 1) values[i] = access.read(sources[i], args, run.ctx, info);
  } catch (error) {
    ignoreRejections(values);
    throw error;
  }
  return whenArrived(values, (arrived) => field.complete(arrived, run));
}

function propertyText(field: SelectedField & { kind: "property" }, source: unknown): string {
  const value = (source as Record<string, unknown>)[field.property];
  if (value === null || value === undefined) return nullText(field.isNullable);
  if (typeof value === "object" && isThenable(value)) throw new TypeError("Expected a property without a promise.");
  return field.leaf(value);
}

export function nullText(isNullable: boolean): string {
  if (isNullable) return "null";
  throw new NullViolation("Expected a value, got null.");
}
