// Rate limits by cost: each client may spend so many points in a window, one for a request and as many as its operation costs.
// A client without points is rejected before any work is done, and every response says how many points are left. Credentials that are not
// accepted have a limit of their own (`credential-guesses`).
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Logger } from "pino";
import { type Metric, single } from "../../platform/observability/metrics.js";
import { type ClientAddress, countedAddress } from "../../platform/rate-limit/client-address.js";
import type { Cors } from "../cors/cors.js";
import type { Authentication } from "../graphql/caller.js";
import type { GraphqlEndpoint } from "../graphql/graphql-endpoint.js";
import type { GraphqlEngine } from "../graphql/graphql-engine.js";
import { HttpError } from "../http-rejection.js";
import { errorReply, type Reply, withHeaders } from "../reply.js";
import { CredentialGuesses } from "./credential-guesses.js";
import { canPay, type Limit, type Payer, type RateBook, rateHeaders, secondsLeft, spend } from "./payer.js";

export interface RateLimitOptions {
  addressOf: ClientAddress;
  isExempt(address: string): boolean;
  /** By address. */
  anonymous: RateBook;
  /** By credential. */
  known: RateBook;
  windowSeconds: number;
  trustsProxies: boolean;
  log: Logger;
}

interface WithCost {
  readonly outcome: { readonly cost: { readonly points: number } | null };
}

export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #anonymous: Limit;
  readonly #known: Limit;
  readonly #guesses: CredentialGuesses;
  #rejected = 0;
  #hasWarned = false;

  constructor(options: RateLimitOptions) {
    this.#options = options;
    const limit = (name: string, { points }: RateBook): Limit => ({
      policy: `"${name}";q=${points};w=${options.windowSeconds}`,
      name,
      points,
    });
    this.#anonymous = limit("anonymous", options.anonymous);
    this.#known = limit("known", options.known);
    const guessLimit = limit("credentials", options.anonymous);
    this.#guesses = new CredentialGuesses({ ...options, limit: guessLimit, onRejected: () => this.#count() });
  }

  readonly metrics: readonly Metric[] = [
    {
      kind: "counter",
      name: "colophon_requests_rate_limited_total",
      help: "Requests rejected as RATE_LIMITED.",
      read: () => single(this.#rejected),
    },
  ];

  /** Charges the cost of each operation to the account that pays for its request. */
  charged<C extends WithCost>(engine: GraphqlEngine<C>): GraphqlEngine<C> {
    return async (request, context) => {
      try {
        return await engine(request, context);
      } finally {
        // Charged also if the client has disconnected or received a timeout.
        const { cost } = context.outcome;
        if (request.account != null && cost !== null) spend(request.account, cost.points);
      }
    };
  }

  /** Null for a client that is exempt. Charges nothing yet. */
  payerOf(request: IncomingMessage, now: number, credentialOf: CredentialOf = ofAuthorization): Payer | null {
    this.#warnOfProxy(request);
    const { addressOf, isExempt, anonymous, known } = this.#options;
    const address = addressOf(request);
    if (isExempt(address)) return null;
    const counted = countedAddress(address);
    const credential = credentialOf(request);
    const isOfCredential = credential !== undefined;
    const account = isOfCredential
      ? known.book.accountOf(credentialKey(credential), now)
      : anonymous.book.accountOf(counted, now);
    return { account, limit: isOfCredential ? this.#known : this.#anonymous, address: counted, isOfCredential };
  }

  /** Charges the point of a request and returns the headers that say what is left. */
  charge({ account, limit }: Payer, now: number): readonly string[] {
    spend(account, 1);
    return rateHeaders(account, limit, now);
  }

  /** The headers that say what is left, without a charge. */
  headersOf({ account, limit }: Payer, now: number): readonly string[] {
    return rateHeaders(account, limit, now);
  }

  /** Rejects clients that have no points left, and charges the others. */
  limited(
    endpoint: GraphqlEndpoint,
    cors: Pick<Cors, "headersFor">,
    credentialOf: CredentialOf = ofAuthorization,
  ): GraphqlEndpoint {
    return async (request, search, facts) => {
      if (request.method === "OPTIONS") return endpoint(request, search, facts);
      const now = performance.now();
      const payer = facts.payer === undefined ? this.payerOf(request, now, credentialOf) : facts.payer;
      if (payer === null) return endpoint(request, search, facts);
      if (!canPay(payer)) return this.#reject(payer, now, cors.headersFor(request));
      spend(payer.account, 1);
      this.#guesses.expect(request, payer);
      const reply = await endpoint(request, search, { ...facts, payer });
      // The rejection of too many guesses says what is left of their limit.
      if (reply.status === 429) return reply;
      return withHeaders(reply, rateHeaders(payer.account, payer.limit, now));
    };
  }

  /** Charges a request that is handled by no endpoint. Null for a client that is exempt; throws an `HttpError` if it has no points left. */
  admitted(request: IncomingMessage): Payer | null {
    const payer = this.payerOf(request, performance.now());
    if (payer === null) return null;
    this.chargeAgain(payer);
    this.#guesses.expect(request, payer);
    return payer;
  }

  /** The payer of a connection that has sent its credential. Charges nothing, but limits how many may be wrong. */
  payerOfConnection(request: IncomingMessage): Payer | null {
    const payer = this.payerOf(request, performance.now());
    if (payer !== null) this.#guesses.expect(request, payer);
    return payer;
  }

  /** Charges a further operation of a connection. Throws an `HttpError` if its client has no points left. */
  chargeAgain(payer: Payer): void {
    if (!canPay(payer)) throw this.#rejection(payer, performance.now());
    spend(payer.account, 1);
  }

  /** The same payer in the current window. */
  renewed(payer: Payer, now: number): Payer {
    const { book } = payer.isOfCredential ? this.#options.known : this.#options.anonymous;
    const account = book.accountOf(payer.account.key, now);
    return account === payer.account ? payer : { ...payer, account };
  }

  /** Charges an attempt to sign in to its address, and limits how many of them may be wrong. */
  async attempted<T>(request: IncomingMessage, check: () => Promise<T>): Promise<T> {
    const now = performance.now();
    const payer = this.payerOf(request, now, () => undefined);
    if (payer === null) return check();
    if (!canPay(payer)) throw this.#rejection(payer, now);
    spend(payer.account, 1);
    this.#guesses.expect(request, payer);
    return this.#guesses.limited(request, check);
  }

  /** Limits how many credentials of an address may be wrong. */
  guarded<C>(authentication: Authentication<C>): Authentication<C> {
    return this.#guesses.guarded(authentication);
  }

  #warnOfProxy({ headers }: IncomingMessage): void {
    if (this.#hasWarned || headers["x-forwarded-for"] === undefined || this.#options.trustsProxies) return;
    this.#hasWarned = true;
    this.#options.log.warn(
      "Requests arrive through a proxy, but TRUSTED_PROXIES is empty: all its clients share one rate limit.",
    );
  }

  #count(): void {
    this.#rejected += 1;
  }

  #reject(payer: Payer, now: number, corsHeaders: readonly string[]): Reply {
    return errorReply(this.#rejection(payer, now, corsHeaders));
  }

  #rejection({ account, limit }: Payer, now: number, corsHeaders: readonly string[] = []): HttpError {
    this.#count();
    const seconds = secondsLeft(account, now);
    const window = `${limit.points} points in ${this.#options.windowSeconds} s`;
    const message = `The rate limit of ${window} is exceeded. Try again in ${seconds} s.`;
    const headers = [...corsHeaders, "retry-after", String(seconds), ...rateHeaders(account, limit, now)];
    return new HttpError(429, "RATE_LIMITED", message, headers);
  }
}

/** The credential of a request, which its account is of; undefined if its address pays. */
type CredentialOf = (request: IncomingMessage) => string | undefined;

const ofAuthorization: CredentialOf = ({ headers }) => headers.authorization;

/** Credentials are not stored, not even in memory. */
const credentialKey = (credential: string): string => createHash("sha256").update(credential).digest("base64url");
