// Listens on a port, with limits that Node leaves unset, and closes it without losing a request.
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { drain, trackSockets } from "./drain.js";
import { limitBodyTime } from "./head/body-time.js";
import { listenForUpgrades, type UpgradeListener } from "./head/upgrade.js";
import { replyToUnreadable } from "./parser-failure.js";
import { DEFAULT_TIMEOUTS, type HttpTimeouts } from "./timeouts.js";

export interface RunningHttpServer {
  /** Without a trailing slash. */
  url: string;
  /** Stops accepting, lets requests in flight finish, and resolves when the last socket is closed. */
  close(): Promise<void>;
}

export interface PortOptions {
  host: string;
  /** 0 takes a free port. */
  port: number;
  timeouts?: Partial<HttpTimeouts> | undefined;
  /** Takes requests for a WebSocket; without it they are served as any other. */
  onWebSocket?: UpgradeListener | undefined;
  /** Ends what would go on forever; called at the start of `close`. */
  onDrain?: (() => void) | undefined;
}

/** `isDraining` is true from the start of `close`. */
export async function openPort(
  options: PortOptions,
  createListener: (isDraining: () => boolean) => RequestListener,
): Promise<RunningHttpServer> {
  const timeouts: HttpTimeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  let isDraining = false;
  const server = createLimitedServer(timeouts);
  const sockets = trackSockets(server);
  server.on("clientError", (error, socket) => replyToUnreadable(error, socket, sockets.isResponding(socket)));
  limitBodyTime(server, sockets.latest, timeouts);
  const listener = sockets.tracking(createListener(() => isDraining));
  // Without listeners for the other two, Node would invite every body before its head is checked, and respond to other expectations without a body.
  for (const event of ["request", "checkContinue", "checkExpectation"]) server.on(event, listener);
  if (options.onWebSocket !== undefined) listenForUpgrades(server, options.onWebSocket);
  await listen(server, options.host, options.port);
  return {
    url: urlOf(server),
    close: () => {
      isDraining = true;
      options.onDrain?.();
      return drain(server, sockets, timeouts);
    },
  };
}

function createLimitedServer(timeouts: HttpTimeouts): Server {
  const server = createServer({
    headersTimeout: timeouts.headersMs,
    // Bodies have a time limit of their own, which depends on the request.
    requestTimeout: 0,
    keepAliveTimeout: timeouts.keepAliveMs,
    connectionsCheckingInterval: timeouts.checkEveryMs,
  });
  // Node would silently drop header lines beyond this count, and a credential or an Idempotency-Key among them; the size of the header is
  // limited, and the request listener rejects requests with too many lines.
  server.maxHeadersCount = 0;
  // A client that stops reading its response would otherwise hold its socket forever.
  server.setTimeout(timeouts.inactivityMs, (socket) => socket.destroy());
  return server;
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen({ host, port });
  try {
    await once(server, "listening");
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? cause.code : cause;
    throw new Error(`Expected to listen on ${host}:${port}, got ${reason}.`, { cause });
  }
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  // A wildcard address is not one that a client can use.
  if (address === "0.0.0.0" || address === "::") return `http://localhost:${port}`;
  return family === "IPv6" ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}
