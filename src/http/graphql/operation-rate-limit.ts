// Lets each client do so much work in a minute: a point for a request, and what its operation costs. Whoever has spent it is
// refused before anything is done for them, and every answer says how much is left.
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

type Kind = "anonymous" | "known";

interface WithCost {
  readonly outcome: { readonly cost: { readonly points: number } | null };
}

/** Guessing credentials is what a refused one may be, and each is looked up in the database. */
const BAD_CREDENTIAL_POINTS = 100;

export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #policies: Readonly<Record<Kind, string>>;
  /** Who pays for a request, from the endpoint to the engine, by the headers that both are given. */
  readonly #payers = new WeakMap<IncomingMessage["headers"], Account>();
  #refused = 0;
  #hasWarned = false;

  constructor(options: RateLimitOptions) {
    this.#options = options;
    const policy = (name: string, { points }: RateBook) => `"${name}";q=${points};w=${options.windowSeconds}`;
    this.#policies = { anonymous: policy("anonymous", options.anonymous), known: policy("known", options.known) };
  }

  readonly metrics: readonly Metric[] = [
    {
      kind: "counter",
      name: "colophon_requests_rate_limited_total",
      help: "Requests that were refused as RATE_LIMITED.",
      read: () => single(this.#refused),
    },
  ];

  /** The same engine, whose operations are paid for by who asked through `limited`. */
  charged<C extends WithCost>(engine: GraphqlEngine<C>): GraphqlEngine<C> {
    return async (request, context) => {
      try {
        return await engine(request, context);
      } finally {
        // Also of what its client was not patient enough for.
        const payer = this.#payers.get(request.headers);
        const { cost } = context.outcome;
        if (payer !== undefined && cost !== null) spend(payer, cost.points);
      }
    };
  }

  /** Who pays for an anonymous request. Nothing is spent yet. */
  payerOf(request: IncomingMessage, now: number): Account | "nobody" | "refused" {
    this.#warnOfProxy(request);
    const address = this.#options.addressOf(request);
    if (this.#options.isExempt(address)) return "nobody";
    const { book, points } = this.#options.anonymous;
    const account = book.accountOf(countedAddress(address), now);
    return account.spent >= points ? "refused" : account;
  }

  /** Takes the point of a request that costs nothing more, and gives the headers that tell of it. */
  charge(account: Account, now: number): readonly string[] {
    spend(account, 1);
    return this.#headers(account, "anonymous", now);
  }

  /** The same endpoint, for clients that have points left. */
  limited(endpoint: GraphqlEndpoint, cors: Pick<Cors, "headersFor">): GraphqlEndpoint {
    const { addressOf, isExempt } = this.#options;
    return async (request, search) => {
      this.#warnOfProxy(request);
      const address = addressOf(request);
      if (request.method === "OPTIONS" || isExempt(address)) return endpoint(request, search);
      const now = performance.now();
      const { authorization } = request.headers;
      const kind = authorization === undefined ? "anonymous" : "known";
      const { book, points } = this.#options[kind];
      const byAddress = countedAddress(address);
      const account = book.accountOf(authorization === undefined ? byAddress : credentialKey(authorization), now);
      if (account.spent >= points) return this.#throwUserError(account, kind, now, cors.headersFor(request));
      // A client whose credentials are refused again and again is held back by its address.
      const guesses = authorization === undefined ? account : this.#guesses(byAddress, now);
      if (guesses.spent >= this.#options.anonymous.points)
        return this.#throwUserError(guesses, "anonymous", now, cors.headersFor(request));
      spend(account, 1);
      this.#payers.set(request.headers, account);
      const reply = await endpoint(request, search);
      if (reply.status === 401) spend(guesses, BAD_CREDENTIAL_POINTS);
      return withHeaders(reply, this.#headers(account, kind, now));
    };
  }

  #guesses(byAddress: string, now: number): Account {
    return this.#options.anonymous.book.accountOf(`bad ${byAddress}`, now);
  }

  #warnOfProxy({ headers }: IncomingMessage): void {
    if (this.#hasWarned || headers["x-forwarded-for"] === undefined || this.#options.trustsProxies) return;
    this.#hasWarned = true;
    this.#options.log.warn(
      "Requests come through a proxy, but TRUSTED_PROXIES names none: clients are not told apart.",
    );
  }

  #throwUserError(account: Account, kind: Kind, now: number, corsHeaders: readonly string[]): Reply {
    this.#refused += 1;
    const seconds = secondsLeft(account, now);
    const { points } = this.#options[kind];
    const message = `More was asked than ${points} points in ${this.#options.windowSeconds} s. Try again in ${seconds} s.`;
    const headers = [...corsHeaders, "retry-after", String(seconds), ...this.#headers(account, kind, now)];
    return errorReply(new HttpError(429, "RATE_LIMITED", message, headers));
  }

  /** As draft-ietf-httpapi-ratelimit-headers describes them. */
  #headers(account: Account, kind: Kind, now: number): readonly string[] {
    const left = Math.max(0, this.#options[kind].points - account.spent);
    return [
      "ratelimit-policy",
      this.#policies[kind],
      "ratelimit",
      `"${kind}";r=${left};t=${secondsLeft(account, now)}`,
    ];
  }
}

function spend(account: Account, points: number): void {
  account.spent += points;
  account.unsynced += points;
}

/** Fractions of a millisecond are rounding: a new window of a minute must not have 61 seconds left. */
const secondsLeft = ({ endsAt }: Account, now: number): number =>
  Math.max(1, Math.ceil(Math.round(endsAt - now) / 1_000));

/** No credential is kept, not even in memory. */
const credentialKey = (credential: string): string => createHash("sha256").update(credential).digest("base64url");
