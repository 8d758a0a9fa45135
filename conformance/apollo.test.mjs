// Apollo's integration test suite against the HTTP stack of this service: its endpoint, its parsing, its answers. Only the
// schema, the plug-ins and the context are those of the suite.
import { createServer } from "node:http";
import { ApolloServer } from "@apollo/server";
import { defineIntegrationTestSuite } from "@apollo/server-integration-testsuite";
import pino from "pino";
import { createCors } from "../dist/src/http/cors/cors.js";
import { createApolloEngine } from "../dist/src/http/graphql/apollo-engine.js";
import { createGraphqlEndpoint } from "../dist/src/http/graphql/graphql-endpoint.js";
import { createRequestListener } from "../dist/src/http/request-listener.js";

const LIMIT = 50 * 1024 * 1024;
const CALLER = {
  isAuthenticated: false,
  execute: async (_request, run) => ({ response: await run({}), context: null }),
};

async function createStack(serverOptions, testOptions = {}) {
  const apollo = new ApolloServer(serverOptions);
  await apollo.start();
  const context = testOptions.context ?? (async () => ({}));
  const engine = createApolloEngine({
    executeHTTPGraphQLRequest: ({ httpGraphQLRequest }) =>
      apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context }),
  });
  const endpoint = createGraphqlEndpoint({
    engine,
    authentication: { anonymous: CALLER, authenticate: async () => CALLER },
    // The service keeps persisted queries itself, with tests of its own; here they are left to Apollo, as the suite has it.
    documents: { resolve: (request) => request },
    cors: createCors([]),
    bodyLimitBytes: LIMIT,
    authenticatedBodyLimitBytes: LIMIT,
    responseLimitBytes: LIMIT,
    authenticatedResponseLimitBytes: LIMIT,
    responseDeadlineMs: 60_000,
  });
  const router = async (request, facts) => endpoint(request, request.url.replace(/^[^?]*/, ""), facts);
  const log = pino({ level: "silent" });
  const server = createServer(
    createRequestListener({ router, log, bodyLimitBytes: LIMIT, isDraining: () => false, timings: { observe() {} } }),
  );
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    server: apollo,
    url: `http://127.0.0.1:${server.address().port}`,
    async extraCleanup() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

defineIntegrationTestSuite(createStack, { noIncrementalDelivery: true });
