// Graceful shutdown of a server: no new connections, time for the requests in flight, then all sockets are destroyed. Node alone would
// wait until the headers of unused connections, which browsers open in advance, time out.
import { once } from "node:events";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { HttpTimeouts } from "./timeouts.js";

export interface OpenSockets {
  /** The same listener, with its responses tracked. */
  tracking(listener: RequestListener): RequestListener;
  /** Each socket that has had a request, with the latest. */
  latest(): Iterable<readonly [Socket, IncomingMessage]>;
  /** Sockets without a request in flight. */
  idle(): Socket[];
  /** Whether the response to the latest request of a socket has been begun and is not finished. */
  isResponding(socket: Duplex): boolean;
}

/** A property of the socket, because a map of all sockets costs each request more than a cache look-up. */
const LATEST = Symbol("latest response");
type TrackedSocket = Socket & { [LATEST]?: ServerResponse };

export function trackSockets(server: Server): OpenSockets {
  const open = new Set<TrackedSocket>();
  server.on("connection", (socket: TrackedSocket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  return {
    tracking: (listener) => (request, response) => {
      (request.socket as TrackedSocket)[LATEST] = response;
      listener(request, response);
    },
    *latest() {
      for (const socket of open) {
        const request = socket[LATEST]?.req;
        if (request !== undefined) yield [socket, request];
      }
    },
    idle: () => [...open].filter(isIdle),
    isResponding(socket) {
      const { [LATEST]: latest } = socket as TrackedSocket;
      return latest?.headersSent === true && !latest.writableFinished;
    },
  };
}

/**
 * The responses of a socket are sent in the order of its requests, so that the state of the latest covers all. It is finished once the
 * operating system has all of it.
 */
function isIdle({ [LATEST]: latest }: TrackedSocket): boolean {
  return latest === undefined || latest.writableFinished;
}

export async function drain(server: Server, sockets: OpenSockets, timeouts: HttpTimeouts): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  // Not the HTTP server's own method, which closes idle connections at once, even if a request on one is about to arrive.
  NetServer.prototype.close.call(server);
  const idle = setTimeout(() => {
    for (const socket of sockets.idle()) socket.destroy();
  }, timeouts.idleGraceMs);
  const forced = setTimeout(() => server.closeAllConnections(), timeouts.drainMs);
  await closed;
  clearTimeout(idle);
  clearTimeout(forced);
}
