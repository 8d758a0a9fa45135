// What the page of another origin runs in the browser test: each client with its defaults, with the headers that pages add.
import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { Client, cacheExchange, fetchExchange } from "@urql/core";
import { GraphQLClient } from "graphql-request";

interface Site {
  site: { title: string };
}

const TEXT = "query Site { site { title } }";
const SITE = gql(TEXT);

async function titleByApollo(uri: string, previewToken: string): Promise<unknown> {
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: new HttpLink({ uri, headers: { "x-preview-token": previewToken } }),
    clientAwareness: { name: "page", version: "1.0" },
  });
  return (await client.query<Site>({ query: SITE })).data?.site.title;
}

async function titleByUrql(url: string): Promise<unknown> {
  const client = new Client({ url, exchanges: [cacheExchange, fetchExchange] });
  return (await client.query<Site>(SITE, {})).data?.site.title;
}

const titleByGraphqlRequest = async (url: string, method: "GET" | "POST"): Promise<unknown> =>
  (await new GraphQLClient(url, { method }).request<Site>(SITE)).site.title;

/** The headers that OpenTelemetry and Sentry add to what a page fetches. */
async function titleByTracedFetch(url: string): Promise<unknown> {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const headers = { "content-type": "application/json", traceparent, tracestate: "a=b", baggage: "a=b" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query: TEXT }) });
  return (await response.json()).data.site.title;
}

Object.assign(globalThis, {
  readTitles: (url: string, previewToken: string) =>
    Promise.all([
      titleByApollo(url, previewToken),
      titleByUrql(url),
      titleByGraphqlRequest(url, "GET"),
      titleByGraphqlRequest(url, "POST"),
      titleByTracedFetch(url),
    ]),
});
