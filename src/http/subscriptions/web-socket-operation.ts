// An operation of a WebSocket: a subscription, or a query or mutation, which clients that split their operations by transport send too.
import { buildSchema, GraphQLError, type GraphQLFormattedError, parse } from "graphql";
import type { SubscribePayload } from "graphql-ws";
import { withinSize } from "../../platform/query-cost/response-size.js";
import { withinDeadline } from "../graphql/deadline.js";
import type { GraphqlRequest } from "../graphql/graphql-engine.js";
import { assertOperationShape } from "../graphql/request-shape.js";
import { hasUnstorableText } from "../graphql/unstorable-text.js";
import { badRequest, HttpError } from "../http-rejection.js";
import type { ConnectionHolder } from "./connection-holder.js";
import { deliverEvents } from "./event-delivery.js";
import type { LiveOperation } from "./live-operations.js";
import { reportOf, type SubscriptionServices } from "./subscription-services.js";

/** What the library is told to execute: it takes operations apart by their documents, and all that it gets is a stream. */
export const STREAM_SCHEMA = buildSchema("type Query { stream: Int } type Subscription { stream: Int }");
export const STREAM = parse("subscription { stream }");

interface WebSocketOperation<C> {
  id: string;
  holder: ConnectionHolder<C>;
  requestId: string;
  onRejected(): void;
}

interface Sender {
  send(text: string): Promise<void>;
}

/** The stream of an operation, which sends its results by itself, or the errors of one that was rejected. Rejects with an `HttpError`. */
export async function openOperation<C>(
  payload: SubscribePayload,
  operation: WebSocketOperation<C>,
  socket: Sender,
  services: SubscriptionServices<C>,
): Promise<AsyncGenerator<never> | GraphQLError[]> {
  const { holder, requestId, id } = operation;
  holder.admit();
  const sent = holder.paying(requestOf(payload, requestId, services));
  const opening = { resumeAfter: null, isReadOnly: false };
  const opened = await withinDeadline(
    services.operations.open(holder.caller, sent, opening),
    services.responseDeadlineMs,
  );
  const { live } = opened;
  const next = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  if (live !== null) return streamOf(() => deliver(sent, live, operation, socket, next, services), live);
  const text = withinSize(opened.response.body, responseBytesOf(holder, services)).trimEnd();
  return errorsOf(text) ?? streamOf(() => socket.send(`${next}${text}}`), null);
}

function requestOf<C>(payload: SubscribePayload, requestId: string, services: SubscriptionServices<C>): GraphqlRequest {
  const body = payload as unknown as Record<string, unknown>;
  if (hasUnstorableText(body)) throw badRequest("Expected text without U+0000 and without lone surrogates.");
  assertOperationShape(body);
  const headers = { accept: "application/json", "x-request-id": requestId };
  return services.documents.resolve({ method: "POST", headers, search: "", body });
}

function responseBytesOf<C>({ isAuthenticated }: ConnectionHolder<C>, services: SubscriptionServices<C>): number {
  return isAuthenticated ? services.authenticatedResponseLimitBytes : services.responseLimitBytes;
}

/** Errors of a request that was not executed end the operation; null for a response with data, which may have errors too. */
function errorsOf(text: string): GraphQLError[] | null {
  if (!text.startsWith('{"errors"')) return null;
  const { errors, data } = JSON.parse(text) as { errors: GraphQLFormattedError[]; data?: unknown };
  return data === undefined ? errors.map((error) => new SentError(error)) : null;
}

function deliver<C>(
  sent: GraphqlRequest,
  live: LiveOperation<C>,
  { holder, onRejected }: WebSocketOperation<C>,
  socket: Sender,
  next: string,
  { connections, operations }: SubscriptionServices<C>,
): Promise<void> {
  const send = ({ text }: { text: string }) => socket.send(`${next}${text}}`);
  const delivering = deliverEvents({ ...{ live, holder, sent, connections, onRejected }, send });
  return delivering.catch((error: unknown) => {
    throw new SentError(operations.describe(error));
  });
}

/** The library waits for the first result and gets the end. */
function streamOf(run: () => Promise<void>, live: LiveOperation<unknown> | null): AsyncGenerator<never> {
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await live?.events[Symbol.asyncIterator]().return?.();
    return { done: true, value: undefined };
  };
  const stream = {
    [Symbol.asyncIterator]: () => stream,
    next: () => run().then(end),
    return: end,
    throw: end,
  };
  return stream as unknown as AsyncGenerator<never>;
}

/** An error in the form that the client gets. */
class SentError extends GraphQLError {
  readonly #formatted: GraphQLFormattedError;

  constructor(formatted: GraphQLFormattedError) {
    super(formatted.message, { extensions: formatted.extensions });
    this.#formatted = formatted;
  }

  override toJSON(): GraphQLFormattedError {
    return this.#formatted;
  }
}

export function toGraphqlErrors<C>(error: unknown, { operations }: SubscriptionServices<C>): GraphQLError[] {
  return [new SentError(error instanceof HttpError ? reportOf(error) : operations.describe(error))];
}
