// Checks the sessions of a connection pool: each when it is opened, and one of them each minute, since a pooler gives a connection other
// sessions from time to time. If a session of anonymous reads is not what it must be, the pool is closed to readers until one is.
import { setTimeout as sleep } from "node:timers/promises";
import type { ClientBase, Pool } from "pg";
import type { Logger } from "../../observability/log.js";
import { checkSession, type SessionDefect, type SessionRule } from "./session-check.js";

/** The sessions of anonymous reads are not what they must be, so nothing is read through them. */
export class SessionRefusedError extends Error {
  override readonly name = "SessionRefusedError";

  constructor(defects: readonly SessionDefect[]) {
    super(defects.map(({ message, advice }) => `${message} ${advice}`).join(" "));
  }
}

export const CHECK_INTERVAL_MS = 60_000;
const RETRY_INTERVAL_MS = 2_000;
const ENDING_MS = 1_000;
/** SQLSTATE of a table that the session does not find or may not read: what a wrong search_path looks like. */
const SUSPICIOUS: ReadonlySet<string> = new Set(["42P01", "42501", "3F000"]);
const MIN_INTERVAL_MS = 1_000;
const RETURN_MS = 10;

/** An open connection of the pool; `stream` is that of the driver. */
export interface GuardedClient {
  once(event: "end", listener: () => void): unknown;
  readonly connection: { readonly stream: { destroy(): unknown } };
}

export class SessionGuard {
  readonly rule: SessionRule;
  readonly #clients = new Set<GuardedClient>();
  #defects: readonly SessionDefect[] = [];
  readonly #lasting: SessionDefect[] = [];
  #refusal: SessionRefusedError | null = null;
  #isOnStandby = false;
  #isTolerant = false;
  #checkSoon: () => void = () => undefined;

  constructor(rule: SessionRule) {
    this.rule = rule;
  }

  /** What the last check has found, and what another check has found of all sessions. */
  get defects(): readonly SessionDefect[] {
    return [...this.#lasting, ...this.#defects];
  }

  /** Adds a defect of all sessions, which lasts until the process ends. */
  addLasting(defect: SessionDefect): void {
    this.#lasting.push(defect);
  }

  /** Null if the pool may be used. Pools of other than anonymous reads may always be used. */
  get refusal(): SessionRefusedError | null {
    return this.#refusal;
  }

  /** Whether the last session that was checked is one of a standby, which may lag behind. */
  get isOnStandby(): boolean {
    return this.#isOnStandby;
  }

  add(client: GuardedClient): void {
    this.#clients.add(client);
    client.once("end", () => this.#clients.delete(client));
  }

  /** Checks a session; rejects if it must not be used. */
  async check(client: ClientBase): Promise<void> {
    const { defects, isStandby } = await checkSession(client, this.rule);
    this.#isOnStandby = isStandby;
    this.#defects = defects;
    this.#refusal = defects.length > 0 && this.rule.kind === "published" ? new SessionRefusedError(defects) : null;
    if (this.#refusal !== null && !this.#isTolerant) throw this.#refusal;
  }

  /** A statement has failed with this SQLSTATE. If a wrong session may be the reason, the next check is due at once. */
  noticeError(sqlState: string): void {
    if (this.rule.kind === "published" && SUSPICIOUS.has(sqlState)) {
      // By then the connection is back in the pool, which gives out first what came back last.
      setTimeout(() => this.#checkSoon(), RETURN_MS).unref();
    }
  }

  /** Lets a pool open although its sessions are refused, so that the service can start and report why it rejects every request. */
  async tolerating<T>(open: () => Promise<T>): Promise<T> {
    this.#isTolerant = true;
    try {
      return await open();
    } finally {
      this.#isTolerant = false;
    }
  }

  /** Ends all connections, and waits until the pool has noticed. Statements that run on them fail. */
  async dropConnections(): Promise<void> {
    const ended = [...this.#clients].map((client) => {
      const isEnded = new Promise<void>((resolve) => client.once("end", () => resolve()));
      client.connection.stream.destroy();
      return isEnded;
    });
    await Promise.race([Promise.all(ended), sleep(ENDING_MS, undefined, { ref: false })]);
  }

  /** Checks a session of the pool. Rejects if the pool is refused, or its database cannot be reached. */
  async checkOneOf(pool: Pool): Promise<void> {
    // Open connections may have sessions from before a change, so a refused pool is judged by a new one.
    if (this.#refusal !== null) await this.dropConnections();
    const client = await pool.connect();
    try {
      await this.check(client);
      client.release();
    } catch (error) {
      client.release(error as Error);
      if (error === this.#refusal) await this.dropConnections();
      throw error;
    }
  }

  /** Checks a session of the pool periodically, and more often while the pool is refused. Returns a function that ends this. */
  watch(pool: Pool, log: Logger, intervalMs = CHECK_INTERVAL_MS): () => void {
    let logged = "";
    let timer: NodeJS.Timeout;
    let hasEnded = false;
    let isRunning = false;
    const next = (): void => {
      isRunning = false;
      if (hasEnded) return;
      logged = this.#log(log, logged);
      timer = setTimeout(run, this.#refusal === null ? intervalMs : Math.min(RETRY_INTERVAL_MS, intervalMs));
      timer.unref();
    };
    let checkedAt = Number.NEGATIVE_INFINITY;
    const run = (): void => {
      checkedAt = performance.now();
      isRunning = true;
      // A database that cannot be reached is logged by other checks.
      void this.checkOneOf(pool).then(next, next);
    };
    this.#checkSoon = () => {
      if (isRunning || performance.now() - checkedAt < MIN_INTERVAL_MS) return;
      clearTimeout(timer);
      run();
    };
    next();
    return () => {
      hasEnded = true;
      this.#checkSoon = () => undefined;
      clearTimeout(timer);
    };
  }

  /** Logs the present defects unless they are those that were logged last. */
  #log(log: Logger, logged: string): string {
    const defects = this.defects.map(({ message, advice }) => `${message} ${advice}`).join(" ");
    if (defects === logged) return logged;
    const { kind } = this.rule;
    if (defects === "") log.info({ kind }, "The sessions of the database are as they must be again.");
    else log.error({ kind }, this.#refusal === null ? defects : `${defects} Anonymous reads are refused until then.`);
    return defects;
  }
}
