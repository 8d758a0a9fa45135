// Sends one typed document to the service with fetch and gives back its data, or throws a Failure that says what came
// instead. The result type comes from the document itself, so no caller names a type.
import type { TypedDocumentString } from "./__generated__/graphql.js";
import manifest from "./__generated__/persisted-documents.json" with { type: "json" };
import { Failure } from "./failure.js";
import { withoutControls } from "./terminal.js";

export interface Endpoint {
  url: URL;
  /** Send the document's hash first, and its text only to a server that does not know the hash yet. */
  isPersisted: boolean;
}

interface GraphqlError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string };
}

interface GraphqlAnswer {
  data?: unknown;
  errors?: GraphqlError[];
}

const TIMEOUT_MS = 10_000;
const texts: Record<string, string> = manifest;

export async function execute<TResult, TVariables>(
  endpoint: Endpoint,
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables,
): Promise<TResult> {
  const answer = endpoint.isPersisted
    ? await postByHash(endpoint.url, document, variables)
    : await post(endpoint.url, { query: document.toString(), variables });
  if (answer.errors !== undefined) throw new Failure("refused", answer.errors.map(describe).join("\n"));
  // The server promises the shape by its schema, against which the document was compiled.
  return answer.data as TResult;
}

async function postByHash<TResult, TVariables>(
  url: URL,
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables,
): Promise<GraphqlAnswer> {
  const key = String(document.__meta__?.hash);
  const extensions = { persistedQuery: { version: 1, sha256Hash: key.replace("sha256:", "") } };
  const answer = await post(url, { variables, extensions });
  const code = answer.errors?.[0]?.extensions?.code;
  // The hash is of the manifest's text, which is printed differently from the document's own.
  if (code === "PERSISTED_QUERY_NOT_FOUND") return post(url, { query: texts[key], variables, extensions });
  if (code === "PERSISTED_QUERY_NOT_SUPPORTED") return post(url, { query: texts[key], variables });
  return answer;
}

async function post(url: URL, body: object): Promise<GraphqlAnswer> {
  const { status, type, text } = await exchange(url, JSON.stringify(body)).catch((error: unknown) => {
    throw new Failure("unreachable", `No answer from ${url}: ${reason(error)}. Is the server running?`, {
      cause: error,
    });
  });
  const answer = parseAnswer(text);
  if (answer !== undefined) return answer;
  throw new Failure("unreachable", `Expected a GraphQL answer from ${url}, got HTTP ${status} (${type}).`);
}

async function exchange(url: URL, body: string): Promise<{ status: number; type: string; text: string }> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json, application/json;q=0.9",
    },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const type = response.headers.get("content-type") ?? "no content type";
  return { status: response.status, type, text: await response.text() };
}

function parseAnswer(text: string): GraphqlAnswer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text, (_key, part: unknown) => (typeof part === "string" ? withoutControls(part) : part));
  } catch {
    return undefined;
  }
  const isAnswer =
    typeof value === "object" && value !== null && ("errors" in value ? Array.isArray(value.errors) : "data" in value);
  return isAnswer ? (value as GraphqlAnswer) : undefined;
}

function describe(error: GraphqlError): string {
  const code = error.extensions?.code === undefined ? "" : ` [${error.extensions.code}]`;
  const path = error.path === undefined ? "" : ` (at ${error.path.join(".")})`;
  return `${error.message}${code}${path}`;
}

/** fetch says only "fetch failed"; what failed is in the cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `nothing within ${TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return "code" in cause ? String(cause.code) : cause.message;
}
