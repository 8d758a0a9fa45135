// Limits how many credentials of an address may be wrong in a window. Clients that share an address do not lock each other out: a credential is
// always checked, and one that is right is accepted, whatever others have sent. Guessing is slow nevertheless: once the points of an
// address are spent, a credential that was not accepted before waits until it is checked, and a wrong one gets 429.
import type { IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Account } from "../../platform/rate-limit/account-book.js";
import type { Authentication } from "../graphql/caller.js";
import { HttpError } from "../http-rejection.js";
import { canPay, type Limit, type Payer, type RateBook, rateHeaders, secondsLeft, spend } from "./payer.js";

export interface CredentialGuessesOptions {
  /** Holds the accounts of guesses, by address. */
  anonymous: RateBook;
  /** Holds the accounts of credentials. */
  known: RateBook;
  limit: Limit;
  /** Called for each request that is rejected because of too many guesses. */
  onRejected(): void;
}

/** Each is looked up in the database. */
const GUESS_POINTS = 100;
/** Long for a program that guesses, short for a person whose credential is right. */
const DELAY_MS = 500;

export class CredentialGuesses {
  readonly #options: CredentialGuessesOptions;
  readonly #payers = new WeakMap<IncomingMessage, Payer>();
  /** Accounts of credentials that were accepted. */
  readonly #accepted = new WeakSet<Account>();

  constructor(options: CredentialGuessesOptions) {
    this.#options = options;
  }

  /** To be called before a request is authenticated, unless its client is exempt. */
  expect(request: IncomingMessage, payer: Payer): void {
    this.#payers.set(request, payer);
  }

  guarded<C>(authentication: Authentication<C>): Authentication<C> {
    return {
      anonymous: authentication.anonymous,
      authenticate: (request, search) => this.limited(request, () => authentication.authenticate(request, search)),
    };
  }

  /** The result of a check that rejects with 401 for a wrong credential. */
  async limited<T>(request: IncomingMessage, check: () => Promise<T>): Promise<T> {
    const payer = this.#payers.get(request);
    if (payer === undefined) return check();
    const guesses = this.#options.anonymous.book.accountOf(`bad ${payer.address}`, performance.now());
    const mayGuess = canPay({ account: guesses, limit: this.#options.limit });
    if (!mayGuess && payer.isOfCredential && !this.#accepted.has(payer.account)) await delay(DELAY_MS);
    try {
      const accepted = await check();
      if (payer.isOfCredential) this.#accepted.add(payer.account);
      return accepted;
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 401) throw error;
      this.#release(payer);
      if (!mayGuess) throw this.#rejection(guesses);
      spend(guesses, GUESS_POINTS);
      throw error;
    }
  }

  /** Only the account of guesses pays, so that wrong credentials take no points and no room of others. */
  #release({ account, isOfCredential }: Payer): void {
    if (!isOfCredential) spend(account, -1);
    else if (!this.#accepted.has(account)) this.#options.known.book.discard(account);
  }

  #rejection(guesses: Account): HttpError {
    const { limit, onRejected } = this.#options;
    onRejected();
    const now = performance.now();
    const seconds = secondsLeft(guesses, now);
    const message = `Too many credentials from this address were not accepted, and neither is this one. Try again in ${seconds} s; a valid credential is accepted at any time.`;
    const headers = ["retry-after", String(seconds), ...rateHeaders(guesses, limit, now)];
    return new HttpError(429, "RATE_LIMITED", message, headers);
  }
}
