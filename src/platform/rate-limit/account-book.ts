// What each client has spent within its window of time. In memory and without waiting, because it is asked by every request,
// also by one that a cache answers in a few microseconds; how much it may spend is decided elsewhere.

export interface Account {
  readonly key: string;
  spent: number;
  /** When the window ends, by the clock of `performance.now()`. */
  endsAt: number;
  /** Spent since other processes were last told. */
  unsynced: number;
}

/** Accounts at once; the one opened first is forgotten where there would be more. About 20 MB at most. */
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

  /** The client's account in its current window. */
  accountOf(key: string, now: number): Account {
    const account = this.#accounts.get(key);
    if (account === undefined) return this.#open(key, now);
    if (account.endsAt <= now) this.#renew(account, now);
    return account;
  }

  get size(): number {
    return this.#accounts.size;
  }

  /** Those that were spent from since other processes were last told. */
  *unsynced(): Iterable<Account> {
    for (const account of this.#accounts.values()) if (account.unsynced > 0) yield account;
  }

  /** Forgets accounts whose windows have ended, unless they are in debt. */
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

  /** What was spent beyond the limit, by requests that were under way at once, is paid from the windows that follow. */
  #renew(account: Account, now: number): void {
    const windows = Math.ceil((now - account.endsAt + 1) / this.#windowMs);
    account.spent = Math.max(0, account.spent - windows * this.#points);
    account.endsAt += windows * this.#windowMs;
  }
}
