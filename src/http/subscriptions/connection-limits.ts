// Counts open connections, and rejects those beyond the limits before anything is done for them.
import type { IncomingMessage } from "node:http";
import { type ClientAddress, countedAddress } from "../../platform/rate-limit/client-address.js";
import { HttpError } from "../http-rejection.js";

export interface ConnectionLimitOptions {
  addressOf: ClientAddress;
  isExempt(address: string): boolean;
  connections: number;
  connectionsPerAddress: number;
}

const RETRY_AFTER = ["retry-after", "30"];

export class ConnectionLimits {
  readonly #options: ConnectionLimitOptions;
  readonly #byAddress = new Map<string, number>();
  #open = 0;

  constructor(options: ConnectionLimitOptions) {
    this.#options = options;
  }

  /** Counts a connection until the returned function is called, which may be called again. */
  enter(request: IncomingMessage): () => void {
    const { addressOf, isExempt, connections, connectionsPerAddress } = this.#options;
    const address = addressOf(request);
    const counted = isExempt(address) ? null : countedAddress(address);
    const count = counted === null ? 0 : (this.#byAddress.get(counted) ?? 0);
    if (count >= connectionsPerAddress) {
      const message = `Expected at most ${connectionsPerAddress} open connections for subscriptions from an address.`;
      throw new HttpError(429, "RATE_LIMITED", message, RETRY_AFTER);
    }
    if (this.#open >= connections) {
      const message = "The service has as many open connections for subscriptions as it may. Try again later.";
      throw new HttpError(503, "OVERLOADED", message, RETRY_AFTER);
    }
    this.#open += 1;
    if (counted !== null) this.#byAddress.set(counted, count + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      this.#leave(counted);
    };
  }

  #leave(counted: string | null): void {
    this.#open -= 1;
    if (counted === null) return;
    const left = (this.#byAddress.get(counted) ?? 1) - 1;
    if (left === 0) this.#byAddress.delete(counted);
    else this.#byAddress.set(counted, left);
  }
}
