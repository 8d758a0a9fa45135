import { GraphQLClient, type Variables } from "graphql-request";
import type { TypedDocumentString } from "./gql/graphql";

/** Sends the ids of trusted documents instead of their texts. */
export function createTrustedClient(url: string) {
  const client = new GraphQLClient(url, {
    requestMiddleware(request) {
      const { query, variables } = JSON.parse(String(request.body));
      return { ...request, body: JSON.stringify({ documentId: query, variables }) };
    },
  });
  return <TResult, TVariables extends Variables>(
    document: TypedDocumentString<TResult, TVariables>,
    variables: TVariables,
  ): Promise<TResult> => client.request<TResult>(document.__meta__?.hash, variables);
}
