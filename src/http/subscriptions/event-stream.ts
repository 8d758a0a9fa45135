// Event streams (Server-Sent Events) in the distinct connections mode of the protocol "GraphQL over Server-Sent Events". Own code instead of the
// server of graphql-sse: that one keeps any number of events for a client that does not read, and sends no ids, by which EventSource resumes.
import type { IncomingMessage } from "node:http";
import { withinSize } from "../../platform/query-cost/response-size.js";
import { withinDeadline } from "../graphql/deadline.js";
import type { GraphqlRequest } from "../graphql/graphql-engine.js";
import { assertDecodable } from "../graphql/query-string.js";
import { assertOperationShape } from "../graphql/request-shape.js";
import { badRequest } from "../http-rejection.js";
import type { Payer } from "../rate-limit/payer.js";
import type { Reply } from "../reply.js";
import { assertJsonContent, parseJsonObject, readBody } from "../request-body.js";
import { ConnectionHolder } from "./connection-holder.js";
import { EventStreamConnection } from "./event-stream-connection.js";
import type { SubscriptionServices } from "./subscription-services.js";

/** Proxies must not keep or collect events. */
const HEADERS: readonly string[] = [
  ...["content-type", "text/event-stream; charset=utf-8", "cache-control", "no-store", "x-accel-buffering", "no"],
  // A stream ends with its connection.
  ...["connection", "close"],
];
const MEMBERS = ["query", "documentId", "operationName", "variables", "extensions"] as const;
const JSON_MEMBERS: ReadonlySet<string> = new Set(["variables", "extensions"]);

export interface EventStreamRequest {
  request: IncomingMessage;
  search: string;
  corsHeaders: readonly string[];
  /** Null if it has not been read. */
  body: Buffer | null;
  payer: Payer | null;
}

/** The stream that responds to a request. Rejects with an `HttpError` for what is no GraphQL, or is not accepted. */
export async function openEventStream<C>(
  incoming: EventStreamRequest,
  services: SubscriptionServices<C>,
): Promise<Reply> {
  const { request, corsHeaders } = incoming;
  const leave = services.connectionLimits.enter(request);
  try {
    const live = await open(incoming, services, leave);
    return { status: 200, headers: [...corsHeaders, ...HEADERS], body: "", live };
  } catch (error) {
    leave();
    throw error;
  }
}

async function open<C>(
  incoming: EventStreamRequest,
  services: SubscriptionServices<C>,
  leave: () => void,
): Promise<EventStreamConnection<C>> {
  const { request, search, payer } = incoming;
  const { operations, documents } = services;
  if (new URLSearchParams(search).has("preview")) {
    throw badRequest("Expected a preview token of an event stream in the header X-Preview-Token, not in the URL.");
  }
  const holder = await ConnectionHolder.of(services, request, payer);
  const received = await receive(incoming, limitOf(holder, services).bodyBytes);
  const sent = holder.paying(documents.resolve(received));
  const opening = { resumeAfter: lastEventId(request), isReadOnly: request.method !== "POST" };
  const opened = await withinDeadline(operations.open(holder.caller, sent, opening), services.responseDeadlineMs);
  const first = opened.live === null ? withinSize(opened.response.body, limitOf(holder, services).responseBytes) : null;
  return new EventStreamConnection({ services, holder, sent, live: opened.live, first, leave });
}

function limitOf<C>({ isAuthenticated }: ConnectionHolder<C>, services: SubscriptionServices<C>) {
  return isAuthenticated
    ? { bodyBytes: services.authenticatedBodyLimitBytes, responseBytes: services.authenticatedResponseLimitBytes }
    : { bodyBytes: services.bodyLimitBytes, responseBytes: services.responseLimitBytes };
}

/** What a browser sends when it connects again. */
function lastEventId({ headers }: IncomingMessage): string | null {
  const given = headers["last-event-id"];
  return typeof given === "string" && given !== "" ? given : null;
}

/** Operations by GET are executed as if they were posted, since an engine takes no subscription by GET. */
async function receive(
  { request, search, body: read }: EventStreamRequest,
  limitBytes: number,
): Promise<GraphqlRequest> {
  const headers = { accept: "application/json", "x-request-id": String(request.headers["x-request-id"]) };
  if (request.method === "POST") {
    assertJsonContent(request);
    const body = parseJsonObject(read ?? (await readBody(request, limitBytes)));
    assertOperationShape(body);
    return { method: "POST", headers, search: "", body };
  }
  assertDecodable(search);
  const body = parametersOf(search);
  assertOperationShape(body);
  return { method: "POST", headers, search: "", body };
}

function parametersOf(search: string): Record<string, unknown> {
  const parameters = new URLSearchParams(search);
  const body: Record<string, unknown> = {};
  for (const name of MEMBERS) {
    const [value, ...others] = parameters.getAll(name);
    if (others.length > 0) throw badRequest(`Expected ${name} once in the query string.`);
    if (value !== undefined && value !== "") body[name] = JSON_MEMBERS.has(name) ? jsonOf(value, name) : value;
  }
  return body;
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(`Expected ${name} to be JSON.`);
  }
}
