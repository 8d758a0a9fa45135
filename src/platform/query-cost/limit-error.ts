// The error of an operation that asks for too much: it names the limit, how far the operation is beyond it and, where a
// page size is to blame, the largest one that fits.
import { GraphQLError } from "graphql";

export interface LimitFault {
  /** Name of the limit, as in the configuration. */
  limit: "depth" | "aliases" | "rootFields" | "fields" | "directives" | "stringLength" | "nodes" | "cost";
  allowed: number;
  actual: number;
  /** Path of the field, of the argument, or the variable that is to blame. */
  field?: string;
  /** What the field accounts for. */
  price?: number;
  /** The argument to change, and the largest value with which the operation is within the limit. */
  fits?: { argument: string; value: number };
}

export class LimitError extends GraphQLError {
  override readonly name = "LimitError";

  constructor(message: string, fault: LimitFault) {
    super(message, { extensions: { code: "LIMIT_EXCEEDED", ...fault, http: { status: 400 } } });
  }
}
