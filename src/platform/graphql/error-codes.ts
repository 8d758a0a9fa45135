// Every error code that a client can receive, with its meaning. docs/errors.md adds what a client should do; test/errors.test.ts
// compares the two lists. Programs decide by codes; messages are for people and may change.
import { GraphQLError } from "graphql";

/** Codes of user errors: data in the payload of a mutation. */
export const USER_ERROR_CODES = {
  NOT_FOUND: "No object with this id exists, or none that the viewer may see.",
  FORBIDDEN: "The role of the viewer does not allow this at all, or not for this object.",
  INVALID: "A value is malformed, too long or out of range.",
  SLUG_TAKEN: "Another object of this type has this slug.",
  EXTERNAL_ID_TAKEN: "Another post has this external id.",
  VERSION_CONFLICT: "The object was changed after the expected version; the error contains its current state.",
  WORKING_COPY_CONFLICT:
    "The working copy is not at the expected version; the error contains the current one, if there is one.",
  HAS_WORKING_COPY: "The post has a working copy; apply or discard it first.",
  PATH_TAKEN: "The path belongs to an object, or redirects already.",
  REDIRECT_LOOP: "The redirect would lead back to its own path.",
  CATEGORY_CYCLE: "A category cannot be moved below itself.",
  CATEGORY_NOT_EMPTY: "The category still has posts or children.",
  PAGE_CYCLE: "A page cannot be moved below itself.",
  PAGE_NOT_EMPTY: "The page still has pages below it.",
  ASSET_IN_USE: "Something uses the asset; the uses are in its field `uses`.",
  UNSUPPORTED_FILE: "The file is of a kind that is not accepted, is damaged, or is too large to decode.",
  AUTHOR_NOT_EMPTY: "The author still has posts.",
  ALREADY_PUBLISHED: "The post or page is already public.",
  NOT_PUBLISHED: "The post or page is neither public nor scheduled.",
  TRASHED: "The post is in the trash; restore it first.",
  NOT_TRASHED: "Only a post in the trash can be restored or permanently deleted.",
  FAILED: "An internal error, or the database was not available; nothing of this item was written.",
} as const;

export type UserErrorCode = keyof typeof USER_ERROR_CODES;

/** Codes of GraphQL errors, in `extensions.code`. */
export const GRAPHQL_ERROR_CODES = {
  GRAPHQL_PARSE_FAILED: "The document is not valid GraphQL, or it exceeds the limit for its length.",
  GRAPHQL_VALIDATION_FAILED: "The document does not match the schema, or is too expensive to compare with it.",
  LIMIT_EXCEEDED:
    "The operation exceeds a limit: `limit` names it, with `allowed` and `actual`. `field` is the field that causes it, `cost` its part of `actual` and, if a smaller page is enough, `fits` the largest one.",
  OPERATION_RESOLUTION_FAILURE:
    "The document has no operation of this name, or it has several and the request names none.",
  BAD_REQUEST: "The request has no query, or its operation cannot be sent this way.",
  BAD_USER_INPUT: "A variable or argument is not valid; see the reasons below.",
  PERSISTED_QUERY_NOT_FOUND: "The hash of the persisted query is unknown.",
  PERSISTED_QUERY_NOT_SUPPORTED: "The persisted query has a version other than 1.",
  CURSOR_RESET:
    "The cursor of a subscription is older than the changes that are kept, or of another database. Read everything anew, and subscribe without it.",
  UNAUTHENTICATED: "The field requires a credential, and the request has none.",
  FORBIDDEN: "The viewer may not read this, or not filter by this. A mutation reports it as a user error.",
  TIMEOUT: "The database or the whole request took too long.",
  RESPONSE_TOO_LARGE: "The response exceeds its size limit; `data` is null. A mutation has been executed.",
  SERVICE_UNAVAILABLE: "The database is not available, or the request conflicted with concurrent writes for too long.",
  INTERNAL_SERVER_ERROR: "An internal error; `extensions.errorId` identifies it in the log of the service.",
} as const;

export type GraphqlErrorCode = keyof typeof GRAPHQL_ERROR_CODES;

/** The base class of the GraphQL errors that this service raises. */
export class CodedError extends GraphQLError {
  /** `details` are further extensions; Apollo takes the status of the response from `http`. */
  constructor(code: GraphqlErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message, { extensions: { code, ...details } });
  }
}

/** Reasons of BAD_USER_INPUT, in `extensions.reason`. */
export const BAD_INPUT_REASONS = {
  PAGE_SIZE: "`first` or `last` is outside the limits of the list.",
  PAGE_DIRECTION: "`first` and `last` were both given, or neither matches the cursor.",
  CURSOR_DAMAGED: "The cursor was not issued by this service, or it was changed. Start with the first page.",
  CURSOR_OF_ANOTHER_LIST: "The cursor belongs to another list.",
  CURSOR_OF_ANOTHER_ORDER: "The cursor belongs to another order of this list.",
  CURSOR_OF_ANOTHER_FILTER: "The cursor belongs to another filter of this list.",
  ID_INVALID: "The id was not issued by this service.",
  ID_OF_ANOTHER_TYPE: "The id belongs to an object of another type.",
  TOO_MANY_IDS: "The argument has more ids than one request may look up.",
  VALUE_OUT_OF_RANGE: "The value is outside the limits that the message states.",
} as const;

export type BadInputReason = keyof typeof BAD_INPUT_REASONS;

/** Codes of HTTP errors, which are sent before any GraphQL is executed, each with its status. */
export const HTTP_ERROR_CODES = {
  PERSISTED_QUERY_NOT_FOUND: { status: 200, meaning: "The hash of the persisted query is unknown." },
  BAD_REQUEST: { status: 400, meaning: "The request, its query string or its body cannot be read." },
  PERSISTED_QUERY_NOT_SUPPORTED: { status: 400, meaning: "The persisted query has a version other than 1." },
  PERSISTED_QUERY_HASH_MISMATCH: { status: 400, meaning: "The hash is not the hash of the query sent with it." },
  DOCUMENT_NOT_TRUSTED: { status: 400, meaning: "Only the trusted documents of the manifest are executed." },
  BAD_IDEMPOTENCY_KEY: { status: 400, meaning: "The `Idempotency-Key` is empty, too long or not visible ASCII." },
  UNAUTHENTICATED: { status: 401, meaning: "The credential is not accepted." },
  FORBIDDEN: {
    status: 403,
    meaning:
      "The request was not sent by a page of the studio, or a WebSocket is not opened by a page of the service or of an origin in `CORS_ORIGINS`.",
  },
  NOT_FOUND: { status: 404, meaning: "The service does not have this path." },
  DOCUMENT_NOT_FOUND: { status: 404, meaning: "No document has this `documentId`." },
  METHOD_NOT_ALLOWED: { status: 405, meaning: "The path does not support this method." },
  NOT_ACCEPTABLE: { status: 406, meaning: "`Accept` allows none of the available response types." },
  REQUEST_TIMEOUT: { status: 408, meaning: "The request did not arrive in time." },
  PAYLOAD_TOO_LARGE: { status: 413, meaning: "The body exceeds its size limit." },
  RANGE_NOT_SATISFIABLE: { status: 416, meaning: "The range begins behind the end of the file." },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, meaning: "The body is compressed, not JSON or not UTF-8." },
  EXPECTATION_FAILED: { status: 417, meaning: "`Expect` has a value other than `100-continue`." },
  IDEMPOTENCY_KEY_REUSED: { status: 422, meaning: "The `Idempotency-Key` was used before with another request." },
  RATE_LIMITED: {
    status: 429,
    meaning: "The client has used up its rate limit, or sent too many wrong credentials. Nothing was executed.",
  },
  REQUEST_HEADER_FIELDS_TOO_LARGE: {
    status: 431,
    meaning: "The headers are larger than 16 KiB, or have more than 1,000 lines.",
  },
  INTERNAL_SERVER_ERROR: { status: 500, meaning: "An internal error; the message contains the id of the request." },
  NOT_IMPLEMENTED: { status: 501, meaning: "`Transfer-Encoding` has a value other than `chunked`." },
  OVERLOADED: { status: 503, meaning: "The service has more requests than it can handle. Nothing was executed." },
  SERVICE_UNAVAILABLE: {
    status: 503,
    meaning: "The credential cannot be verified, or the database or the store of assets is not available.",
  },
  TIMEOUT: { status: 503, meaning: "The operation took too long." },
  INSUFFICIENT_STORAGE: { status: 507, meaning: "The store of assets is full." },
} as const;

export type HttpErrorCode = keyof typeof HTTP_ERROR_CODES;
export type HttpStatusOf<Code extends HttpErrorCode> = (typeof HTTP_ERROR_CODES)[Code]["status"];
