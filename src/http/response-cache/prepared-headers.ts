// The head of a response that is sent often, built once as the text that goes over the wire. `writeHead` validates and joins the
// headers of each response again, which costs more than the rest of a cache hit. The response still ends by Node's `end`, so that
// pipelining, HEAD, backpressure and keep-alive remain Node's.
import { IncomingMessage, ServerResponse, STATUS_CODES, validateHeaderName, validateHeaderValue } from "node:http";
import { Socket } from "node:net";

/** Node's private field for the text of a head; `isSupported` tests whether it still works. */
interface Headed {
  _header: string | null;
}

export const isSupported = ((): boolean => {
  const probe = new ServerResponse(new IncomingMessage(new Socket()));
  setHead(probe, "probe");
  return probe.headersSent;
})();

function setHead(response: ServerResponse, text: string): void {
  (response as unknown as Headed)._header = text;
}

/** The header lines with their line ends. Throws for invalid names and values, as `writeHead` does. */
export function linesOf(headers: readonly string[]): string {
  let lines = "";
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const [name = "", value = ""] = [headers[index], headers[index + 1]];
    validateHeaderName(name);
    validateHeaderValue(name, value);
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}

/** The status line and headers; further lines may follow. */
export function beginHead(status: number, headers: readonly string[]): string {
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${linesOf(headers)}`;
}

/** Whether the connection stays open by the rules of HTTP/1.1, so that all responses share the end of the head. */
export function isPlainExchange({ httpVersion }: IncomingMessage, { shouldKeepAlive }: ServerResponse): boolean {
  return shouldKeepAlive && httpVersion === "1.1";
}

export class PreparedHeaderEnds {
  readonly #keepAlive: string;
  #date = "";
  #nextSecond = Number.NEGATIVE_INFINITY;

  constructor(keepAliveMs: number) {
    this.#keepAlive = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(keepAliveMs / 1_000)}\r\n\r\n`;
  }

  /** The lines by which Node ends a head. `now` is from `performance.now()`. */
  at(now: number): string {
    if (now >= this.#nextSecond) {
      const time = Date.now();
      this.#nextSecond = now + 1_000 - (time % 1_000);
      this.#date = `Date: ${new Date(time).toUTCString()}\r\n${this.#keepAlive}`;
    }
    return this.#date;
  }
}

export function endWithHead(response: ServerResponse, status: number, head: string, body: string | Buffer): void {
  response.statusCode = status;
  setHead(response, head);
  response.end(body);
}
