// Rate limits by cost: each client may spend so many points in a window, one for a request and as many as its operation costs.
// A client without points is rejected before any work is done, and every response says how many points are left.
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Logger } from "pino";
import { type Metric, single } from "../../platform/observability/metrics.js";
import type { Account, AccountBook } from "../../platform/rate-limit/account-book.js";
import { type ClientAddress, countedAddress } from "../../platform/rate-limit/client-address.js";
import type { Cors } from "../cors.js";
import { HttpError } from "../http-rejection.js";
import { errorReply, type Reply, withHeaders } from "../reply.js";
import type { GraphqlEndpoint } from "./graphql-endpoint.js";
import type { GraphqlEngine } from "./graphql-engine.js";

export interface RateBook {
  book: AccountBook;
  points: number;
}

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

/** The account that pays for a request, and the limit that it is under. */
export interface Payer {
  readonly account: Account;
  readonly limit: Limit;
  /** Pays for rejected credentials: of the address, under the limit of anonymous clients. */
  readonly guesses: Account;
  readonly guessLimit: Limit;
}

interface Limit {
  /** The value of `RateLimit-Policy`. */
  readonly policy: string;
  readonly name: string;
  readonly points: number;
}

interface WithCost {
  readonly outcome: { readonly cost: { readonly points: number } | null };
}

/** A rejected credential may be a guess, and each is looked up in the database. */
const BAD_CREDENTIAL_POINTS = 100;

export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #anonymous: Limit;
  readonly #known: Limit;
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
  payerOf(request: IncomingMessage, now: number): Payer | null {
    this.#warnOfProxy(request);
    const { addressOf, isExempt, anonymous, known } = this.#options;
    const address = addressOf(request);
    if (isExempt(address)) return null;
    const counted = countedAddress(address);
    const { authorization } = request.headers;
    const guessLimit = this.#anonymous;
    if (authorization === undefined) {
      const account = anonymous.book.accountOf(counted, now);
      return { account, limit: this.#anonymous, guesses: account, guessLimit };
    }
    const account = known.book.accountOf(credentialKey(authorization), now);
    return { account, limit: this.#known, guesses: anonymous.book.accountOf(`bad ${counted}`, now), guessLimit };
  }

  /** Charges the point of a request and returns the headers that say what is left. */
  charge({ account, limit }: Payer, now: number): readonly string[] {
    spend(account, 1);
    return rateHeaders(account, limit, now);
  }

  /** Rejects clients that have no points left, and charges the others. */
  limited(endpoint: GraphqlEndpoint, cors: Pick<Cors, "headersFor">): GraphqlEndpoint {
    return async (request, search, facts) => {
      if (request.method === "OPTIONS") return endpoint(request, search, facts);
      const now = performance.now();
      const payer = facts.payer === undefined ? this.payerOf(request, now) : facts.payer;
      if (payer === null) return endpoint(request, search, facts);
      if (!canPay(payer)) return this.#reject(payer, now, cors.headersFor(request));
      spend(payer.account, 1);
      const reply = await endpoint(request, search, { ...facts, payer });
      if (reply.status === 401) spend(payer.guesses, BAD_CREDENTIAL_POINTS);
      return withHeaders(reply, rateHeaders(payer.account, payer.limit, now));
    };
  }

  #warnOfProxy({ headers }: IncomingMessage): void {
    if (this.#hasWarned || headers["x-forwarded-for"] === undefined || this.#options.trustsProxies) return;
    this.#hasWarned = true;
    this.#options.log.warn(
      "Requests arrive through a proxy, but TRUSTED_PROXIES is empty: all its clients share one rate limit.",
    );
  }

  #reject({ account, limit, guesses, guessLimit }: Payer, now: number, corsHeaders: readonly string[]): Reply {
    this.#rejected += 1;
    const [spent, exceeded] = account.spent >= limit.points ? [account, limit] : [guesses, guessLimit];
    const seconds = secondsLeft(spent, now);
    const window = `${exceeded.points} points in ${this.#options.windowSeconds} s`;
    const message = `The rate limit of ${window} is exceeded. Try again in ${seconds} s.`;
    const headers = [...corsHeaders, "retry-after", String(seconds), ...rateHeaders(spent, exceeded, now)];
    return errorReply(new HttpError(429, "RATE_LIMITED", message, headers));
  }
}

export function canPay({ account, limit, guesses, guessLimit }: Payer): boolean {
  return account.spent < limit.points && guesses.spent < guessLimit.points;
}

/** As in draft-ietf-httpapi-ratelimit-headers. */
function rateHeaders(account: Account, { policy, name, points }: Limit, now: number): readonly string[] {
  const left = Math.max(0, points - account.spent);
  return ["ratelimit-policy", policy, "ratelimit", `"${name}";r=${left};t=${secondsLeft(account, now)}`];
}

function spend(account: Account, points: number): void {
  account.spent += points;
  account.unsynced += points;
}

/** Fractions of a millisecond are rounding errors: a new window of a minute must not have 61 seconds left. */
const secondsLeft = ({ endsAt }: Account, now: number): number =>
  Math.max(1, Math.ceil(Math.round(endsAt - now) / 1_000));

/** Credentials are not stored, not even in memory. */
const credentialKey = (credential: string): string => createHash("sha256").update(credential).digest("base64url");
