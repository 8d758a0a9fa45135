// Requests that ask for another protocol. Node takes them out of HTTP as soon as a server has a listener for upgrades: those that ask for anything
// but a WebSocket, as many HTTP clients do for HTTP/2, are put back and served as if they had not asked.
import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { HttpError } from "../http-rejection.js";
import { errorReply } from "../reply.js";

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export function listenForUpgrades(server: Server, onWebSocket: UpgradeListener): void {
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.trim().toLowerCase() === "websocket") onWebSocket(request, socket, head);
    else serveWithoutUpgrade(server, request, socket, head);
  });
}

/** The head of the request without the wish, and what follows it, are read again by a new parser. */
function serveWithoutUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!/^(?:upgrade|http2-settings)$/i.test(rawHeaders[i] ?? ""))
      lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  }
  if (head.length > 0) socket.unshift(head);
  // Node reads headers as Latin-1.
  socket.unshift(Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"));
  server.emit("connection", socket);
}

/** Responds to a request for an upgrade by an error, and closes its connection. */
export function rejectUpgrade(socket: Duplex, error: HttpError): void {
  const { status, headers, body } = errorReply(error);
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, "connection: close"];
  lines.push(`content-length: ${Buffer.byteLength(body)}`);
  for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
  socket.on("error", () => undefined);
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
}
