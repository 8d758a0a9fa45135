// Decides before anything is executed whether an operation asks for too much, and says what it costs. What does not
// depend on variables is worked out once for a document.
import { ApolloServerErrorCode } from "@apollo/server/errors";
import type { DocumentNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { GraphQLError, Kind, OperationTypeNode } from "graphql";
import type { LimitConfig } from "../config/limit-config.js";
import { type CostSelection, countOwnFields, NOTHING } from "./cost-selection.js";
import { CostSelectionBuilder, type LongString } from "./cost-selection-builder.js";
import { deepestPath, explainListLimit } from "./explain-limit.js";
import { FieldCostRules } from "./field-costs.js";
import { LimitError, type LimitFault } from "./limit-error.js";
import { type Cost, CostCalculator, type Variables } from "./operation-cost.js";
import { defaultsOf, longestString, withDefaults } from "./raw-variables.js";

interface Plan {
  selection: CostSelection;
  /** What no variable can mend. */
  fault: GraphQLError | null;
  /** Where the variables change nothing. */
  fixedCost: Cost | null;
  defaults: Variables;
  cursorVariables: ReadonlySet<string>;
  checksStrings: boolean;
}

/** One for each operation, which every request costs: parsing, validation and an answer. */
const OPERATION_POINTS = 1;

const THINGS: Record<Exclude<LimitFault["limit"], "stringLength" | "nodes" | "cost">, string> = {
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
  /** Documents are kept by whoever parses them; what is known of one ends with it. */
  readonly #plans = new WeakMap<OperationDefinitionNode, Plan>();

  constructor(schema: GraphQLSchema, limits: LimitConfig) {
    this.#schema = schema;
    this.#limits = limits;
    this.#rules = new FieldCostRules(schema.getMutationType()?.name);
  }

  /** The cost of an operation of a valid document. Throws a `LimitError` where it is beyond a limit. */
  admit(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables = {}): Cost {
    const plan = this.#planOf(document, operation);
    if (plan.fault !== null) throw plan.fault;
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
    builder.noteDirectives(operation.directives);
    const checksStrings = operation.operation === OperationTypeNode.QUERY;
    const plan: Plan = {
      selection,
      fault:
        root == null
          ? noSuchOperation(operation)
          : this.#faultOf(selection, builder.directives, checksStrings ? builder.longest : null),
      fixedCost: null,
      defaults: defaultsOf(operation),
      cursorVariables: builder.cursorVariables,
      checksStrings: checksStrings && (operation.variableDefinitions?.length ?? 0) > 0,
    };
    if (plan.fault !== null || dependsOnVariables(selection)) return plan;
    const cost = this.#costOf(selection, {});
    try {
      this.#requireAffordable(selection, {}, cost);
      return { ...plan, fixedCost: cost };
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
      return { ...plan, fault: error };
    }
  }

  #faultOf(selection: CostSelection, directives: number, longest: LongString | null): LimitError | null {
    const { depth, aliases, fields } = selection.shape;
    const counts = { depth, aliases, rootFields: countOwnFields(selection), fields, directives };
    for (const [limit, thing] of Object.entries(THINGS) as [keyof typeof THINGS, string][]) {
      const allowed = this.#limits[limit];
      const actual = counts[limit];
      if (actual <= allowed) continue;
      const field = limit === "depth" ? deepestPath(selection) : undefined;
      const message = `An operation may have at most ${allowed} ${thing}, its fragments expanded; this one has ${actual}.`;
      return new LimitError(message, { limit, allowed, actual, ...(field !== undefined && { field }) });
    }
    const allowed = this.#limits.stringLength;
    return longest === null || longest.length <= allowed ? null : tooLong(allowed, longest.length, longest.argument);
  }

  #costOf(selection: CostSelection, variables: Variables): Cost {
    const { nodes, points } = new CostCalculator(variables).of(selection);
    return { nodes, points: points + OPERATION_POINTS };
  }

  #requireAffordable(selection: CostSelection, variables: Variables, cost: Cost): void {
    const { nodes, cost: points } = this.#limits;
    if (cost.nodes > nodes) throw tooMuch(selection, variables, "nodes", cost.nodes, nodes);
    if (cost.points > points) throw tooMuch(selection, variables, "points", cost.points, points);
  }

  #requireShortStrings({ cursorVariables }: Plan, variables: Variables): void {
    for (const name in variables) {
      if (cursorVariables.has(name)) continue;
      const value = variables[name];
      const length = typeof value === "string" ? value.length : longestString(value);
      if (length > this.#limits.stringLength) throw tooLong(this.#limits.stringLength, length, `$${name}`);
    }
  }
}

/** Validation lets a subscription pass whose schema has none, and executing it would be a fault of ours. */
function noSuchOperation({ operation }: OperationDefinitionNode): GraphQLError {
  const extensions = { code: ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED, http: { status: 400 } };
  return new GraphQLError(`The schema has no operation of the kind ${operation}.`, { extensions });
}

function tooLong(allowed: number, actual: number, field: string): LimitError {
  const message = `A string in a query may have at most ${allowed} characters; that of ${field} has ${actual}.`;
  return new LimitError(message, { limit: "stringLength", allowed, actual, field });
}

function tooMuch(
  selection: CostSelection,
  variables: Variables,
  measure: keyof Cost,
  actual: number,
  allowed: number,
): LimitError {
  const spare = measure === "points" ? allowed - OPERATION_POINTS : allowed;
  const blamed = explainListLimit(selection, variables, measure, spare);
  const unit = measure === "nodes" ? "objects" : "points";
  const verb = measure === "nodes" ? "answer" : "cost";
  const parts = [`An operation may ${verb} at most ${allowed} ${unit}; this one may ${verb} ${actual}.`];
  if (blamed.field !== undefined) parts.push(`${blamed.price} of them are those of ${blamed.field}.`);
  if (blamed.fits !== undefined) parts.push(`With "${blamed.fits.argument}: ${blamed.fits.value}" it fits.`);
  return new LimitError(parts.join(" "), { limit: measure === "nodes" ? "nodes" : "cost", allowed, actual, ...blamed });
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
