import { Client, cacheExchange, fetchExchange } from "@urql/core";

export const createClient = (url: string, previewToken?: string) =>
  new Client({
    url,
    exchanges: [cacheExchange, fetchExchange],
    fetchOptions: previewToken === undefined ? {} : { headers: { "x-preview-token": previewToken } },
  });
