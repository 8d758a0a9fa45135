// Stands between a client and a server and can break what passes as networks do: cut every connection, refuse new ones,
// fall silent without closing anything, be slow, or end in the middle of an answer. It also counts round trips.
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket, connect as tcpConnect } from "node:net";

export interface TcpRelay {
  /** The URL that was given, led through here. */
  url: string;
  /** Leads new connections to another server of the same address form. */
  retarget(target: string): void;
  /** Cuts what is open; refuses what is new while `isRefusing`. */
  cut(options: { isRefusing: boolean }): void;
  /** Passes nothing on in either direction; `false` lets the network live again for new connections. */
  setSilent(isSilent: boolean): void;
  /** Holds back everything by as long, in each direction. */
  setDelay(milliseconds: number): void;
  /** Each connection, open or new, passes so many more bytes of answers and is then cut; null takes the limit away. */
  cutAfter(responseBytes: number | null): void;
  /** Connections passed on so far. */
  readonly connections: number;
  /** Connections refused so far. */
  readonly refusals: number;
  /** Requests so far, those that were sent without waiting for an answer counted as one. Tells well only under a delay. */
  readonly roundTrips: number;
  close(): Promise<void>;
}

export async function startTcpRelay(target: string): Promise<TcpRelay> {
  let current = new URL(target);
  const open = new Set<Socket>();
  const state = { isRefusing: false, isSilent: false, delayMs: 0, cutAfter: null as number | null, limits: 0 };
  const counts = { connections: 0, refusals: 0, roundTrips: 0 };
  let isResponseing = true;

  const track = (from: Socket, to: Socket, pass: (chunk: Buffer) => void) => {
    open.add(from);
    from.on("data", (chunk: Buffer) => {
      if (state.isSilent) return;
      if (state.delayMs === 0) pass(chunk);
      else setTimeout(pass, state.delayMs, chunk);
    });
    from.on("error", () => to.destroy());
    from.on("close", () => {
      open.delete(from);
      to.destroy();
    });
  };

  const server = createServer((near) => {
    if (state.isRefusing) {
      counts.refusals += 1;
      near.destroy();
      return;
    }
    counts.connections += 1;
    const far = tcpConnect({ host: current.hostname, port: Number(current.port || 5432) });
    track(near, far, (chunk) => {
      if (isResponseing) counts.roundTrips += 1;
      isResponseing = false;
      far.write(chunk);
    });
    let passed = 0;
    let limit = state.limits;
    track(far, near, (chunk) => {
      isResponseing = true;
      if (limit !== state.limits) [limit, passed] = [state.limits, 0];
      passed += chunk.length;
      if (state.cutAfter === null || passed <= state.cutAfter) {
        near.write(chunk);
        return;
      }
      // What was written so far still arrives; a reset could overtake it.
      near.end(chunk.subarray(0, Math.max(0, chunk.length - (passed - state.cutAfter))));
      far.destroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(target);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cutAll = () => {
    // A reset of a socket that says goodbye fails inside Node, and the process could then never exit.
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
