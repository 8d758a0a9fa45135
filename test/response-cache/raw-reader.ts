// A connection that sends one request after the other and reads complete responses, at little cost: in a run of a million reads the
// services, and not the clients, must be the bottleneck.
import { once } from "node:events";
import { connect, type Socket } from "node:net";

const HEAD_END = "\r\n\r\n";

export class RawReader {
  readonly #socket: Socket;
  #received = "";
  #settle: ((body: string) => void) | null = null;
  #fail: ((error: Error) => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true).setEncoding("latin1");
    socket.on("data", (text: string) => this.#receive(text));
    socket.on("error", (error) => this.#fail?.(error));
    socket.on("close", () => this.#fail?.(new Error("The service closed the connection.")));
  }

  static async open(url: string): Promise<RawReader> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    return new RawReader(socket);
  }

  /** A GraphQL request as text, to be sent any number of times. */
  static request(query: string): string {
    const body = JSON.stringify({ query });
    const head = ["POST /graphql HTTP/1.1", "host: 127.0.0.1", "content-type: application/json"];
    return [...head, `content-length: ${Buffer.byteLength(body)}`, "", body].join("\r\n");
  }

  /** The head and body of the response. */
  send(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
      this.#socket.write(request, "latin1");
    });
  }

  close(): void {
    this.#fail = null;
    this.#socket.destroy();
  }

  #receive(text: string): void {
    this.#received += text;
    const end = this.#received.indexOf(HEAD_END);
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(this.#received)?.[1]);
    if (this.#received.length < end + HEAD_END.length + length) return;
    const response = this.#received;
    this.#received = "";
    this.#settle?.(response);
  }
}
