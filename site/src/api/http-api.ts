// The API of any Colophon service over HTTP.
import { ApiError, dataOf, type GraphqlResult, type SiteApi } from "./site-api.js";

export interface HttpApiOptions {
  /** The URL of the endpoint, such as https://api.example.com/graphql. */
  endpoint: string;
  /** Shows one draft to its holder; null for what everybody may see. */
  previewToken: string | null;
  timeoutMs: number;
}

export function createHttpApi({ endpoint, previewToken, timeoutMs }: HttpApiOptions): SiteApi {
  const headers = {
    accept: "application/json",
    "content-type": "application/json",
    ...(previewToken !== null && { "x-preview-token": previewToken }),
  };
  return {
    query: async (document, variables) => {
      const body = JSON.stringify({ query: document.toString(), variables });
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(endpoint, { method: "POST", headers, body, signal, redirect: "error" }).catch(
        (error: unknown) => {
          throw new ApiError("unavailable", `The API cannot be reached: ${reasonOf(error)}.`);
        },
      );
      return dataOf(await resultOf(response));
    },
  };
}

async function resultOf(response: Response): Promise<GraphqlResult> {
  const text = await response.text().catch(() => "");
  if (response.status === 401) throw new ApiError("unauthenticated", "The preview token is not accepted.");
  if (response.status === 429) {
    const seconds = Number(response.headers.get("retry-after"));
    throw new ApiError("rate-limited", "The rate limit of the API is exceeded.", seconds > 0 ? seconds : null);
  }
  try {
    return JSON.parse(text) as GraphqlResult;
  } catch {
    throw new ApiError("unavailable", `Expected JSON from the API, got status ${response.status}.`);
  }
}

/** `fetch` says only that it failed; the reason is in its cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string }; message?: string };
  return cause?.code ?? message ?? "unknown";
}
