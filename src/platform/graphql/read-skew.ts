// An answer is put together from several statements, each of which sees the database at its own moment. Where two of them
// contradict each other, a write came between: the reader is told to look again, and never shown the mixture.
import { GraphQLError } from "graphql";

interface Observed {
  readonly outcome: { hasReadSkew: boolean };
}

/** Seen by clients only where an operation cannot be executed again, such as a mutation. */
class ReadSkewError extends GraphQLError {
  override readonly name = "TornReadError";

  constructor() {
    super("The content changed while it was read. Read it again.", { extensions: { code: "SERVICE_UNAVAILABLE" } });
  }
}

/** What a statement must find because another one has just named it. */
export function requirePresent<T>(ctx: Observed, value: T | null | undefined): T {
  if (value !== null && value !== undefined) return value;
  reportReadSkew(ctx);
  throw new ReadSkewError();
}

/** Two statements saw different versions of one object. */
export function reportReadSkew({ outcome }: Observed): void {
  outcome.hasReadSkew = true;
}
