// Errors for arguments that a client can correct, and for queries that its role does not allow. One class for each, so that codes,
// reasons and the HTTP status are the same everywhere.
import { type BadInputReason, CodedError } from "./error-codes.js";

export class BadInputError extends CodedError {
  /** The reason is for programs, the message for people. */
  constructor(reason: BadInputReason, message: string, argument: string) {
    super("BAD_USER_INPUT", message, { reason, argument, http: { status: 400 } });
  }
}

export class ForbiddenError extends CodedError {
  constructor(message: string) {
    super("FORBIDDEN", message);
  }
}
