// The credentials of a WebSocket: browsers cannot send headers with its request, so that clients send them in the payload of connection_init.
import type { IncomingMessage } from "node:http";
import { HttpError } from "../http-rejection.js";

const CREDENTIALS: ReadonlySet<string> = new Set(["authorization", "x-preview-token"]);

/** The request as if it had been sent with the credentials in `params`, whose names are those of the headers in any case. */
export function requestWithParams(
  request: IncomingMessage,
  params: Readonly<Record<string, unknown>>,
): IncomingMessage {
  const given: Record<string, string> = {};
  for (const [key, value] of Object.entries(params)) {
    const name = key.toLowerCase();
    // Clients send null or an empty text for a user who has not signed in.
    if (!CREDENTIALS.has(name) || value === null || value === undefined || value === "") continue;
    if (typeof value !== "string" || name in given) throw notText(name);
    given[name] = value;
  }
  const names = Object.keys(given);
  if (names.length === 0) return request;
  const distinct = Object.fromEntries(names.map((name) => [name, [given[name]]]));
  return Object.create(request, {
    headers: { value: { ...request.headers, ...given } },
    headersDistinct: { value: { ...request.headersDistinct, ...distinct } },
  }) as IncomingMessage;
}

const notText = (name: string): HttpError =>
  new HttpError(401, "UNAUTHENTICATED", `Expected ${name} once and as a string in the payload of connection_init.`);
