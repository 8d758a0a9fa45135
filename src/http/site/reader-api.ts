// The API of the reader's site inside of the service: its documents are executed by the same engine as those of any client, as the reader of the page.
import { ApiError, dataOf, type GraphqlResult, type SiteApi } from "../../../site/src/api/site-api.js";
import { withinSize } from "../../platform/query-cost/response-size.js";
import type { Account } from "../../platform/rate-limit/account-book.js";
import { JSON_MEDIA_TYPE } from "../graphql/accept.js";
import type { Caller } from "../graphql/caller.js";
import type { GraphqlEngine, GraphqlRequest } from "../graphql/graphql-engine.js";

export interface ReaderApiOptions<C> {
  engine: GraphqlEngine<C>;
  caller: Caller<C>;
  responseLimitBytes: number;
  /** Pays for the documents; null if the reader has no rate limit. */
  account: Account | null;
}

export interface ReaderApi<C> extends SiteApi {
  /** The contexts of the documents that were executed. */
  readonly contexts: readonly C[];
}

const HEADERS: GraphqlRequest["headers"] = { accept: JSON_MEDIA_TYPE, "content-type": JSON_MEDIA_TYPE };

export function createReaderApi<C>({ engine, caller, responseLimitBytes, account }: ReaderApiOptions<C>): ReaderApi<C> {
  const contexts: C[] = [];
  return {
    contexts,
    query: async (document, variables) => {
      const body = { query: document.toString(), variables: variables as Record<string, unknown> };
      const sent: GraphqlRequest = { method: "POST", headers: HEADERS, search: "", body, account };
      const { response, context } = await caller.execute(sent, (created) => engine(sent, created));
      if (context === null) throw new ApiError("unavailable", "Expected the document to be executed.");
      contexts.push(context);
      return dataOf(JSON.parse(withinSize(response.body, responseLimitBytes)) as GraphqlResult);
    },
  };
}
