// A connection of a pool. It outlives errors between statements, registers with the guard of its sessions, and can leave their settings to
// the role.
import pg, { type ClientConfig } from "pg";
import type { GuardedClient, SessionGuard } from "../sessions/session-guard.js";

/** Where the settings of a session come from: sent when the connection starts, or set for its role in the database. */
export type SettingsSource = "connection" | "role";

/** What a pool passes to its clients, besides the driver's own options. */
export interface ClientOptions extends ClientConfig {
  settingsFrom: SettingsSource;
  sessions: SessionGuard;
}

/** Parts of the driver's class that its types omit. */
const DriverClient = pg.Client as unknown as new (
  config: ClientConfig,
) => pg.Client & GuardedClient & { getStartupConf(): Record<string, string> };

/** Poolers know these parameters of a connection and set them for each session that they assign to it. */
const TRACKED_PARAMETERS = { TimeZone: "UTC", DateStyle: "ISO" } as const;

export class DatabaseClient extends DriverClient {
  readonly #settingsFrom: SettingsSource;

  constructor(options: ClientOptions) {
    super(options);
    this.#settingsFrom = options.settingsFrom;
    options.sessions.add(this);
    // A broken connection rejects the pending query; the client also emits "error", which would end the process if it has no listener,
    // and between the statements of a checked-out connection it has none.
    this.on("error", () => undefined);
  }

  override getStartupConf(): Record<string, string> {
    const parameters = super.getStartupConf();
    return this.#settingsFrom === "role" ? { ...parameters, ...TRACKED_PARAMETERS } : parameters;
  }
}
