// A selection of fields, executed for all objects of a level at once: each field is read from every object before the
// next one is, waited for once, and turned into JSON text where it stands. No object of an answer is ever built, and no
// promise is made for a single object. Whatever is not as it should be throws: graphql-js then answers.

import type { SelectingInfo } from "../graphql/look-ahead.js";
import type { ArgumentsOf } from "./arguments.js";
import { isThenable, leaveAlone, startAll, type Texts, whenAll, whenSettled } from "./await-level.js";
import type { Args, FieldAccess } from "./field-access.js";
import type { LeafText } from "./json-text.js";

/** One execution of a plan. */
export interface PlanRun {
  ctx: unknown;
  variables: Args;
}

/** Turns values that are all there into texts, one for each. */
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
  /** What stands before each field's value. */
  readonly #heads: readonly string[];
  readonly #columns: readonly ColumnField[];

  constructor(fields: readonly SelectedField[]) {
    this.#fields = fields;
    this.#heads = fields.map(({ key }, i) => `${i === 0 ? "{" : ","}${JSON.stringify(key)}:`);
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
    const heads = this.#heads;
    if (fields.length === 0) return sources.map(() => "{}");
    return sources.map((source, i) => {
      let text = "";
      let column = 0;
      for (let f = 0; f < fields.length; f += 1) {
        const field = fields[f] as SelectedField;
        text += heads[f];
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
    leaveAlone(values);
    throw error;
  }
  return whenSettled(values, (settled) => field.complete(settled, run));
}

function propertyText(field: SelectedField & { kind: "property" }, source: unknown): string {
  const value = (source as Record<string, unknown>)[field.property];
  if (value === null || value === undefined) return nullText(field.isNullable);
  if (typeof value === "object" && isThenable(value)) throw new TypeError("Expected a row to hold no promises.");
  return field.leaf(value);
}

export function nullText(isNullable: boolean): string {
  if (isNullable) return "null";
  throw new NullViolation("Expected a value, got null.");
}
