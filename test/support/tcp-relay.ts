// A TCP relay between a client and a server that simulates network failures: it can reset all connections, refuse new ones, stop
// forwarding without closing anything, delay data, or cut a connection in the middle of a response. It also counts round trips.
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket, connect as tcpConnect } from "node:net";

export interface TcpRelay {
  /** The target's URL, through the relay. */
  url: string;
  /** Forwards new connections to another server. */
  retarget(target: string): void;
  /** Resets open connections; refuses new ones while `isRefusing`. */
  cut(options: { isRefusing: boolean }): void;
  /** Stops forwarding in both directions; `false` resumes it for new connections. */
  setSilent(isSilent: boolean): void;
  /** Delays all data in each direction. */
  setDelay(milliseconds: number): void;
  /** Each connection, open or new, forwards this many more bytes of responses and is then cut; null removes the limit. */
  cutAfter(responseBytes: number | null): void;
  /** Connections forwarded so far. */
  readonly connections: number;
  /** Whether the connection to the target that has this local port is open, on either side. */
  isOpen(port: number): boolean;
  /** Connections refused so far. */
  readonly refusals: number;
  /** Round trips so far: requests that are sent without waiting for a response count as one. Only accurate under a delay. */
  readonly roundTrips: number;
  close(): Promise<void>;
}

export async function startTcpRelay(target: string): Promise<TcpRelay> {
  let current = new URL(target);
  const open = new Set<Socket>();
  const openPorts = new Set<number>();
  const state = { isRefusing: false, isSilent: false, delayMs: 0, cutAfter: null as number | null, limits: 0 };
  const counts = { connections: 0, refusals: 0, roundTrips: 0 };
  let isResponding = true;

  const forward = (from: Socket, to: Socket, send: (chunk: Buffer) => void) => {
    open.add(from);
    from.on("data", (chunk: Buffer) => {
      if (state.isSilent) return;
      if (state.delayMs === 0) send(chunk);
      else setTimeout(send, state.delayMs, chunk);
    });
    from.on("error", () => to.destroy());
    from.on("close", () => {
      open.delete(from);
      to.destroy();
    });
  };

  const server = createServer((client) => {
    if (state.isRefusing) {
      counts.refusals += 1;
      client.destroy();
      return;
    }
    counts.connections += 1;
    const upstream = tcpConnect({ host: current.hostname, port: Number(current.port || 5432) });
    upstream.once("connect", () => {
      const { localPort = 0 } = upstream;
      openPorts.add(localPort);
      client.once("close", () => openPorts.delete(localPort));
    });
    forward(client, upstream, (chunk) => {
      if (isResponding) counts.roundTrips += 1;
      isResponding = false;
      upstream.write(chunk);
    });
    let forwarded = 0;
    let limit = state.limits;
    forward(upstream, client, (chunk) => {
      isResponding = true;
      if (limit !== state.limits) [limit, forwarded] = [state.limits, 0];
      forwarded += chunk.length;
      if (state.cutAfter === null || forwarded <= state.cutAfter) {
        client.write(chunk);
        return;
      }
      // An orderly end, so that the data written so far still arrives; a reset could overtake it.
      client.end(chunk.subarray(0, Math.max(0, chunk.length - (forwarded - state.cutAfter))));
      upstream.destroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(target);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cutAll = () => {
    // Resetting a socket that has already ended fails inside Node, and the process could then never exit.
    for (const socket of open) socket.writableEnded ? socket.destroy() : socket.resetAndDestroy();
  };
  return {
    url: url.href,
    retarget: (other) => {
      current = new URL(other);
    },
    cut: (options) => {
      state.isRefusing = options.isRefusing;
      cutAll();
    },
    setSilent: (value) => {
      state.isSilent = value;
    },
    setDelay: (milliseconds) => {
      state.delayMs = milliseconds;
    },
    cutAfter: (responseBytes) => {
      state.cutAfter = responseBytes;
      state.limits += 1;
    },
    isOpen: (port) => openPorts.has(port),
    get connections() {
      return counts.connections;
    },
    get refusals() {
      return counts.refusals;
    },
    get roundTrips() {
      return counts.roundTrips;
    },
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, "close");
    },
  };
}
