// Who holds a connection: the caller of its operations, the account that pays for them, and the credential, which is checked again and again.
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Authentication, Caller } from "../graphql/caller.js";
import { hasCredentialHeader } from "../graphql/caller.js";
import type { GraphqlRequest } from "../graphql/graphql-engine.js";
import { HttpError } from "../http-rejection.js";
import type { RateLimit } from "../rate-limit/operation-rate-limit.js";
import { canPay, type Payer, secondsLeft } from "../rate-limit/payer.js";

/** While the service is overloaded or the database does not respond. */
const RETRY_MS = 1_000;

export class ConnectionHolder<C> {
  readonly #authentication: Authentication<C>;
  readonly #rateLimit: RateLimit | null;
  /** Null for an anonymous client, whose request is not kept. */
  readonly #request: IncomingMessage | null;
  #caller: Caller<C>;
  #payer: Payer | null;

  private constructor(
    { authentication, rateLimit }: HolderServices<C>,
    request: IncomingMessage | null,
    caller: Caller<C>,
    payer: Payer | null,
  ) {
    this.#authentication = authentication;
    this.#rateLimit = rateLimit;
    this.#request = request;
    this.#caller = caller;
    this.#payer = payer;
  }

  /** Authenticates the headers of a request; its URL holds no credentials. Rejects with an `HttpError`. */
  static async of<C>(services: HolderServices<C>, request: IncomingMessage, payer: Payer | null) {
    const { authentication, guarded } = services;
    if (!hasCredentialHeader(request.headers))
      return new ConnectionHolder(services, null, authentication.anonymous, payer);
    return new ConnectionHolder(services, request, await guarded.authenticate(request, ""), payer);
  }

  get caller(): Caller<C> {
    return this.#caller;
  }

  get isAuthenticated(): boolean {
    return this.#request !== null;
  }

  /** False if the credential is not accepted any longer. While it cannot be checked, the last result counts. */
  async recheck(): Promise<boolean> {
    return (await this.#check()) !== "rejected";
  }

  /** The same, and waits until the credential can be checked. */
  async isAccepted(): Promise<boolean> {
    for (;;) {
      const result = await this.#check();
      if (result !== "unknown") return result === "accepted";
      await sleep(RETRY_MS, undefined, { ref: false });
    }
  }

  /** Charges an operation that begins. Rejects with an `HttpError` if there are no points left. */
  admit(): void {
    if (this.#payer !== null) this.#rateLimit?.chargeAgain(this.#renewed(this.#payer));
  }

  /** The request that pays for the next execution. */
  paying(sent: GraphqlRequest): GraphqlRequest {
    return this.#payer === null ? sent : { ...sent, account: this.#renewed(this.#payer).account };
  }

  /** Waits until there are points left. */
  async untilSolvent(): Promise<void> {
    while (this.#payer !== null) {
      const payer = this.#renewed(this.#payer);
      if (canPay(payer)) return;
      await sleep(1_000 * secondsLeft(payer.account, performance.now()), undefined, { ref: false });
    }
  }

  #renewed(payer: Payer): Payer {
    this.#payer = this.#rateLimit?.renewed(payer, performance.now()) ?? payer;
    return this.#payer;
  }

  async #check(): Promise<"accepted" | "rejected" | "unknown"> {
    if (this.#request === null) return "accepted";
    try {
      this.#caller = await this.#authentication.authenticate(this.#request, "");
      return "accepted";
    } catch (error) {
      return error instanceof HttpError && error.status === 401 ? "rejected" : "unknown";
    }
  }
}

export interface HolderServices<C> {
  authentication: Authentication<C>;
  /** The same, with a limit for wrong credentials. */
  guarded: Authentication<C>;
  rateLimit: RateLimit | null;
}
