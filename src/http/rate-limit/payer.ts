// The account that pays for a request, the limit that it is under, and the headers that tell the client what is left.
import type { Account, AccountBook } from "../../platform/rate-limit/account-book.js";

export interface RateBook {
  book: AccountBook;
  points: number;
}

/** The account that pays for a request, and the limit that it is under. */
export interface Payer {
  readonly account: Account;
  readonly limit: Limit;
  /** The unit by which addresses are counted. */
  readonly address: string;
  /** Whether the account belongs to the credential in Authorization. */
  readonly isOfCredential: boolean;
}

export interface Limit {
  /** The value of `RateLimit-Policy`. */
  readonly policy: string;
  readonly name: string;
  readonly points: number;
}

export function canPay({ account, limit }: Pick<Payer, "account" | "limit">): boolean {
  return account.spent < limit.points;
}

/** As in draft-ietf-httpapi-ratelimit-headers. */
export function rateHeaders(account: Account, { policy, name, points }: Limit, now: number): readonly string[] {
  const left = Math.max(0, points - account.spent);
  return ["ratelimit-policy", policy, "ratelimit", `"${name}";r=${left};t=${secondsLeft(account, now)}`];
}

export function spend(account: Account, points: number): void {
  account.spent += points;
  account.unsynced += points;
}

/** Fractions of a millisecond are rounding errors: a new window of a minute must not have 61 seconds left. */
export const secondsLeft = ({ endsAt }: Account, now: number): number =>
  Math.max(1, Math.ceil(Math.round(endsAt - now) / 1_000));
