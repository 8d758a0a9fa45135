// The time that the body of a request may take. Node has one limit for all requests of a server, which would be too short for uploads of files
// or too long for everything else. A request whose body has not arrived in time is reported as Node does it.
import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import type { HttpTimeouts } from "../timeouts.js";

const allowed = new WeakMap<IncomingMessage, number>();

/** Instead of `requestMs` of the server. */
export function allowBodyTime(request: IncomingMessage, milliseconds: number): void {
  allowed.set(request, milliseconds);
}

/** The sockets of the server with the latest request of each. */
export type LatestRequests = () => Iterable<readonly [Socket, IncomingMessage]>;

/** A request is noticed by the first check that sees it, so that requests that arrive at once cost nothing. */
export function limitBodyTime(server: Server, latest: LatestRequests, timeouts: HttpTimeouts): void {
  let seen = new Map<IncomingMessage, number>();
  const check = () => {
    const now = performance.now();
    const incomplete = new Map<IncomingMessage, number>();
    for (const [socket, request] of latest()) {
      if (request.complete) continue;
      const since = seen.get(request) ?? now;
      if (now - since <= (allowed.get(request) ?? timeouts.requestMs)) incomplete.set(request, since);
      else server.emit("clientError", timeoutError(), socket);
    }
    seen = incomplete;
  };
  const timer = setInterval(check, timeouts.checkEveryMs).unref();
  server.once("close", () => clearInterval(timer));
}

function timeoutError(): Error {
  return Object.assign(new Error("The request did not arrive in time."), { code: "ERR_HTTP_REQUEST_TIMEOUT" });
}
