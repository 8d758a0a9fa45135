// Receives the calls of webhooks on a port of this machine, and responds as a test wants. Every call is kept with the headers that verify it.
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface ReceivedCall {
  /** The `webhook-id`. */
  id: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Milliseconds since 1970. */
  at: number;
}

export type Respond = (call: ReceivedCall, response: ServerResponse) => void;

export interface WebhookReceiver {
  url: string;
  port: number;
  calls: ReceivedCall[];
  /** By default 204 without a body. */
  respond: Respond;
  close(): void;
}

export async function startReceiver(port = 0): Promise<WebhookReceiver> {
  const calls: ReceivedCall[] = [];
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const at = Date.now();
    const body = await text(request).catch(() => null);
    if (body === null) return;
    const { url: path = "", headers } = request;
    const call = { id: String(headers["webhook-id"]), path, headers, body, at };
    calls.push(call);
    receiver.respond(call, response);
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: used } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${used}/hook`,
    port: used,
    calls,
    respond: (_, response) => void response.writeHead(204).end(),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return receiver;
}
