import { Client, cacheExchange, fetchExchange, type TypedDocumentNode } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";

/** The id that gql.tada or GraphQL Code Generator gives a document. */
interface Identified {
  documentId?: string;
  __meta__?: { hash?: string };
}

export const createTrustedClient = (url: string) =>
  new Client({
    url,
    exchanges: [
      cacheExchange,
      persistedExchange({
        generateHash: async (_text, document: TypedDocumentNode & Identified) =>
          document.documentId ?? document.__meta__?.hash,
        enforcePersistedQueries: true,
        enableForMutation: true,
        preferGetForPersistedQueries: true,
      }),
      fetchExchange,
    ],
  });
