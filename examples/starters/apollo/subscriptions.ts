import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { getMainDefinition } from "@apollo/client/utilities";
import { createClient } from "graphql-ws";

/** Sends subscriptions by WebSocket, and everything else by HTTP. */
export const createLiveClient = (uri: string) => {
  const socket = createClient({
    url: uri.replace(/^http/, "ws"),
    retryAttempts: 100,
    // connectionParams: { authorization: "Bearer …" },
  });
  const link = ApolloLink.split(
    ({ query }) => {
      const definition = getMainDefinition(query);
      return definition.kind === "OperationDefinition" && definition.operation === "subscription";
    },
    new GraphQLWsLink(socket),
    new HttpLink({ uri }),
  );
  return { client: new ApolloClient({ cache: new InMemoryCache(), link }), close: () => socket.dispose() };
};
