// A small schema behind the real HTTP server: enough for every response of the HTTP layer, without a database.
import { setTimeout as sleep } from "node:timers/promises";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { GraphQLError } from "graphql";
import { pino } from "pino";
import { createApolloEngine } from "../../src/http/graphql/apollo-engine.js";
import type { Caller } from "../../src/http/graphql/caller.js";
import { createStatusMappingPlugin } from "../../src/http/graphql/status-mapping.plugin.js";
import { type HttpServerOptions, startHttpServer } from "../../src/http/server.js";

export interface TinyContext {
  requestId: string | undefined;
}

export interface TinyApp {
  url: string;
  port: number;
  /** The number of executions of the resolver of `touch`. */
  touches(): number;
  /** The number of executions of `slow` that have begun. */
  begun(): number;
  /** The lines of the log. */
  logged: Record<string, unknown>[];
  close(): Promise<void>;
}

const TYPE_DEFS = `
  type Query {
    echo(text: String): String
    fails(status: Int): String
    number(value: Int!): Int
    requestId: String
    slow(ms: Int!): String
  }
  type Mutation { touch: Int }
`;

const CALLER: Caller<TinyContext> = {
  isAuthenticated: false,
  execute: async ({ headers }, run) => {
    const context = { requestId: headers["x-request-id"]?.toString() };
    return { response: await run(context), context };
  },
};

export async function startTinyApp(changes: Partial<HttpServerOptions<TinyContext>> = {}): Promise<TinyApp> {
  let touches = 0;
  let begun = 0;
  const apollo = new ApolloServer<TinyContext>({
    typeDefs: TYPE_DEFS,
    resolvers: {
      Query: {
        echo: (_root: unknown, { text }: { text?: string }) => text ?? null,
        fails: async (_root: unknown, { status }: { status?: number }) => {
          throw new GraphQLError("failed", {
            extensions: { code: "BAD_USER_INPUT", ...(status && { http: { status } }) },
          });
        },
        number: (_root: unknown, { value }: { value: number }) => value,
        requestId: (_root: unknown, _args: unknown, context: TinyContext) => context.requestId,
        slow: async (_root: unknown, { ms }: { ms: number }) => {
          begun += 1;
          return sleep(ms, "done", { ref: false });
        },
      },
      Mutation: {
        touch: () => {
          touches += 1;
          return touches;
        },
      },
    },
    introspection: true,
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      createStatusMappingPlugin(),
    ],
  });
  await apollo.start();
  const logged: Record<string, unknown>[] = [];
  const http = await startHttpServer<TinyContext>({
    host: "127.0.0.1",
    port: 0,
    engine: createApolloEngine(apollo),
    authentication: { anonymous: CALLER, authenticate: async () => CALLER },
    checkReadiness: async () => ({ database: true }),
    log: pino({ level: "debug" }, { write: (line) => logged.push(JSON.parse(line) as Record<string, unknown>) }),
    playground: { enabled: true, starterQueries: [{ title: "Echo", query: '{ echo(text: "a") }' }] },
    corsOrigins: [],
    bodyLimitBytes: 262_144,
    authenticatedBodyLimitBytes: 8_388_608,
    responseLimitBytes: 1_048_576,
    authenticatedResponseLimitBytes: 1_048_576,
    responseDeadlineMs: 60_000,
    ...changes,
  });
  return {
    url: http.url,
    port: Number(new URL(http.url).port),
    touches: () => touches,
    begun: () => begun,
    logged,
    close: async () => {
      await http.close();
      await apollo.stop();
    },
  };
}
