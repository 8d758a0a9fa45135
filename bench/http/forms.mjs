// The forms that were compared for decision 0002, one process each: which code stands between the socket and the
// answer. Every form does the same duties for `/graphql`: body limit, JSON, security headers, CORS list, request id.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { ApolloServer, HeaderMap } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import Fastify from "fastify";
import { pino } from "pino";
import { importService, mainPath } from "../service-modules.mjs";

const BODY_LIMIT = 262_144;
const CONSTANT = JSON.stringify({
  data: { posts: Array.from({ length: 10 }, (_, i) => ({ id: i, title: "A".repeat(80) })) },
});
const HEADERS = [
  "content-type",
  "application/json; charset=utf-8",
  "x-content-type-options",
  "nosniff",
  "content-security-policy",
  "default-src 'none';frame-ancestors 'none'",
  "referrer-policy",
  "no-referrer",
  "vary",
  "Origin",
];
// helmet with everything off that the other forms do not send, so that all forms write the same bytes.
const HELMET_OPTIONS = {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: false,
  originAgentCluster: false,
  strictTransportSecurity: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
};
const FASTIFY_OPTIONS = { logger: false, bodyLimit: BODY_LIMIT, genReqId: () => randomUUID() };
const CORS_OPTIONS = { origin: ["https://blog.example"], methods: ["GET", "POST"] };

async function startApollo() {
  const apollo = new ApolloServer({
    typeDefs: "type Query { hello: String }",
    resolvers: { Query: { hello: () => "world" } },
    plugins: [ApolloServerPluginCacheControlDisabled()],
  });
  await apollo.start();
  return apollo;
}

/** `cached` answers constant bytes found by the body's text; `apollo` runs `{ hello }` in an Apollo Server. */
async function createAnswer(work) {
  if (work === "cached") {
    const answers = new Map([['{"query":"{ hello }"}', CONSTANT]]);
    return async (_request, _method, body) => ({ status: 200, headers: [], text: answers.get(body.toString("utf8")) });
  }
  const apollo = await startApollo();
  return async (request, method, body) => {
    const headers = new HeaderMap();
    for (const name in request.headers) headers.set(name, String(request.headers[name]));
    const httpGraphQLRequest = { method, headers, search: "", body: JSON.parse(body.toString("utf8")) };
    const {
      status,
      headers: answered,
      body: sent,
    } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest,
      context: async () => ({}),
    });
    return { status: status ?? 200, headers: answered, text: sent.string };
  };
}

function readBody(request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let size = 0;
    request.on("data", (chunk) => {
      size += chunk.length;
      if (size > BODY_LIMIT) return reject(new Error("body too large"));
      chunks.push(chunk);
    });
    request.on("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on("error", reject);
  });
}

function directHandler(answer) {
  return async (request, response) => {
    const body = await readBody(request);
    const { status, headers, text } = await answer(request, request.method, body);
    const head = [...HEADERS, "x-request-id", randomUUID(), "content-length", String(Buffer.byteLength(text))];
    for (const [name, value] of headers)
      if (name !== "content-type" && name !== "content-length") head.push(name, value);
    response.writeHead(status, head);
    response.end(text);
  };
}

async function createFastify(answer, withPlugins, serverFactory) {
  const app = Fastify({ ...FASTIFY_OPTIONS, ...(serverFactory === undefined ? {} : { serverFactory }) });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  if (withPlugins) {
    await app.register(helmet, HELMET_OPTIONS);
    await app.register(cors, CORS_OPTIONS);
  }
  app.post("/graphql", async (request, reply) => {
    const { status, headers, text } = await answer(request.raw, request.method, request.body);
    reply.code(status).header("x-request-id", request.id);
    for (let at = 0; at < (withPlugins ? 2 : HEADERS.length); at += 2) reply.header(HEADERS[at], HEADERS[at + 1]);
    for (const [name, value] of headers)
      if (name !== "content-type" && name !== "content-length") reply.header(name, value);
    return reply.send(text);
  });
  return app;
}

const FORMS = {
  constant: async () =>
    createServer((request, response) => {
      request.resume().on("end", () => {
        response.writeHead(200, {
          "content-type": "application/json; charset=utf-8",
          "content-length": CONSTANT.length,
        });
        response.end(CONSTANT);
      });
    }),
  node: async (answer) => createServer(directHandler(answer)),
  fastify: async (answer) => {
    const app = await createFastify(answer, false);
    await app.ready();
    return app.server;
  },
  "fastify+plugins": async (answer) => {
    const app = await createFastify(answer, true);
    await app.ready();
    return app.server;
  },
  "fastify, /graphql before its router": async (answer) => {
    const direct = directHandler(answer);
    const app = await createFastify(answer, true, (handler) =>
      createServer((request, response) =>
        request.url === "/graphql" && request.method === "POST"
          ? direct(request, response)
          : handler(request, response),
      ),
    );
    await app.ready();
    return app.server;
  },
};

/** The server as it was built from the decision, where the repository has been compiled. */
const isBuilt = existsSync(mainPath());

/** Each form with the kinds of work that it can do. */
export const forms = [
  ...Object.keys(FORMS).map((name) => ({ name, works: name === "constant" ? ["cached"] : ["cached", "apollo"] })),
  ...(isBuilt ? [{ name: "src/http", works: ["apollo"] }] : []),
];

async function listenAsBuilt() {
  const { createApolloEngine, startHttpServer } = await importService("dist", "createApolloEngine", "startHttpServer");
  const anonymous = {
    isAuthenticated: false,
    execute: async (_request, run) => ({ response: await run({}), context: null }),
  };
  const { url } = await startHttpServer({
    host: "127.0.0.1",
    port: 0,
    engine: createApolloEngine(await startApollo()),
    authentication: { anonymous, authenticate: async () => anonymous },
    checkReadiness: async () => ({ accepting: true }),
    log: pino({ level: "info" }),
    playground: { enabled: false, starterQueries: [] },
    corsOrigins: CORS_OPTIONS.origin,
    bodyLimitBytes: BODY_LIMIT,
    authenticatedBodyLimitBytes: BODY_LIMIT,
    responseLimitBytes: 16 * 1_024 * 1_024,
    authenticatedResponseLimitBytes: 16 * 1_024 * 1_024,
    responseDeadlineMs: 30_000,
  });
  return Number(new URL(url).port);
}

async function listen(form, work) {
  if (form === "src/http") return listenAsBuilt();
  const server = await FORMS[form](await createAnswer(work));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server.address().port;
}

/** Started by `adapters.mjs` as a child: listens, tells its port, and answers each `cpu` message with its own usage. */
if (process.send !== undefined) {
  const [form, work] = process.argv.slice(2);
  process.send({ port: await listen(form, work) });
  process.on("message", () => process.send({ cpu: process.cpuUsage() }));
}
