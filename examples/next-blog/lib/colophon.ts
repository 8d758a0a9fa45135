import { cookies, draftMode } from "next/headers";

const url = process.env.COLOPHON_URL ?? "http://127.0.0.1:4000/graphql";

export async function query<TResult>(document: string, variables: object = {}): Promise<TResult> {
  const response = await fetch(url, {
    method: "POST",
    body: JSON.stringify({ query: document, variables }),
    ...(await settings()),
  });
  const { data, errors } = await response.json();
  if (errors !== undefined) throw new Error(errors[0].message);
  return data;
}

/** In draft mode the preview token of the visitor is sent, and nothing is cached. Otherwise a response is fresh for a minute. */
async function settings(): Promise<RequestInit> {
  const type = { "content-type": "application/json" };
  const { isEnabled } = await draftMode();
  const token = isEnabled ? (await cookies()).get("preview-token")?.value : undefined;
  if (token === undefined) return { headers: type, next: { revalidate: 60 } };
  return { headers: { ...type, "x-preview-token": token }, cache: "no-store" };
}
