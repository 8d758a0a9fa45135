import type { TypedDocumentString } from "./gql/graphql";

interface Options {
  url?: string;
  previewToken?: string;
}

const LOCAL = "http://127.0.0.1:4000/graphql";

export async function execute<TResult, TVariables>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables,
  { url = LOCAL, previewToken }: Options = {},
): Promise<TResult> {
  const headers = new Headers({ "content-type": "application/json" });
  if (previewToken !== undefined) headers.set("x-preview-token", previewToken);
  const body = JSON.stringify({ query: document.toString(), variables });
  return dataOf(await fetch(url, { method: "POST", headers, body }));
}

/** Sends the id of a trusted document instead of its text; by GET, so that a CDN can cache the response. */
export async function executeTrusted<TResult, TVariables>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables,
  { url = LOCAL }: Options = {},
): Promise<TResult> {
  const search = new URLSearchParams({ variables: JSON.stringify(variables) });
  return dataOf(await fetch(`${url}/documents/${document.__meta__?.hash}?${search}`));
}

async function dataOf<TResult>(response: Response): Promise<TResult> {
  const { data, errors } = await response.json();
  if (errors !== undefined) throw new Error(errors[0].message);
  return data;
}
