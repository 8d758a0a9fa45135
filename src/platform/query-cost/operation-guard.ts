// Checks an operation against the limits before it is executed, and returns its cost. Everything that does not depend on variables is
// computed once for a document.
import type { DocumentNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { type GraphQLError, Kind, OperationTypeNode } from "graphql";
import type { LimitConfig } from "../config/limit-config.js";
import { CodedError } from "../graphql/error-codes.js";
import { type CostSelection, countOwnFields, NOTHING } from "./cost-selection.js";
import { CostSelectionBuilder, type LongString } from "./cost-selection-builder.js";
import { deepestPath, explainListLimit } from "./explain-limit.js";
import { FieldCostRules } from "./field-costs.js";
import { LimitError, type LimitViolation } from "./limit-error.js";
import { type Cost, CostCalculator, type Variables } from "./operation-cost.js";
import { defaultsOf, longestString, withDefaults } from "./raw-variables.js";

interface Plan {
  selection: CostSelection;
  /** The error that the operation gets whatever its variables are. */
  error: GraphQLError | null;
  /** The cost, if it does not depend on variables. */
  fixedCost: Cost | null;
  defaults: Variables;
  longVariables: ReadonlySet<string>;
  checksStrings: boolean;
}

/** The cost of every operation: parsing, validation and the response. */
const OPERATION_COST = 1;

const COUNTED: Record<Exclude<LimitViolation["limit"], "stringLength" | "nodes" | "cost">, string> = {
  depth: "fields nested in each other",
  aliases: "aliases",
  rootFields: "fields at its root",
  fields: "fields",
  directives: "directives",
};

export class OperationGuard {
  readonly #schema: GraphQLSchema;
  readonly #limits: LimitConfig;
  readonly #rules: FieldCostRules;
  /** Parsed documents are cached elsewhere; the plan of an operation is freed with its document. */
  readonly #plans = new WeakMap<OperationDefinitionNode, Plan>();

  constructor(schema: GraphQLSchema, limits: LimitConfig) {
    this.#schema = schema;
    this.#limits = limits;
    this.#rules = new FieldCostRules(schema.getMutationType()?.name);
  }

  /** Returns the cost of an operation of a valid document. Throws a `LimitError` if it exceeds a limit. */
  check(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables = {}): Cost {
    const plan = this.#planOf(document, operation);
    if (plan.error !== null) throw plan.error;
    if (plan.checksStrings) this.#requireShortStrings(plan, variables);
    if (plan.fixedCost !== null) return plan.fixedCost;
    const given = withDefaults(plan.defaults, variables);
    const cost = this.#costOf(plan.selection, given);
    this.#requireAffordable(plan.selection, given, cost);
    return cost;
  }

  #planOf(document: DocumentNode, operation: OperationDefinitionNode): Plan {
    let plan = this.#plans.get(operation);
    if (plan === undefined) {
      plan = this.#createPlan(document, operation);
      this.#plans.set(operation, plan);
    }
    return plan;
  }

  #createPlan(document: DocumentNode, operation: OperationDefinitionNode): Plan {
    const fragments = document.definitions.filter(
      (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
    );
    const builder = new CostSelectionBuilder(this.#schema, this.#rules, fragments);
    const root = this.#schema.getRootType(operation.operation);
    const selection =
      root == null ? { terms: [], isShared: false, shape: NOTHING } : builder.build(operation.selectionSet, root);
    builder.countDirectives(operation.directives);
    const checksStrings = operation.operation === OperationTypeNode.QUERY;
    const plan: Plan = {
      selection,
      error:
        root == null
          ? noSuchOperation(operation)
          : this.#shapeErrorOf(selection, builder.directives, checksStrings ? builder.longest : null),
      fixedCost: null,
      defaults: defaultsOf(operation),
      longVariables: builder.longVariables,
      checksStrings: checksStrings && (operation.variableDefinitions?.length ?? 0) > 0,
    };
    if (plan.error !== null || dependsOnVariables(selection)) return plan;
    const cost = this.#costOf(selection, {});
    try {
      this.#requireAffordable(selection, {}, cost);
      return { ...plan, fixedCost: cost };
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
      return { ...plan, error };
    }
  }

  #shapeErrorOf(selection: CostSelection, directives: number, longest: LongString | null): LimitError | null {
    const { depth, aliases, fields } = selection.shape;
    const counts = { depth, aliases, rootFields: countOwnFields(selection), fields, directives };
    for (const [limit, things] of Object.entries(COUNTED) as [keyof typeof COUNTED, string][]) {
      const allowed = this.#limits[limit];
      const actual = counts[limit];
      if (actual <= allowed) continue;
      const field = limit === "depth" ? deepestPath(selection) : undefined;
      const message = `An operation may have at most ${allowed} ${things} with its fragments expanded; this one has ${actual}.`;
      return new LimitError(message, { limit, allowed, actual, ...(field !== undefined && { field }) });
    }
    const allowed = this.#limits.stringLength;
    return longest === null || longest.length <= allowed ? null : tooLong(allowed, longest.length, longest.argument);
  }

  #costOf(selection: CostSelection, variables: Variables): Cost {
    const { nodes, points } = new CostCalculator(variables).of(selection);
    return { nodes, points: points + OPERATION_COST };
  }

  #requireAffordable(selection: CostSelection, variables: Variables, cost: Cost): void {
    const { nodes, cost: points } = this.#limits;
    if (cost.nodes > nodes) throw tooMuch(selection, variables, "nodes", cost.nodes, nodes);
    if (cost.points > points) throw tooMuch(selection, variables, "points", cost.points, points);
  }

  #requireShortStrings({ longVariables }: Plan, variables: Variables): void {
    for (const name in variables) {
      if (longVariables.has(name)) continue;
      const value = variables[name];
      const length = typeof value === "string" ? value.length : longestString(value);
      if (length > this.#limits.stringLength) throw tooLong(this.#limits.stringLength, length, `$${name}`);
    }
  }
}

/** Validation accepts a subscription although the schema has none; executing it would be an internal error. */
function noSuchOperation({ operation }: OperationDefinitionNode): GraphQLError {
  const message = `The schema has no operations of type ${operation}.`;
  return new CodedError("GRAPHQL_VALIDATION_FAILED", message, { http: { status: 400 } });
}

function tooLong(allowed: number, actual: number, field: string): LimitError {
  const message = `A string in a query may have at most ${allowed} characters; the one in ${field} has ${actual}.`;
  return new LimitError(message, { limit: "stringLength", allowed, actual, field });
}

function tooMuch(
  selection: CostSelection,
  variables: Variables,
  measure: keyof Cost,
  actual: number,
  allowed: number,
): LimitError {
  const available = measure === "points" ? allowed - OPERATION_COST : allowed;
  const explanation = explainListLimit(selection, variables, measure, available);
  const { field, cost, fits } = explanation;
  const parts =
    measure === "nodes"
      ? [`An operation may return at most ${allowed} objects; this one may return ${actual}.`]
      : [`An operation may cost at most ${allowed}; this one costs ${actual}.`];
  if (field !== undefined)
    parts.push(`The field ${field} accounts for ${cost} of ${measure === "nodes" ? "them" : "that"}.`);
  if (fits !== undefined) parts.push(`It fits with "${fits.argument}: ${fits.value}".`);
  const limit = measure === "nodes" ? "nodes" : "cost";
  return new LimitError(parts.join(" "), { limit, allowed, actual, ...explanation });
}

function dependsOnVariables(selection: CostSelection, seen = new Set<CostSelection>()): boolean {
  if (seen.has(selection)) return false;
  seen.add(selection);
  return selection.terms.some((term) => {
    if (term.kind === "part") return dependsOnVariables(term.selection, seen);
    const isVariable = term.size?.sources.some((source) => typeof source === "object") === true;
    return isVariable || (term.children !== null && dependsOnVariables(term.children, seen));
  });
}
