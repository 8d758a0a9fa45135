// Queries that are stored and executed later, without a request of their own, always as an anonymous client. How they are checked and executed
// is composed elsewhere; here is only what callers rely on.

export interface StoredQueries {
  /** What is wrong with a document whose one query is to be executed with `$ids`, a list of at most 100 ids; null if nothing is. */
  problemOf(document: string): string | null;
  /** Resolves to the response in any case: what fails is among its errors. `maxBytes` limits its size. */
  execute(document: string, ids: readonly string[], maxBytes: number): Promise<StoredQueryResponse>;
}

export interface StoredQueryResponse {
  data?: unknown;
  errors?: readonly unknown[];
}

/** For processes that execute none. */
export const NO_STORED_QUERIES: StoredQueries = {
  problemOf: () => "This process executes no stored queries.",
  execute: () => Promise.reject(new Error("This process executes no stored queries.")),
};
