// Read skew: a response is composed from several statements, each of which sees the database at its own moment. If two of them
// contradict each other, a write happened in between. The operation is then executed again; a client never gets the mixture.
import { CodedError } from "./error-codes.js";

interface Observed {
  readonly outcome: { hasReadSkew: boolean };
}

/** Clients see it only if an operation cannot be executed again, such as a mutation. */
class ReadSkewError extends CodedError {
  override readonly name = "ReadSkewError";

  constructor() {
    super("SERVICE_UNAVAILABLE", "The content changed while it was read. Read it again.");
  }
}

/** Returns a value that a statement must find because an earlier statement referred to it. */
export function requirePresent<T>(ctx: Observed, value: T | null | undefined): T {
  if (value !== null && value !== undefined) return value;
  reportReadSkew(ctx);
  throw new ReadSkewError();
}

/** Call this when two statements saw different versions of one object. */
export function reportReadSkew({ outcome }: Observed): void {
  outcome.hasReadSkew = true;
}
