import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient } from "graphql-sse";

/** Sends subscriptions as event streams. */
export const createLiveClient = (url: string) => {
  const events = createClient({
    url,
    retryAttempts: 100,
    // headers: { authorization: "Bearer …" },
  });
  return new Client({
    url,
    exchanges: [
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = "", variables }) => ({
          subscribe: (sink) => ({ unsubscribe: events.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
  });
};
