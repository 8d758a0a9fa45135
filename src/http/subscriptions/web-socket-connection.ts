// An open WebSocket. The library graphql-ws has the protocol: its order of messages, ids and codes. Events go past it to the socket, since their
// text is prepared once for many sockets.
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type ExecutionArgs, GraphQLError } from "graphql";
import { CloseCode, type Server, type SubscribePayload } from "graphql-ws";
import type { RawData, WebSocket } from "ws";
import { HttpError } from "../http-rejection.js";
import type { Payer } from "../rate-limit/payer.js";
import { ConnectionHolder } from "./connection-holder.js";
import { requestWithParams } from "./connection-params.js";
import type { OpenConnection } from "./open-connections.js";
import type { SubscriptionServices } from "./subscription-services.js";
import { openOperation, STREAM, STREAM_SCHEMA, toGraphqlErrors } from "./web-socket-operation.js";

export interface ConnectionExtra {
  connection: Pick<WebSocketConnection<unknown>, "connect" | "subscribe">;
}

export interface WebSocketOptions<C> {
  socket: WebSocket;
  request: IncomingMessage;
  payer: Payer | null;
  services: SubscriptionServices<C>;
}

const RESTART = 1012;
const TRY_LATER = 1013;
const NOT_TEXT = 1003;
/** A client that does not read what it asks for is disconnected. */
const MAX_BUFFERED_BYTES = 1_048_576;

export class WebSocketConnection<C> implements OpenConnection {
  readonly transport = "websocket";
  readonly #socket: WebSocket;
  readonly #services: SubscriptionServices<C>;
  /** Until the client has sent its credentials. */
  #first: { request: IncomingMessage; payer: Payer | null } | null;
  #holder: ConnectionHolder<C> | null = null;
  #isAlive = true;

  constructor({ socket, request, payer, services }: WebSocketOptions<C>) {
    this.#socket = socket;
    this.#services = services;
    this.#first = { request, payer };
  }

  get isAuthenticated(): boolean {
    return this.#holder?.isAuthenticated === true;
  }

  open(protocol: Server<ConnectionExtra>): void {
    const socket = this.#socket;
    const { connections, log } = this.#services;
    connections.add(this);
    socket.on("error", (error) => log.debug({ err: error }, "A WebSocket failed."));
    socket.on("pong", () => this.#heard());
    // ws responds to pings by itself.
    socket.on("ping", () => this.#heard());
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => this.send(text),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (receive) => socket.on("message", (data, isBinary) => this.#receive(data, isBinary, receive)),
      },
      { connection: this as ConnectionExtra["connection"] },
    );
    socket.once("close", (code, reason) => {
      connections.delete(this);
      void closed(code, String(reason));
    });
  }

  /** Resolves when the text has been handed to the operating system, or the socket is closed. */
  send(text: string): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve) => {
      if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
      else resolve();
    });
  }

  async connect(params: Readonly<Record<string, unknown>>): Promise<boolean> {
    const { request, payer } = this.#first ?? {};
    if (request === undefined || payer === undefined) return false;
    this.#first = null;
    try {
      const { rateLimit } = this.#services;
      const given = requestWithParams(request, params);
      const ofCredential = payer === null || given === request ? payer : (rateLimit?.payerOfConnection(given) ?? null);
      this.#holder = await ConnectionHolder.of(this.#services, given, ofCredential);
      return true;
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      if (error.status !== 503) return false;
      this.#socket.close(TRY_LATER, "Try again later");
      // The socket is closing, and the library closes it once more.
      return false;
    }
  }

  async subscribe(id: string, payload: SubscribePayload, open: number): Promise<ExecutionArgs | GraphQLError[]> {
    const { operations: allowed } = this.#services.limits;
    try {
      if (open > allowed) {
        const message = `A WebSocket may have at most ${allowed} operations at the same time.`;
        const extensions = { code: "LIMIT_EXCEEDED", limit: "operations", allowed, actual: open };
        return [new GraphQLError(message, { extensions })];
      }
      const holder = this.#holder;
      if (holder === null) throw new Error("Expected a connection that is acknowledged.");
      const operation = { id, holder, requestId: randomUUID(), onRejected: () => this.#forbid() };
      const opened = await openOperation(payload, operation, this, this.#services);
      return Array.isArray(opened) ? opened : { schema: STREAM_SCHEMA, document: STREAM, contextValue: opened };
    } catch (error) {
      return toGraphqlErrors(error, this.#services);
    }
  }

  ping(): void {
    if (!this.#isAlive || this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
  }

  async recheck(): Promise<void> {
    if ((await this.#holder?.recheck()) === false) this.#forbid();
  }

  drain(): void {
    this.#socket.close(RESTART, "Service restart");
  }

  #forbid(): void {
    this.#socket.close(CloseCode.Forbidden, "Forbidden");
  }

  #heard(): void {
    this.#isAlive = true;
    // Each message has a response, which a client that does not read makes this process keep.
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) this.#socket.terminate();
  }

  #receive(data: RawData, isBinary: boolean, receive: (text: string) => Promise<void>): void {
    this.#heard();
    if (isBinary) {
      this.#socket.close(NOT_TEXT, "Expected text");
      return;
    }
    receive(String(data)).catch((error: unknown) => {
      this.#services.log.debug({ err: error }, "A message of a WebSocket could not be handled.");
      this.#socket.close(CloseCode.BadRequest, "Invalid message received");
    });
  }
}
