// Everything below /studio: the page, signing in and out, and the GraphQL endpoint for the viewer of the session. What may change something is a
// POST or DELETE that has passed the walls of `studio-origin`.
import type { IncomingMessage } from "node:http";
import type { GraphqlEndpoint } from "../graphql/graphql-endpoint.js";
import type { RequestFacts } from "../graphql/request-facts.js";
import { badRequest, HttpError, methodNotAllowed, notFound } from "../http-rejection.js";
import { errorReply, type Reply, withHeaders } from "../reply.js";
import { parseJsonObject, readBody } from "../request-body.js";
import type { NewSession, StudioAccess } from "./studio-access.js";
import {
  clearCookie,
  PROVIDER_PATH,
  readCookie,
  SESSION_COOKIE,
  STATE_COOKIE,
  STUDIO_PATH,
  setCookie,
} from "./studio-cookies.js";
import { assertFromStudio, type StudioOrigin, studioOriginOf } from "./studio-origin.js";
import {
  redirectTo,
  signedInPage,
  studioJson,
  studioPage,
  studioReply,
  studioScript,
  studioStyle,
} from "./studio-replies.js";

export const STUDIO_GRAPHQL_PATH = `${STUDIO_PATH}/graphql`;
const SESSION_PATH = `${STUDIO_PATH}/session`;
const MAX_SIGN_IN_BYTES = 16_384;

/** Runs a check of a credential, unless too many of the address were wrong. */
export type Attempt = <T>(request: IncomingMessage, check: () => Promise<T>) => Promise<T>;

export interface StudioOptions {
  access: StudioAccess<unknown>;
  /** The endpoint for the viewer of the session. */
  graphql: GraphqlEndpoint;
  /** Null: that of each request. */
  origin: string | null;
  /** Limits how many credentials of an address may be wrong. */
  attempt: Attempt;
}

export interface Studio {
  /** Whether a path is one of the studio. */
  has(path: string): boolean;
  /** `path` is one of the studio. */
  handle(request: IncomingMessage, path: string, search: string, facts: RequestFacts): Promise<Reply>;
}

interface Asked {
  request: IncomingMessage;
  search: string;
  origin: StudioOrigin;
  facts: RequestFacts;
}

type Handler = (asked: Asked) => Promise<Reply> | Reply;

export function createStudio(options: StudioOptions): Studio {
  const routes = routesOf(options);
  return {
    has: (path) => path === STUDIO_PATH || path.startsWith(`${STUDIO_PATH}/`),
    async handle(request, path, search, facts) {
      const route = routes.get(path);
      const method = request.method === "HEAD" ? "GET" : (request.method ?? "");
      try {
        if (route === undefined) throw notFound();
        const handler = route[method];
        if (handler === undefined) throw methodNotAllowed(method, Object.keys(route).join(", "));
        return await handler({ request, search, origin: studioOriginOf(request, options.origin), facts });
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        return studioReply(errorReply(error));
      }
    },
  };
}

function routesOf(options: StudioOptions): ReadonlyMap<string, Record<string, Handler>> {
  const { access, graphql } = options;
  const hasProvider = access.provider !== null;
  const whoIs = async ({ request, origin }: Asked): Promise<Reply> => {
    const secret = readCookie(request, SESSION_COOKIE, origin);
    if (secret === null) return studioJson(200, { viewer: null, hasProvider });
    try {
      return studioJson(200, {
        viewer: await options.attempt(request, () => access.viewerOf(request, secret)),
        hasProvider,
      });
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 401) throw error;
      return studioJson(200, { viewer: null, hasProvider }, clearCookie(SESSION_COOKIE, origin));
    }
  };
  const signIn = async ({ request, origin }: Asked): Promise<Reply> => {
    assertFromStudio(request, origin);
    const { token, key } = parseJsonObject(await readBody(request, MAX_SIGN_IN_BYTES));
    const check = () => {
      if (typeof token === "string") return access.signInByToken(request, token);
      if (typeof key === "string") return access.signInByLink(request, key);
      throw badRequest("Expected a token or a key, as a string.");
    };
    const { viewer, ...session } = await options.attempt(request, check);
    await endFormer(request, origin);
    return studioJson(200, { viewer, hasProvider }, sessionCookie(origin, session));
  };
  const signOut = async ({ request, origin }: Asked): Promise<Reply> => {
    assertFromStudio(request, origin);
    await endFormer(request, origin);
    return studioJson(200, { viewer: null, hasProvider }, clearCookie(SESSION_COOKIE, origin));
  };
  const endFormer = async (request: IncomingMessage, origin: StudioOrigin): Promise<void> => {
    const former = readCookie(request, SESSION_COOKIE, origin);
    if (former !== null) await access.signOut(former);
  };
  const execute = async ({ request, search, origin, facts }: Asked): Promise<Reply> => {
    assertFromStudio(request, origin);
    return studioReply(await graphql(request, search, facts));
  };
  const pages: [string, Record<string, Handler>][] = [
    [STUDIO_PATH, { GET: studioPage }],
    [`${STUDIO_PATH}/`, { GET: studioPage }],
    [`${STUDIO_PATH}/studio.js`, { GET: () => studioScript() }],
    [`${STUDIO_PATH}/signed-in.js`, { GET: () => studioScript("signed-in") }],
    [`${STUDIO_PATH}/studio.css`, { GET: studioStyle }],
    [SESSION_PATH, { GET: whoIs, POST: signIn, DELETE: signOut }],
    [STUDIO_GRAPHQL_PATH, { POST: execute }],
  ];
  return new Map([...pages, ...providerRoutes(options)]);
}

function providerRoutes({ access: { provider }, attempt }: StudioOptions): [string, Record<string, Handler>][] {
  if (provider === null) return [];
  const begin = async ({ request, origin }: Asked): Promise<Reply> => {
    const { url, sealedState, maxAgeSeconds } = await provider.begin(request);
    return redirectTo(url, setCookie(STATE_COOKIE, origin, sealedState, maxAgeSeconds));
  };
  const finish = async ({ request, search, origin }: Asked): Promise<Reply> => {
    const sealedState = readCookie(request, STATE_COOKIE, origin);
    // The state is good for one answer, also for a wrong one.
    const cleared = clearCookie(STATE_COOKIE, origin);
    try {
      if (sealedState === null)
        throw badRequest("Expected the browser in which the sign-in began, within ten minutes.");
      const session = await attempt(request, () => provider.finish(request, search, sealedState));
      return signedInPage([...cleared, ...sessionCookie(origin, session)]);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      return withHeaders(studioReply(errorReply(error)), cleared);
    }
  };
  return [
    [PROVIDER_PATH, { GET: begin }],
    [`${PROVIDER_PATH}/callback`, { GET: finish }],
  ];
}

const sessionCookie = (origin: StudioOrigin, { secret, maxAgeSeconds }: Pick<NewSession, "secret" | "maxAgeSeconds">) =>
  setCookie(SESSION_COOKIE, origin, secret, maxAgeSeconds);
