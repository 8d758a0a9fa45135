// A connection of a pool. It outlives errors between statements, registers with the guard of its sessions, can leave their settings to the
// role, and looks for the host if there are several.
import pg, { type ClientConfig } from "pg";
import type { GuardedClient, SessionGuard } from "../sessions/session-guard.js";
import { type HostSearch, isHostFailure, type Way } from "./host-search.js";

/** Where the settings of a session come from: sent when the connection starts, or set for its role in the database. */
export type SettingsSource = "connection" | "role";

/** What a pool passes to its clients, besides the driver's own options. */
export interface ClientOptions extends ClientConfig {
  settingsFrom: SettingsSource;
  sessions: SessionGuard;
  search: HostSearch;
}

type Callback = (error: Error | null) => void;

/** The driver's class, with the parts that its types omit. */
interface Driver extends Omit<pg.Client, "connect" | "host" | "port" | "ssl" | "connection"> {
  host: string;
  port: number;
  ssl: Way["ssl"];
  readonly connection: GuardedClient["connection"] & {
    ssl: Way["ssl"];
    on(event: "error" | "end", listener: () => void): void;
    on(event: "errorMessage", listener: (message: { code?: string }) => void): void;
  };
  connect(callback?: Callback): Promise<unknown> | undefined;
  getStartupConf(): Record<string, string>;
}

const DriverClient = pg.Client as unknown as new (config: ClientConfig) => Driver;

/** Poolers know these parameters of a connection and set them for each session that they assign to it. */
const TRACKED_PARAMETERS = { TimeZone: "UTC", DateStyle: "ISO" } as const;

export class DatabaseClient extends DriverClient {
  readonly #settingsFrom: SettingsSource;
  readonly #search: HostSearch;
  readonly #sessions: SessionGuard;

  constructor(options: ClientOptions) {
    super(options);
    this.#settingsFrom = options.settingsFrom;
    this.#search = options.search;
    this.#sessions = options.sessions;
    if (this.#search.only === null) this.#watchHost();
    this.connection.on("errorMessage", ({ code = "" }) => this.#sessions.noticeError(code));
    // A broken connection rejects the pending query; the client also emits "error", which would end the process if it has no listener,
    // and between the statements of a checked-out connection it has none.
    this.on("error", () => undefined);
  }

  override connect(callback?: Callback): Promise<unknown> | undefined {
    if (this.#search.only !== null) {
      this.#sessions.add(this);
      return super.connect(callback);
    }
    const isConnected = this.#connectToFoundHost();
    if (callback === undefined) return isConnected;
    isConnected.then(() => callback(null), callback);
    return undefined;
  }

  async #connectToFoundHost(): Promise<void> {
    const { host, port, ssl } = await this.#search.find();
    this.#sessions.add(this);
    this.host = host;
    this.port = port;
    if (ssl !== undefined) this.ssl = this.connection.ssl = ssl;
    await super.connect();
  }

  /** A host that ends a connection, or says that it is not what it was, is looked for again, and its other connections are dropped. */
  #watchHost(): void {
    // Before the driver's own listeners, so before the failure reaches who might try again.
    for (const event of ["error", "end"] as const) this.connection.on(event, () => this.#search.discard());
    this.connection.on("errorMessage", ({ code = "" }) => {
      if (!isHostFailure(code)) return;
      this.#search.discard();
      // After this message has been handled, so that its statement fails with it.
      setImmediate(() => void this.#sessions.dropConnections());
    });
  }

  override getStartupConf(): Record<string, string> {
    const parameters = super.getStartupConf();
    return this.#settingsFrom === "role" ? { ...parameters, ...TRACKED_PARAMETERS } : parameters;
  }
}
