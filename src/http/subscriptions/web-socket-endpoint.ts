// WebSockets at the path of GraphQL: checks a request for one, and hands the socket to the protocol graphql-transport-ws.
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { handleProtocols, makeServer, type Server } from "graphql-ws";
import { type WebSocket, WebSocketServer } from "ws";
import { rejectUpgrade, type UpgradeListener } from "../head/upgrade.js";
import { badRequest, HttpError, notFound } from "../http-rejection.js";
import type { SubscriptionServices } from "./subscription-services.js";
import { type ConnectionExtra, WebSocketConnection } from "./web-socket-connection.js";

export function createWebSocketEndpoint<C>(path: string, services: SubscriptionServices<C>): UpgradeListener {
  const { limits, log } = services;
  const protocol: Server<ConnectionExtra> = makeServer<Record<string, unknown>, ConnectionExtra>({
    connectionInitWaitTimeout: limits.initMs,
    onConnect: ({ extra, connectionParams }) => extra.connection.connect(connectionParams ?? {}),
    onSubscribe: (context, id, payload) =>
      connectionOf(context).subscribe(id, payload, Object.keys(context.subscriptions).length),
    subscribe: ({ contextValue }) => contextValue as never,
  });
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Messages are short, and a compressor takes more memory than the rest of a connection.
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
    handleProtocols,
  });
  sockets.on("wsClientError", (error: Error, socket: Duplex) => {
    rejectUpgrade(socket, badRequest(`Expected a request for a WebSocket. ${error.message}.`));
  });
  return (request, socket, head) => {
    socket.on("error", (error) => log.debug({ err: error }, "A WebSocket failed."));
    try {
      const { payer, leave } = admit(request, path, services);
      socket.once("close", leave);
      sockets.handleUpgrade(request, socket, head, (webSocket: WebSocket) => {
        new WebSocketConnection({ socket: webSocket, request, payer, services }).open(protocol);
      });
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      rejectUpgrade(socket, error);
    }
  };
}

const connectionOf = ({ extra: { connection } }: { extra: ConnectionExtra }) => connection;

/** Throws an `HttpError` if the connection is not accepted. */
function admit<C>(request: IncomingMessage, path: string, services: SubscriptionServices<C>) {
  const { connections, connectionLimits, rateLimit } = services;
  if ((request.url ?? "").split("?", 1)[0] !== path) throw notFound();
  if (connections.isDraining) throw new HttpError(503, "OVERLOADED", "The service is about to stop.");
  assertOrigin(request, services);
  const payer = rateLimit?.admitted(request) ?? null;
  return { payer, leave: connectionLimits.enter(request) };
}

/** Browsers apply no CORS to WebSockets, but say which page asks for one. */
function assertOrigin<C>({ headers: { origin, host } }: IncomingMessage, { cors }: SubscriptionServices<C>): void {
  if (origin === undefined || cors.allows(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase()) return;
  throw new HttpError(403, "FORBIDDEN", "Expected a page of this service, or of an origin in CORS_ORIGINS.");
}
