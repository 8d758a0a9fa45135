// Clients of subscriptions that show every message, and what the clients of the protocols would hide: codes, ids, comments.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import WebSocket from "ws";
import type { TestApp } from "../../support/app.js";

export const FOLLOW =
  "subscription ($after: String, $nodeTypes: [ChangeNodeType!]) { changes(after: $after, nodeTypes: $nodeTypes) { cursor kind paths } }";

export interface Message {
  id?: string;
  type: string;
  payload?: unknown;
}

export interface SocketOptions {
  headers?: Record<string, string>;
  protocols?: string | string[];
  /** The payload of connection_init. Null: none is sent, and no acknowledgement awaited. */
  params?: Record<string, unknown> | null;
}

export class LiveSocket {
  readonly socket: WebSocket;
  readonly received: Message[] = [];
  readonly closed: Promise<number>;
  #arrived: () => void = () => undefined;
  #operations = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("error", () => undefined);
    socket.on("message", (data) => {
      this.received.push(JSON.parse(String(data)) as Message);
      this.#arrived();
    });
    this.closed = new Promise((resolve) => socket.once("close", resolve));
    void this.closed.then(() => this.#arrived());
  }

  /** Rejects with the response if the service does not open a WebSocket. */
  static async open(
    { url }: Pick<TestApp, "url">,
    { headers, protocols = "graphql-transport-ws", params = {} }: SocketOptions = {},
  ) {
    const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, protocols, { headers: headers ?? {} });
    const live = new LiveSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("unexpected-response", (_request, response: IncomingMessage) => reject(new RejectedSocket(response)));
    });
    if (params === null) return live;
    live.send({ type: "connection_init", payload: params });
    assert.equal((await live.next())?.type, "connection_ack");
    return live;
  }

  send(message: Message | string | Buffer): void {
    this.socket.send(typeof message === "string" || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  /** Returns the id of the operation. */
  subscribe(query: string, variables: Record<string, unknown> = {}, more: Record<string, unknown> = {}): string {
    this.#operations += 1;
    const id = String(this.#operations);
    this.send({ id, type: "subscribe", payload: { query, variables, ...more } });
    return id;
  }

  /** Subscribes and resolves when the service has opened the subscription: messages are handled in order only until they wait for something. */
  async follow(app: TestApp, variables: Record<string, unknown> = {}): Promise<string> {
    const before = await openOperations(app);
    const id = this.subscribe(FOLLOW, variables);
    await until(async () => (await openOperations(app)) > before);
    return id;
  }

  /** The next message that has not been taken. Undefined if the socket is closed. */
  async next(): Promise<Message | undefined> {
    while (this.received.length === 0 && this.socket.readyState <= WebSocket.OPEN) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
    return this.received.shift();
  }

  async close(): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}

export class RejectedSocket extends Error {
  constructor(readonly response: IncomingMessage) {
    super(`The service responded by ${response.statusCode}.`);
  }
}

/** The status and the error code of a request for a WebSocket that is rejected. */
export async function rejectionOf(
  app: Pick<TestApp, "url">,
  options?: SocketOptions,
): Promise<[number | undefined, string]> {
  try {
    await (await LiveSocket.open(app, { ...options, params: null })).close();
  } catch (error) {
    if (!(error instanceof RejectedSocket)) throw error;
    const chunks: Buffer[] = [];
    error.response.on("data", (chunk: Buffer) => chunks.push(chunk));
    await once(error.response, "end");
    return [error.response.statusCode, JSON.parse(String(Buffer.concat(chunks))).errors[0].extensions.code];
  }
  throw new Error("Expected the service to reject the WebSocket.");
}

export interface StreamEvent {
  id?: string;
  event?: string;
  data?: string;
  retry?: string;
  comment?: boolean;
}

export interface StreamOptions {
  query?: string;
  variables?: Record<string, unknown>;
  headers?: Record<string, string>;
  method?: "GET" | "POST";
}

export class LiveStream {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly response: IncomingMessage;
  readonly #events: StreamEvent[] = [];
  #text = "";
  #isEnded = false;
  #arrived: () => void = () => undefined;

  private constructor(response: IncomingMessage) {
    this.response = response;
    this.status = response.statusCode ?? 0;
    this.headers = response.headers;
    response.setEncoding("utf8");
    response.on("data", (text: string) => this.#read(text));
    response.on("error", () => undefined);
    response.on("close", () => {
      this.#isEnded = true;
      this.#arrived();
    });
  }

  static async open(
    { url }: Pick<TestApp, "url">,
    { query = FOLLOW, variables = {}, headers = {}, method = "POST" }: StreamOptions = {},
  ) {
    const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    const target = method === "GET" ? `${url}/graphql?${parameters}` : `${url}/graphql`;
    const sent = request(target, {
      method,
      agent: false,
      headers: { accept: "text/event-stream", "content-type": "application/json", ...headers },
    });
    sent.on("error", () => undefined);
    sent.end(method === "GET" ? undefined : JSON.stringify({ query, variables }));
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    return new LiveStream(response);
  }

  /** Opens a subscription and takes what begins its stream. */
  static async follow(
    app: Pick<TestApp, "url">,
    options: StreamOptions = {},
  ): Promise<LiveStream & { first: StreamEvent }> {
    const stream = await LiveStream.open(app, options);
    assert.equal(stream.status, 200);
    const first = (await stream.next()) ?? {};
    return Object.assign(stream, { first });
  }

  /** The next block that has not been taken and is no ping. Undefined at the end. */
  async next(): Promise<StreamEvent | undefined> {
    let block = await this.nextBlock();
    while (block?.comment === true) block = await this.nextBlock();
    return block;
  }

  async nextBlock(): Promise<StreamEvent | undefined> {
    while (this.#events.length === 0 && !this.#isEnded) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
    return this.#events.shift();
  }

  /** The whole body of a response that is no stream. */
  async text(): Promise<string> {
    while (!this.#isEnded) await this.next();
    return this.#text;
  }

  close(): void {
    this.response.destroy();
  }

  #read(text: string): void {
    this.#text += text;
    for (let end = this.#text.indexOf("\n\n"); end >= 0; end = this.#text.indexOf("\n\n")) {
      this.#events.push(blockOf(this.#text.slice(0, end)));
      this.#text = this.#text.slice(end + 2);
    }
    this.#arrived();
  }
}

function blockOf(text: string): StreamEvent {
  const event: Record<string, unknown> = {};
  for (const line of text.split("\n")) {
    const [name = "", ...rest] = line.split(":");
    if (name === "") event.comment = true;
    else event[name] = rest.join(":").replace(/^ /, "");
  }
  return event;
}

export interface Follower {
  changes: { cursor: string; kind: string; paths: string[] };
}

export const changeIn = (payload: unknown): Follower["changes"] => (payload as { data: Follower }).data.changes;
export const changeOf = ({ data = "{}" }: StreamEvent = {}): Follower["changes"] => changeIn(JSON.parse(data));
export const codesOf = (errors: unknown): unknown[] =>
  (errors as { extensions: { code: unknown } }[]).map(({ extensions }) => extensions.code);

/** The number of open subscriptions, by the metrics of the service. */
export function openOperations(app: TestApp): Promise<number> {
  return metric(app, "colophon_subscription_operations");
}

export async function metric({ operationsUrl }: TestApp, name: string): Promise<number> {
  const text = await (await fetch(`${operationsUrl}/metrics`)).text();
  const values = text.split("\n").filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return values.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Makes changes that readers notice. */
export class Renames {
  readonly #app: TestApp;
  readonly #token: string;

  constructor(app: TestApp, token: string) {
    this.#app = app;
    this.#token = token;
  }

  async next(): Promise<void> {
    const { site } = await this.#app.query<{ site: { version: number } }>(
      "{ site { version } }",
      {},
      { token: this.#token },
    );
    const update = `mutation ($version: Int!, $title: String!) {
      updateSite(input: { expectedVersion: $version, title: $title }) { errors { message } } }`;
    await this.#app.query(update, { version: site.version, title: `Site ${randomUUID()}` }, { token: this.#token });
  }
}
