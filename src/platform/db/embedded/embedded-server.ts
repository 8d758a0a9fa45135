// One process's attachment to the cluster's server: finds or launches the server, holds a lease, restarts the server on the same
// port if it dies, and stops it when the last process detaches. The other files of this folder are stateless.
import { readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, messageOf } from "../../../lib/error-facts.js";
import type { Cluster } from "./cluster.js";
import { EmbeddedPostgresError } from "./embedded-error.js";
import { type Lease, takeLease } from "./lease.js";
import {
  FolderInUseError,
  findFreePort,
  findPostmaster,
  launchPostmaster,
  type Postmaster,
  signalPostmaster,
  stopPostmaster,
  waitUntilReady,
} from "./postmaster.js";

/** The children of a killed server take a while to exit, and block a new server until then. */
const ATTACH_TIMEOUT_MS = 20_000;
/** A container that is being replaced may take a while to stop. */
const FOLDER_TIMEOUT_MS = 60_000;
const RETRY_MS = 50;
const WRONG_PASSWORD = "28P01";

interface Attachment {
  postmaster: Postmaster;
  lease: Lease;
  /** Whether this process stops the server if it exits without `stop`. */
  isResponsible: boolean;
}

export class EmbeddedServer {
  readonly #cluster: Cluster;
  readonly #settings: Record<string, string>;
  readonly #log: (message: string) => void;
  #attachment: Attachment | null = null;
  #reopening: Promise<void> | null = null;
  #isStopping = false;
  readonly #onExit = (): void => this.#stopServerOnExit();

  constructor(cluster: Cluster, settings: Record<string, string>, log: (message: string) => void) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#log = log;
  }

  async open(): Promise<number> {
    const { postmaster } = await this.#attach(null);
    process.once("exit", this.#onExit);
    return postmaster.port;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#reopening;
    const attachment = this.#attachment;
    this.#attachment = null;
    if (attachment !== null) await this.#detach(attachment);
    process.off("exit", this.#onExit);
  }

  async #attach(knownPort: number | null): Promise<Attachment> {
    const start = Date.now();
    let isWaiting = false;
    for (;;) {
      try {
        const attachment = await this.#tryAttach(knownPort);
        this.#attachment = attachment;
        void attachment.lease.ended.then(() => this.#onLost(attachment));
        return attachment;
      } catch (error) {
        if (error instanceof EmbeddedPostgresError) throw error;
        if (codeOf(error) === WRONG_PASSWORD) {
          throw new EmbeddedPostgresError("the server rejects the password stored with the cluster", { cause: error });
        }
        const isInUse = error instanceof FolderInUseError;
        if (isInUse && !isWaiting) this.#log("Another server uses the data folder; waiting for it to stop.");
        isWaiting ||= isInUse;
        const timeoutMs = isInUse ? FOLDER_TIMEOUT_MS : ATTACH_TIMEOUT_MS;
        if (Date.now() > start + timeoutMs) throw new EmbeddedPostgresError(messageOf(error), { cause: error });
        await sleep(RETRY_MS);
      }
    }
  }

  async #tryAttach(knownPort: number | null): Promise<Attachment> {
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

  /** The lease's session ended because its backend or the whole server died. The server's URL must become valid again. */
  #onLost(lost: Attachment): void {
    if (this.#isStopping || this.#attachment !== lost) return;
    this.#attachment = null;
    this.#log("The connection to the embedded PostgreSQL was lost; restoring it.");
    this.#reopening = this.#reopen(lost.postmaster.port).finally(() => {
      this.#reopening = null;
    });
  }

  async #reopen(port: number): Promise<void> {
    while (!this.#isStopping && this.#attachment === null) {
      try {
        await this.#attach(port);
        this.#log("The embedded PostgreSQL is available again.");
      } catch (error) {
        this.#log(messageOf(error));
        await sleep(1_000);
      }
    }
  }

  async #detach({ postmaster, lease }: Attachment): Promise<void> {
    const isLast = await lease.release().catch(() => true);
    if (isLast) {
      const stopping = stopPostmaster(this.#cluster, postmaster.pid);
      // Ending the session lets other processes take a lease again, so wait until the server refuses connections.
      await Promise.race([stopping, this.#shutdownStarted(postmaster.pid)]);
      await lease.end();
      await stopping;
    } else {
      await lease.end();
    }
  }

  async #shutdownStarted(pid: number): Promise<void> {
    for (let waited = 0; waited < 500; waited += 5) {
      const found = await findPostmaster(this.#cluster);
      if (found?.pid !== pid || found.status === "stopping") return;
      await sleep(5);
    }
  }

  /** For an exit without `stop`, such as an uncaught exception. Other processes that share the server restart it. */
  #stopServerOnExit(): void {
    const attachment = this.#attachment;
    if (attachment === null || !attachment.isResponsible) return;
    const { pid } = attachment.postmaster;
    try {
      const isOurs = process.platform !== "linux" || readlinkSync(`/proc/${pid}/cwd`) === this.#cluster.directory;
      if (isOurs) signalPostmaster(this.#cluster, pid, "SIGINT");
    } catch {
      // The server has already ended.
    }
  }
}
