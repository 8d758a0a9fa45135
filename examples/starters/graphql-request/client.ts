import { GraphQLClient } from "graphql-request";

export const createClient = (url: string, previewToken?: string) =>
  new GraphQLClient(url, { headers: previewToken === undefined ? {} : { "x-preview-token": previewToken } });

/** By GET, so that HTTP caches can store the responses. */
export const createGetClient = (url: string) => new GraphQLClient(url, { method: "GET" });
