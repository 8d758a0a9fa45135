// The error for an operation that exceeds a limit. It names the limit, the amount and, if a smaller page is enough, the largest page
// size that fits.
import { CodedError } from "../graphql/error-codes.js";

export interface LimitViolation {
  /** The name of the limit, as in the configuration. */
  limit: "depth" | "aliases" | "rootFields" | "fields" | "directives" | "stringLength" | "nodes" | "cost";
  allowed: number;
  actual: number;
  /** The field (by its path), argument or variable that causes the violation. */
  field?: string;
  /** The part of `actual` that the field accounts for. */
  cost?: number;
  /** The argument to change, with the largest value for which the operation is within the limit. */
  fits?: { argument: string; value: number };
}

export class LimitError extends CodedError {
  override readonly name = "LimitError";

  constructor(message: string, violation: LimitViolation) {
    super("LIMIT_EXCEEDED", message, { ...violation, http: { status: 400 } });
  }
}
