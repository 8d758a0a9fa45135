import { Environment, type FetchFunction, Network, RecordSource, Store } from "relay-runtime";

export const fetchFrom =
  (url: string, previewToken?: string): FetchFunction =>
  async ({ id, text }, variables) => {
    const headers = new Headers({ "content-type": "application/json" });
    if (previewToken !== undefined) headers.set("x-preview-token", previewToken);
    // With a persistConfig, the compiler gives each operation an id instead of its text.
    const body = JSON.stringify(id == null ? { query: text, variables } : { documentId: id, variables });
    return (await fetch(url, { method: "POST", headers, body })).json();
  };

export const createEnvironment = (url: string, previewToken?: string) =>
  new Environment({ network: Network.create(fetchFrom(url, previewToken)), store: new Store(new RecordSource()) });
