// A store with the part of the Redis protocol that the service needs, which fails on demand: it stops responding, loses its data or
// closes its connections.
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

export interface KeyValueServer {
  url: string;
  readonly keys: Map<string, Buffer>;
  /** While it is silent it accepts commands and responds to none. */
  setSilent(isSilent: boolean): void;
  /** The number of received commands by name. */
  counts(): Record<string, number>;
  close(): Promise<void>;
}

export async function startKeyValueServer(port = 0): Promise<KeyValueServer> {
  const keys = new Map<string, Buffer>();
  const counts: Record<string, number> = {};
  const sockets = new Set<Socket>();
  let isSilent = false;
  const response = ([name, key, value]: Buffer[]): Buffer => {
    const command = String(name).toUpperCase();
    counts[command] = (counts[command] ?? 0) + 1;
    if (command === "GET") return bulk(keys.get(String(key)));
    if (command === "SET" && value !== undefined) keys.set(String(key), value);
    return command === "INFO" ? bulk(Buffer.from("redis_version:7.0.0\r\nloading:0\r\n")) : Buffer.from("+OK\r\n");
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    let rest = Buffer.alloc(0);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
    socket.on("data", (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (let parsed = parse(rest); parsed !== null; parsed = parse(rest)) {
        rest = rest.subarray(parsed.end);
        if (!isSilent) socket.write(response(parsed.words));
      }
    });
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}/0`,
    keys,
    setSilent: (value) => {
      isSilent = value;
    },
    counts: () => counts,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

const bulk = (value: Buffer | undefined): Buffer =>
  value === undefined
    ? Buffer.from("$-1\r\n")
    : Buffer.concat([Buffer.from(`$${value.length}\r\n`), value, Buffer.from("\r\n")]);

/** The words of the first complete command, and its end. */
function parse(bytes: Buffer): { words: Buffer[]; end: number } | null {
  let at = 0;
  const line = (): string | null => {
    const end = bytes.indexOf("\r\n", at);
    if (end < 0) return null;
    const text = bytes.toString("latin1", at, end);
    at = end + 2;
    return text;
  };
  const count = line();
  if (count === null) return null;
  const words: Buffer[] = [];
  while (words.length < Number(count.slice(1))) {
    const length = line();
    if (length === null || bytes.length < at + Number(length.slice(1)) + 2) return null;
    words.push(bytes.subarray(at, at + Number(length.slice(1))));
    at += Number(length.slice(1)) + 2;
  }
  return { words, end: at };
}
