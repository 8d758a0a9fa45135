// A connection with just enough of HTTP/1.1 to send a request and read the response's status. Node's HTTP client uses as much CPU as the
// server, and the load generator shares its cores with the server under test.
import { connect, type Socket } from "node:net";

const HEAD_END = Buffer.from("\r\n\r\n");
const LAST_CHUNK = Buffer.from("\r\n0\r\n\r\n");
const STATUS_AT = "HTTP/1.1 ".length;

export class RawConnection {
  readonly #socket: Socket;
  readonly #onClose: () => void;
  #received: Buffer[] = [];
  #size = 0;
  /** Total size of the response in bytes, once its header is known. */
  #needed = 0;
  #response: ((status: number) => void) | null = null;
  #isClosed = false;

  constructor({ hostname, port }: URL, onClose: () => void) {
    this.#onClose = onClose;
    this.#socket = connect(Number(port), hostname);
    this.#socket.setNoDelay(true);
    this.#socket.on("data", (chunk) => this.#receive(chunk));
    this.#socket.on("error", () => this.#end());
    this.#socket.on("close", () => this.#end());
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Sends one request at a time. Resolves to the status of the complete response, or 0 if the connection ended before it. */
  send(request: Buffer): Promise<number> {
    if (this.#isClosed) return Promise.resolve(0);
    return new Promise((resolve) => {
      this.#response = resolve;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
    this.#end();
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#settle(0);
    this.#onClose();
  }

  #settle(status: number): void {
    const response = this.#response;
    [this.#response, this.#received, this.#size, this.#needed] = [null, [], 0, 0];
    response?.(status);
  }

  #receive(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) return;
    const bytes = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    this.#received = [bytes];
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(bytes.toString("latin1", 0, end))?.[1];
    if (length === undefined && bytes.indexOf(LAST_CHUNK, end) < 0) return;
    this.#needed = length === undefined ? this.#size : end + HEAD_END.length + Number(length);
    if (this.#size >= this.#needed) this.#settle(Number(bytes.toString("latin1", STATUS_AT, STATUS_AT + 3)));
  }
}
