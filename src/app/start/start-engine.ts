// Creates the engine that executes operations: compiled plans for queries that recur, and Apollo Server for all others.
import "reflect-metadata";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import type { GraphQLSchema } from "graphql";
import { createApolloEngine } from "../../http/graphql/apollo-engine.js";
import { createCompiledEngine } from "../../http/graphql/compiled-engine.js";
import { limitDirectives } from "../../http/graphql/directive-limit.js";
import type { GraphqlEngine } from "../../http/graphql/graphql-engine.js";
import { createStatusMappingPlugin } from "../../http/graphql/status-mapping.plugin.js";
import type { Context } from "../../identity/context.js";
import { noSubgraphSdl } from "../../platform/apollo-plugins/no-subgraph-sdl.rule.js";
import { createNullVariablesPlugin } from "../../platform/apollo-plugins/null-variables.plugin.js";
import { createOutcomePlugin } from "../../platform/apollo-plugins/outcome.plugin.js";
import { createQueryCostPlugin } from "../../platform/apollo-plugins/query-cost.plugin.js";
import { createSqlCountPlugin, sqlCount } from "../../platform/apollo-plugins/sql-count.plugin.js";
import { createSubscriptionPlugin } from "../../platform/apollo-plugins/subscription.plugin.js";
import { createValidatedDocumentsPlugin } from "../../platform/apollo-plugins/validated-documents.plugin.js";
import type { Config } from "../../platform/config/config.js";
import { NullVariableCheck } from "../../platform/execution/null-variables.js";
import { PlanStore } from "../../platform/execution/plan-store.js";
import type { StoredQueries } from "../../platform/execution/stored-query.js";
import { createFormatError } from "../../platform/graphql/format-error.js";
import { clearLoaders } from "../../platform/graphql/loader.js";
import type { Logger } from "../../platform/observability/log.js";
import { OperationGuard } from "../../platform/query-cost/operation-guard.js";
import { createStoredQueryCheck } from "../bridge/stored-queries.js";
import { createSchema } from "../schema.js";

export interface Engine {
  execute: GraphqlEngine<Context>;
  /** Whether a document may be stored, see `StoredQueries`. */
  problemOf: StoredQueries["problemOf"];
  stop(): Promise<void>;
}

/** `aroundApollo` wraps Apollo Server, so that a caller can observe which operations it executes. */
export async function startEngine(
  config: Config,
  log: Logger,
  aroundApollo: (apollo: GraphqlEngine<Context>) => GraphqlEngine<Context> = (apollo) => apollo,
): Promise<Engine> {
  const schema = createSchema({ federation: config.federation });
  const guard = new OperationGuard(schema, config.limits);
  const nullVariables = new NullVariableCheck(schema);
  const plans = new PlanStore(schema);
  const apollo = createApollo(config, log, { schema, guard, nullVariables, plans });
  await apollo.start();
  return {
    execute: createCompiledEngine<Context>({
      plans,
      fallback: limitDirectives(aroundApollo(createApolloEngine(apollo)), config.limits),
      check: ({ document, operation }, variables, { outcome }) => {
        outcome.cost = guard.check(document, operation, variables);
        nullVariables.check(document, operation, variables);
        outcome.operation = operation.name?.value ?? "";
      },
      extensionsOf: (context) => {
        const { cost } = context.outcome;
        return config.exposeSqlCount ? { cost, ...sqlCount(context) } : { cost };
      },
      onBailout: (error, context) => {
        clearLoaders(context);
        log.debug({ err: error }, "A compiled query bailed out; Apollo Server executes it from the start.");
      },
    }),
    problemOf: createStoredQueryCheck(schema, guard, config.limits),
    stop: () => apollo.stop(),
  };
}

interface Parts {
  schema: GraphQLSchema;
  guard: OperationGuard;
  nullVariables: NullVariableCheck;
  plans: PlanStore;
}

function createApollo(config: Config, log: Logger, parts: Parts): ApolloServer<Context> {
  const { limits } = config;
  const { schema, guard, nullVariables, plans } = parts;
  const formatError = createFormatError(log);
  const { isEnabled } = config.subscriptions;
  return new ApolloServer<Context>({
    schema,
    parseOptions: { maxTokens: limits.tokens },
    validationOptions: { maxErrors: limits.errors },
    // On by default: the schema is public, and hiding it breaks tools.
    introspection: config.introspection,
    validationRules: config.introspection ? [] : [noSubgraphSdl],
    // No cookie authenticates, a GET changes nothing, and the endpoint executes no POST without a preflight.
    csrfPrevention: false,
    // "Did you mean" suggestions would describe the schema to clients that may not introspect it.
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      // That plugin wraps every field for cache hints that are not used here.
      ApolloServerPluginCacheControlDisabled(),
      createStatusMappingPlugin(),
      createQueryCostPlugin<Context>(guard, limits.errors),
      createNullVariablesPlugin(nullVariables),
      createSubscriptionPlugin<Context>({ schema, isEnabled, formatError }),
      createOutcomePlugin(),
      createValidatedDocumentsPlugin((source, document) => plans.register(source, document)),
      ...(config.exposeSqlCount ? [createSqlCountPlugin<Context>()] : []),
    ],
  });
}
