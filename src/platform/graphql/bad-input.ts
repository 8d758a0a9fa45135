// The error for input a client can mend by itself. One class, so that codes, reasons and the HTTP status are the same
// wherever a value is found wanting.
import { GraphQLError } from "graphql";

/** Why an argument was refused, for programs; the message says it for people. */
export type BadInputReason =
  | "PAGE_SIZE"
  | "PAGE_DIRECTION"
  | "CURSOR_DAMAGED"
  | "CURSOR_OF_ANOTHER_LIST"
  | "CURSOR_OF_ANOTHER_ORDER"
  | "CURSOR_OF_ANOTHER_FILTER"
  | "ID_INVALID"
  | "ID_OF_ANOTHER_TYPE"
  | "TOO_MANY_IDS"
  | "VALUE_OUT_OF_RANGE"
  | "TEXT_INVALID";

export class BadInputError extends GraphQLError {
  constructor(reason: BadInputReason, message: string, argument: string) {
    super(message, { extensions: { code: "BAD_USER_INPUT", reason, argument, http: { status: 400 } } });
  }
}

export class ForbiddenError extends GraphQLError {
  constructor(message: string) {
    super(message, { extensions: { code: "FORBIDDEN" } });
  }
}
