// A keep-alive HTTP/1.1 client that costs little beside the server it loads: one request at a time on each socket. Closed
// loops tell throughput; latencies come from the open loop alone, which counts from the instant a request was due.
import { connect } from "node:net";

const HEAD_END = Buffer.from("\r\n\r\n");
const LAST_CHUNK = Buffer.from("\r\n0\r\n\r\n");

export function rawRequest(port, path, body, headers = {}) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\naccept: application/json\r\n` +
      `${lines.join("")}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** By GET, with further headers; answered 304 where it names what the client has. */
export function rawGet(port, path, headers) {
  const lines = Object.entries({ accept: "application/json", ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${lines.join("")}\r\n`);
}

class Connection {
  #socket;
  #pending = [];
  #size = 0;
  #needed = 0;
  #settle = null;
  #failure = null;
  /** The status line and headers of the last response. */
  head = "";

  constructor(port) {
    this.#socket = connect(port, "127.0.0.1");
    this.#socket.setNoDelay(true);
    this.#socket.on("data", (chunk) => this.#receive(chunk));
    this.#socket.on("error", (error) => this.#fail(error));
    this.#socket.on("close", () => this.#fail(new Error("The server closed the connection.")));
  }

  /** Resolves with the body as it came, chunked or not. */
  send(request) {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close() {
    this.#socket.destroy();
  }

  #fail(error) {
    this.#failure = error;
    this.#settle?.reject(error);
    this.#settle = null;
  }

  #receive(chunk) {
    this.#pending.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) return;
    const bytes = this.#pending.length === 1 ? chunk : Buffer.concat(this.#pending);
    this.#pending = [bytes];
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return;
    const head = bytes.latin1Slice(0, end);
    this.head = head;
    const isNotModified = head.startsWith("HTTP/1.1 304");
    const length = isNotModified ? "0" : /content-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined && bytes.indexOf(LAST_CHUNK, end) < 0) return;
    this.#needed = length === undefined ? 0 : end + HEAD_END.length + Number(length);
    if (this.#size < this.#needed) return;
    const { resolve, reject } = this.#settle ?? {};
    [this.#settle, this.#pending, this.#size, this.#needed] = [null, [], 0, 0];
    if (isNotModified || head.startsWith("HTTP/1.1 200")) resolve?.(bytes.subarray(end + HEAD_END.length));
    else {
      const error = new Error(`Expected 200, came ${bytes.toString("utf8", 0, 600)}`);
      reject?.(Object.assign(error, { isRefusal: head.startsWith("HTTP/1.1 503") }));
    }
  }
}

function openConnections(port, count) {
  return Array.from({ length: count }, () => new Connection(port));
}

const inTurn = (requests) => (connection, _index, turn) => connection.send(requests[turn % requests.length]);

/**
 * Every connection sends its next request when it has its answer. `requests` are taken in turn; or else `exchange` does
 * what counts as one, on a connection of the given index.
 */
export async function closedLoop({ port, requests, exchange = inTurn(requests), connections, milliseconds }) {
  const open = openConnections(port, connections);
  const started = performance.now();
  const until = started + milliseconds;
  let answered = 0;
  await Promise.all(
    open.map(async (connection, i) => {
      for (let turn = i; performance.now() < until; turn += 1) {
        await exchange(connection, i, turn);
        answered += 1;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const connection of open) connection.close();
  return { answered, seconds };
}

/**
 * Requests are due at a fixed rate, whatever the server does; answers the latencies in milliseconds, sorted, and how many
 * requests were refused by a server that had too much to do: those have no latency.
 */
export async function openLoop({ port, requests, exchange = inTurn(requests), connections, rate, milliseconds }) {
  const all = openConnections(port, connections);
  const idle = all.map((_, index) => index);
  const queue = [];
  const latencies = [];
  let refused = 0;
  const due = Math.max(1, Math.floor((rate * milliseconds) / 1000));
  const started = performance.now();
  let sent = 0;
  await new Promise((resolve, reject) => {
    const run = async (index, dueAt, turn) => {
      try {
        await exchange(all[index], index, turn);
        latencies.push(performance.now() - dueAt);
      } catch (error) {
        if (!error.isRefusal) throw error;
        refused += 1;
      }
      const next = queue.shift();
      if (next) run(index, ...next).catch(reject);
      else idle.push(index);
      if (latencies.length + refused === due) resolve();
    };
    const tick = () => {
      const now = performance.now();
      for (; sent < due && started + (sent * 1000) / rate <= now; sent += 1) {
        const dueAt = started + (sent * 1000) / rate;
        const index = idle.pop();
        if (index !== undefined) run(index, dueAt, sent).catch(reject);
        else queue.push([dueAt, sent]);
      }
      if (sent < due) setTimeout(tick, 1);
    };
    tick();
  });
  for (const connection of all) connection.close();
  return { latencies: latencies.sort((one, other) => one - other), refused };
}

/** One request's answer as JSON. */
export function askOnce(port, path, body) {
  return onConnection(port, async (connection) => jsonOf(await connection.send(rawRequest(port, path, body))));
}

export async function onConnection(port, work) {
  const connection = new Connection(port);
  try {
    return await work(connection);
  } finally {
    connection.close();
  }
}

export function jsonOf(bytes) {
  const text = bytes.toString();
  return JSON.parse(text.startsWith("{") ? text : dechunk(bytes));
}

function dechunk(bytes) {
  const parts = [];
  for (let at = 0; ; ) {
    const end = bytes.indexOf("\r\n", at);
    const size = Number.parseInt(bytes.latin1Slice(at, end), 16);
    if (!size) return Buffer.concat(parts).toString();
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 4 + size;
  }
}
