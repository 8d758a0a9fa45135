// Keeps one process's use of the cluster's server: finds or launches it, holds a lease, brings the server back on the
// same port if it dies, and stops it when the last user leaves. Holds the state that the other parts lack.
import { readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, messageOf } from "../../../lib/error-facts.js";
import type { Cluster } from "./cluster.js";
import { EmbeddedPostgresError } from "./embedded-error.js";
import { type Lease, takeLease } from "./lease.js";
import {
  findFreePort,
  findPostmaster,
  launchPostmaster,
  type Postmaster,
  signalPostmaster,
  stopPostmaster,
  waitUntilReady,
} from "./postmaster.js";

/** The children of a killed server take a while to notice, and block a new one until then. */
const PATIENCE_MS = 20_000;
const RETRY_MS = 50;
const WRONG_PASSWORD = "28P01";

interface Hold {
  postmaster: Postmaster;
  lease: Lease;
  isResponsible: boolean;
}

export class EmbeddedServer {
  readonly #cluster: Cluster;
  readonly #settings: Record<string, string>;
  readonly #log: (message: string) => void;
  #hold: Hold | null = null;
  #reopening: Promise<void> | null = null;
  #isStopping = false;
  readonly #lastResort = (): void => this.#killOnExit();

  constructor(cluster: Cluster, settings: Record<string, string>, log: (message: string) => void) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#log = log;
  }

  async open(): Promise<number> {
    const hold = await this.#acquire(null);
    process.once("exit", this.#lastResort);
    return hold.postmaster.port;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#reopening;
    const hold = this.#hold;
    this.#hold = null;
    if (hold !== null) await this.#release(hold);
    process.off("exit", this.#lastResort);
  }

  async #acquire(knownPort: number | null): Promise<Hold> {
    const giveUp = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        const hold = await this.#attempt(knownPort);
        this.#hold = hold;
        void hold.lease.ended.then(() => this.#onLost(hold));
        return hold;
      } catch (error) {
        if (error instanceof EmbeddedPostgresError) throw error;
        if (codeOf(error) === WRONG_PASSWORD) {
          throw new EmbeddedPostgresError("the server does not accept the password kept beside it", { cause: error });
        }
        if (Date.now() > giveUp) throw new EmbeddedPostgresError(messageOf(error), { cause: error });
        await sleep(RETRY_MS);
      }
    }
  }

  async #attempt(knownPort: number | null): Promise<Hold> {
    const running = await findPostmaster(this.#cluster);
    const postmaster =
      running === null
        ? await launchPostmaster(this.#cluster, knownPort ?? (await findFreePort()), this.#settings)
        : await waitUntilReady(this.#cluster, running.pid);
    try {
      const lease = await takeLease(postmaster.port, this.#cluster.password);
      return { postmaster, lease, isResponsible: running === null || lease.isFirst };
    } catch (error) {
      if (running === null) await stopPostmaster(this.#cluster, postmaster.pid);
      throw error;
    }
  }

  /** The session ended under us: one backend died, or the whole server did. The address must go on working. */
  #onLost(hold: Hold): void {
    if (this.#isStopping || this.#hold !== hold) return;
    this.#hold = null;
    this.#log("The embedded PostgreSQL closed our session; reopening it.");
    this.#reopening = this.#reopen(hold.postmaster.port).finally(() => {
      this.#reopening = null;
    });
  }

  async #reopen(port: number): Promise<void> {
    while (!this.#isStopping && this.#hold === null) {
      try {
        await this.#acquire(port);
        this.#log("The embedded PostgreSQL is open again.");
      } catch (error) {
        this.#log(messageOf(error));
        await sleep(1_000);
      }
    }
  }

  async #release({ postmaster, lease }: Hold): Promise<void> {
    const isLast = await lease.leave().catch(() => true);
    if (isLast) {
      const stopping = stopPostmaster(this.#cluster, postmaster.pid);
      // Ending the lease opens the door to newcomers again, so the server must have heard first.
      await Promise.race([stopping, this.#refusal(postmaster.pid)]);
      await lease.end();
      await stopping;
    } else {
      await lease.end();
    }
  }

  async #refusal(pid: number): Promise<void> {
    for (let waited = 0; waited < 500; waited += 5) {
      const found = await findPostmaster(this.#cluster);
      if (found?.pid !== pid || found.status === "stopping") return;
      await sleep(5);
    }
  }

  /** Nobody called stop: an error nobody caught. Whoever shares the server reopens it. */
  #killOnExit(): void {
    const hold = this.#hold;
    if (hold === null || !hold.isResponsible) return;
    try {
      const isOurs =
        process.platform !== "linux" || readlinkSync(`/proc/${hold.postmaster.pid}/cwd`) === this.#cluster.directory;
      if (isOurs) signalPostmaster(this.#cluster, hold.postmaster.pid, "SIGINT");
    } catch {
      // The server ended before us.
    }
  }
}
