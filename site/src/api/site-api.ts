// The only way of the site to data: documents that are known in advance, executed as the reader of the page.

/** A document with the types of its result and of its variables, as GraphQL Code Generator writes it. */
export interface Document<Result, Variables> {
  toString(): string;
  __apiType?: ((variables: Variables) => Result) | undefined;
}

export interface SiteApi {
  /** Rejects with an `ApiError` if the response has errors, or if there is none. */
  query<Result, Variables>(document: Document<Result, Variables>, variables: Variables): Promise<Result>;
}

/** `too-large`: the response exceeds its limit, so that fewer or shorter things must be asked for. */
export type ApiErrorKind = "bad-input" | "unauthenticated" | "rate-limited" | "too-large" | "unavailable";

const STATUS = {
  "bad-input": 400,
  unauthenticated: 401,
  "rate-limited": 429,
  "too-large": 503,
  unavailable: 503,
} as const;

/** `retryAfterSeconds` is null if it is not known when a further attempt may succeed. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly kind: ApiErrorKind,
    message: string,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
  }

  /** The HTTP status of a page that cannot be shown for this reason. */
  get status(): (typeof STATUS)[ApiErrorKind] {
    return STATUS[this.kind];
  }
}

export interface GraphqlResult {
  data?: unknown;
  errors?: readonly { message: string; extensions?: { code?: string; retryAfterSeconds?: number } }[];
}

const KINDS: Readonly<Record<string, ApiErrorKind>> = {
  BAD_USER_INPUT: "bad-input",
  RATE_LIMITED: "rate-limited",
  RESPONSE_TOO_LARGE: "too-large",
};

/** The data of a response without errors. */
export function dataOf<Result>({ data, errors }: GraphqlResult): Result {
  const [error] = errors ?? [];
  if (error === undefined && data != null) return data as Result;
  const { code = "", retryAfterSeconds = null } = error?.extensions ?? {};
  throw new ApiError(KINDS[code] ?? "unavailable", error?.message ?? "The response has no data.", retryAfterSeconds);
}
