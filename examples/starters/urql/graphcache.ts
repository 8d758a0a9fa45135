import { Client, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import possibleTypes from "./possible-types.json";
import typesWithoutId from "./types-without-id.json";

const embedded = Object.fromEntries(typesWithoutId.map((name) => [name, () => null]));

export const resolvers = {
  Query: {
    posts: relayPagination(),
    search: relayPagination(),
    categories: relayPagination(),
    tags: relayPagination(),
    authors: relayPagination(),
    allSeries: relayPagination(),
    pages: relayPagination(),
  },
  Category: { posts: relayPagination() },
  Tag: { posts: relayPagination() },
  Series: { posts: relayPagination() },
  Author: { posts: relayPagination() },
  Post: { comments: relayPagination() },
  Comment: { replies: relayPagination() },
};

export const createNormalizedClient = (url: string) =>
  new Client({
    url,
    exchanges: [
      cacheExchange({
        possibleTypes,
        resolvers,
        // There is one site and one viewer, so that queries need not select an id.
        keys: { ...embedded, Site: () => "site", Viewer: () => "viewer" },
      }),
      fetchExchange,
    ],
  });
