// Ends a server politely: no new connections, time for the requests in flight, then no mercy. Node alone would wait for
// a connection that was opened and never used, as browsers keep in reserve, until its headers time out.
import { once } from "node:events";
import type { RequestListener, Server, ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import type { HttpTimeouts } from "./timeouts.js";

export interface OpenSockets {
  /** The same listener, whose answers are noted. */
  noting(listener: RequestListener): RequestListener;
  /** Those without a request that is not answered yet. */
  idle(): Socket[];
}

/** On the socket itself, because a map of all of them costs each request more than finding a kept answer does. */
const LATEST = Symbol("latest answer");
type Noted = Socket & { [LATEST]?: ServerResponse };

export function trackSockets(server: Server): OpenSockets {
  const open = new Set<Noted>();
  server.on("connection", (socket: Noted) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  return {
    noting: (listener) => (request, response) => {
      (request.socket as Noted)[LATEST] = response;
      listener(request, response);
    },
    idle: () => [...open].filter(isIdle),
  };
}

/**
 * The answers of a socket leave it in the order of its requests, so the latest tells of all. It is finished once the
 * operating system has the whole of it.
 */
function isIdle({ [LATEST]: latest }: Noted): boolean {
  return latest === undefined || latest.writableFinished;
}

export async function drain(server: Server, sockets: OpenSockets, timeouts: HttpTimeouts): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  // Not the HTTP server's own method: that cuts idle connections at once, also those on which a request is under way to us.
  NetServer.prototype.close.call(server);
  const quiet = setTimeout(() => {
    for (const socket of sockets.idle()) socket.destroy();
  }, timeouts.quietGraceMs);
  const forced = setTimeout(() => server.closeAllConnections(), timeouts.drainMs);
  await closed;
  clearTimeout(quiet);
  clearTimeout(forced);
}
