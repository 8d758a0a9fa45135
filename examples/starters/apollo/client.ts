import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";
import possibleTypes from "./possible-types.json";

export const createCache = () =>
  new InMemoryCache({
    possibleTypes,
    typePolicies: {
      Query: {
        fields: {
          posts: relayStylePagination(["filter", "orderBy"]),
          search: relayStylePagination(["query", "filter", "orderBy"]),
          categories: relayStylePagination(["filter"]),
          tags: relayStylePagination(["orderBy"]),
          authors: relayStylePagination(),
          allSeries: relayStylePagination(),
          pages: relayStylePagination(["statuses"]),
        },
      },
      Category: { fields: { posts: relayStylePagination(["filter", "orderBy", "includeDescendants"]) } },
      Tag: { fields: { posts: relayStylePagination(["filter", "orderBy"]) } },
      Series: { fields: { posts: relayStylePagination(["filter", "orderBy"]) } },
      Author: { fields: { posts: relayStylePagination(["filter", "orderBy"]) } },
      Post: { fields: { comments: relayStylePagination() } },
      Comment: { fields: { replies: relayStylePagination() } },
      // There is one of each, so that queries need not select an id.
      Site: { keyFields: [] },
      Viewer: { keyFields: [] },
      // Values without an id: what several queries select of them is combined.
      Body: { merge: true },
      Seo: { merge: true },
    },
  });

export const createClient = (uri: string, previewToken?: string) =>
  new ApolloClient({
    cache: createCache(),
    link: new HttpLink({ uri, headers: previewToken === undefined ? {} : { "x-preview-token": previewToken } }),
  });
