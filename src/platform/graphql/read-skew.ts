// An answer is put together from several statements, each of which sees the database at its own moment. Where two of them
// contradict each other, a write came between: the reader is told to look again, and never shown the mixture.
import { GraphQLError } from "graphql";

interface Observed {
  readonly outcome: { isTorn: boolean };
}

/** Seen by clients only where an operation cannot be executed again, such as a mutation. */
class TornReadError extends GraphQLError {
  override readonly name = "TornReadError";

  constructor() {
    super("The content changed while it was read. Read it again.", { extensions: { code: "SERVICE_UNAVAILABLE" } });
  }
}

/** What a statement must find because another one has just named it. */
export function presentOrTorn<T>(ctx: Observed, value: T | null | undefined): T {
  if (value !== null && value !== undefined) return value;
  noteTornRead(ctx);
  throw new TornReadError();
}

/** Two statements saw different versions of one object. */
export function noteTornRead({ outcome }: Observed): void {
  outcome.isTorn = true;
}
