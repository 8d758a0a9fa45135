// The points that each client has spent in its current window. In memory and synchronous, because every request is counted, also a cache
// hit of a few microseconds. The limits are applied elsewhere.

export interface Account {
  readonly key: string;
  spent: number;
  /** The end of the window, by `performance.now()`. */
  endsAt: number;
  /** Points that are not yet added to the counter that the processes share. */
  unsynced: number;
}

/** About 20 MB. Beyond it the oldest account is deleted. */
const MAX_ACCOUNTS = 100_000;

export class AccountBook {
  readonly #accounts = new Map<string, Account>();
  readonly #points: number;
  readonly #windowMs: number;
  readonly #maxAccounts: number;

  constructor(points: number, windowMs: number, maxAccounts = MAX_ACCOUNTS) {
    this.#points = points;
    this.#windowMs = windowMs;
    this.#maxAccounts = maxAccounts;
  }

  /** The account of a client, in its current window. */
  accountOf(key: string, now: number): Account {
    const account = this.#accounts.get(key);
    if (account === undefined) return this.#open(key, now);
    if (account.endsAt <= now) this.#renew(account, now);
    return account;
  }

  discard({ key }: Account): void {
    this.#accounts.delete(key);
  }

  get size(): number {
    return this.#accounts.size;
  }

  /** Accounts with points that are not yet shared. */
  *unsynced(): Iterable<Account> {
    for (const account of this.#accounts.values()) if (account.unsynced > 0) yield account;
  }

  /** Deletes accounts whose windows have ended, unless they are overdrawn. */
  sweep(now: number): void {
    for (const [key, { endsAt, spent }] of this.#accounts) {
      if (endsAt <= now && spent <= this.#points) this.#accounts.delete(key);
    }
  }

  #open(key: string, now: number): Account {
    if (this.#accounts.size >= this.#maxAccounts) {
      const [oldest] = this.#accounts.keys();
      if (oldest !== undefined) this.#accounts.delete(oldest);
    }
    const account = { key, spent: 0, endsAt: now + this.#windowMs, unsynced: 0 };
    this.#accounts.set(key, account);
    return account;
  }

  /** Concurrent requests may overdraw an account; the following windows pay for it. */
  #renew(account: Account, now: number): void {
    const windows = Math.ceil((now - account.endsAt + 1) / this.#windowMs);
    account.spent = Math.max(0, account.spent - windows * this.#points);
    account.endsAt += windows * this.#windowMs;
  }
}
