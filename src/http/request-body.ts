// Reads a request's body and parses it as a JSON object. Rejects bodies that are too long, compressed, of another type or
// charset, not UTF-8 or not JSON. Reading and parsing are two steps, because the cache is looked up by the bytes alone.
import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { hasUnstorableText, mayHideUnstorableText } from "./graphql/unstorable-text.js";
import { inviteBody } from "./head/expectation.js";
import { badRequest, HttpError, unsupportedMediaType } from "./http-rejection.js";

const JSON_TYPE = /^application\/json\s*(?:;(.*))?$/i;
const UTF8_CHARSET = /^"?utf-8"?$/i;

export function assertJsonContent(request: IncomingMessage): void {
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
    throw unsupportedMediaType(`Expected an uncompressed body, got Content-Encoding ${encoding}.`, [
      "accept-encoding",
      "identity",
    ]);
  }
  const type = request.headers["content-type"];
  if (type === "application/json") return;
  const parameters = JSON_TYPE.exec(type ?? "");
  if (parameters === null) {
    throw unsupportedMediaType(`Expected Content-Type application/json, got ${type ?? "none"}.`);
  }
  for (const parameter of parameters[1]?.split(";") ?? []) {
    const [name = "", value = ""] = parameter.split("=", 2);
    if (name.trim().toLowerCase() === "charset" && !UTF8_CHARSET.test(value.trim())) {
      throw unsupportedMediaType(`Expected charset utf-8, got ${value.trim()}.`);
    }
  }
}

/**
 * Reads a body whose Content-Length is short, without a promise. `done` is called once, with null if the client left before the
 * body was complete.
 */
export function readShortBody(request: IncomingMessage, done: (body: Buffer | null) => void): void {
  let body: Buffer | null = null;
  let isDone = false;
  // Not `once`, which allocates a wrapper for each listener.
  const end = (complete: Buffer | null) => {
    if (isDone) return;
    isDone = true;
    done(complete);
  };
  request.on("data", (chunk: Buffer) => {
    body = body === null ? chunk : Buffer.concat([body, chunk]);
  });
  request.on("end", () => end(body));
  request.on("error", () => end(null));
}

export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const tooLong = () => new HttpError(413, "PAYLOAD_TOO_LARGE", `Expected at most ${limitBytes} bytes of body.`);
  if (Number(request.headers["content-length"]) > limitBytes) return Promise.reject(tooLong());
  // A stream emits its error once, which may have been before this call.
  if (request.errored !== null) return Promise.reject(request.errored);
  inviteBody(request);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const collect = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limitBytes) {
        chunks.push(chunk);
        return;
      }
      request.off("data", collect).pause();
      reject(tooLong());
    };
    request.on("data", collect);
    request.once("end", () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    request.once("error", reject);
  });
}

export function parseJsonObject(bytes: Buffer): Record<string, unknown> {
  if (bytes.length === 0) throw badRequest("Expected a JSON object as the body, got an empty body.");
  if (!isUtf8(bytes)) throw badRequest("Expected a body in UTF-8, got bytes that are not UTF-8.");
  const text = bytes.toString("utf8");
  const value = parseJson(text);
  if (!isObject(value)) throw badRequest(`Expected a JSON object as the body, got ${describe(value)}.`);
  if (mayHideUnstorableText(text) && hasUnstorableText(value)) {
    throw badRequest("Expected text without U+0000 and without lone surrogates.");
  }
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may hold a secret, and clients log messages.
    throw badRequest("Expected a JSON object as the body, got text that is not JSON.");
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "an array; send one operation per request";
  return value === null ? "null" : `a ${typeof value}`;
}
