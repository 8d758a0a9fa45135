// Holds the compiled queries of documents that recur. All sizes are bounded, because clients choose the documents. It is given only
// documents that Apollo has validated, and never validates one itself.
import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  visit,
} from "graphql";
import { type CoerceVariables, variablesOf } from "./coerced-variables.js";
import type { Args } from "./field-access.js";
import { compileQuery, type OperationPlan } from "./operation-plan.js";

/** Compiling takes several times as long as one execution. */
const USES_BEFORE_COMPILING = 3;
const MAX_DOCUMENTS = 500;
/** The limit for all plans together; a field takes some hundred bytes. */
const MAX_FIELDS = 100_000;
const MAX_SOURCE_LENGTH = 16_384;
/** A document with more variables in `@skip` and `@include` could need a plan for each request. */
const MAX_CONDITIONS = 4;
/** In the name of a plan, the values that a condition may have; "-" stands for an absent variable. */
const LETTERS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [true, "t"],
  [false, "f"],
  [null, "n"],
]);

export interface PlannedQuery {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  coerce: CoerceVariables;
  /** Null if only graphql-js can execute it. */
  planFor(variables: Args): OperationPlan | null;
}

interface KnownDocument {
  document: DocumentNode;
  uses: number;
  /** The number of fields of all its plans. */
  size: number;
  operations: Map<string | undefined, PlannedQuery | null>;
}

export class PlanStore {
  readonly #schema: GraphQLSchema;
  /** Least recently used first. */
  readonly #documents = new Map<string, KnownDocument>();
  #size = 0;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Registers a valid document and counts a use of it. */
  register(source: string, document: DocumentNode): void {
    if (source.length > MAX_SOURCE_LENGTH || this.#documents.has(source)) return;
    this.#makeRoom();
    this.#documents.set(source, { document, uses: 1, size: 0, operations: new Map() });
  }

  /** Null for a document that has not been used often enough, and for an operation that is not a query. */
  find(source: string, operationName: string | undefined): PlannedQuery | null {
    const known = this.#documents.get(source);
    if (known === undefined) return null;
    known.uses += 1;
    if (known.uses < USES_BEFORE_COMPILING) return null;
    this.#documents.delete(source);
    this.#documents.set(source, known);
    const planned = known.operations.get(operationName);
    if (planned !== undefined) return planned;
    const operation = getOperationAST(known.document, operationName);
    // A wrong name is not cached, because clients could send any number of them.
    if (!operation) return null;
    const onCompiled = (size: number) => this.#grow(known, size);
    const created =
      operation.operation === "query"
        ? new CompiledOnDemand(this.#schema, known.document, operation, onCompiled)
        : null;
    known.operations.set(operationName, created);
    return created;
  }

  #makeRoom(): void {
    for (const [source, { size }] of this.#documents) {
      if (this.#documents.size < MAX_DOCUMENTS && this.#size <= MAX_FIELDS) return;
      this.#documents.delete(source);
      this.#size -= size;
    }
  }

  #grow(known: KnownDocument, size: number): void {
    known.size += size;
    this.#size += size;
    this.#makeRoom();
  }
}

class CompiledOnDemand implements PlannedQuery {
  readonly coerce: CoerceVariables;
  readonly #schema: GraphQLSchema;
  readonly #conditions: readonly string[];
  readonly #plans = new Map<string, OperationPlan | null>();
  readonly #onCompiled: (size: number) => void;

  constructor(
    schema: GraphQLSchema,
    readonly document: DocumentNode,
    readonly operation: OperationDefinitionNode,
    onCompiled: (size: number) => void,
  ) {
    this.#schema = schema;
    this.#onCompiled = onCompiled;
    this.#conditions = conditionsOf(document);
    this.coerce = variablesOf(schema, operation);
  }

  planFor(variables: Args): OperationPlan | null {
    if (this.#conditions.length > MAX_CONDITIONS) return null;
    // Most documents have no conditions, and therefore one plan with an empty name.
    let name = "";
    for (const condition of this.#conditions) name += LETTERS.get(variables[condition]) ?? "-";
    const existing = this.#plans.get(name);
    if (existing !== undefined) return existing;
    const plan = compileQuery(this.#schema, this.document, this.operation, variables);
    this.#plans.set(name, plan);
    this.#onCompiled(plan?.size ?? 0);
    return plan;
  }
}

/** The variables in `@skip` and `@include` of a document. */
function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== "skip" && name.value !== "include") return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
