// Sends bytes that no HTTP client library would send, and returns everything that the server sends until it closes the connection.
import { once } from "node:events";
import { connect, type Socket } from "node:net";

export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

/** Resolves when the server closes the connection, with everything it sent before. */
export async function readToEnd(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk)).resume();
  // A reset after the response counts as an end; `once` would reject.
  socket.on("error", () => undefined);
  if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
  return Buffer.concat(chunks).toString("utf8");
}

export async function sendRaw(port: number, text: string | Buffer): Promise<string> {
  const socket = await openSocket(port);
  socket.write(text);
  return readToEnd(socket);
}

export function bodyOf(raw: string): unknown {
  return JSON.parse(raw.slice(raw.indexOf("\r\n\r\n") + 4));
}

export function statusOf(raw: string): number {
  return Number(raw.slice("HTTP/1.1 ".length, "HTTP/1.1 ".length + 3));
}
