// Reads documents of the site over HTTP, as programs do, and changes what they show.
import assert from "node:assert/strict";
import type { TestApp } from "../support/app.js";

export interface ReadDocument {
  status: number;
  headers: Headers;
  body: string;
}

/** Redirects are not followed. */
export async function readDocument(url: string, headers: Record<string, string> = {}): Promise<ReadDocument> {
  const response = await fetch(url, { headers, redirect: "manual" });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** Executes a mutation that takes an input, which must be accepted. */
export async function mutate(app: TestApp, token: string, name: string, input: Record<string, unknown>): Promise<void> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { errors { message } } }`;
  const data = await app.query<Record<string, { errors: unknown[] }>>(document, { input }, { token });
  assert.deepEqual(data[name]?.errors, []);
}

/** What a mutation of the post needs of it. */
export async function postInput(
  app: TestApp,
  token: string,
  slug: string,
): Promise<{ id: string; expectedVersion: number }> {
  const document = "query ($slug: String!) { post(slug: $slug) { id expectedVersion: version } }";
  return (await app.query<{ post: { id: string; expectedVersion: number } }>(document, { slug }, { token })).post;
}
