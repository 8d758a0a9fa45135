// Sends GraphQL requests with headers that `fetch` would not send, and returns status and headers besides the body.
import { request } from "node:http";

export interface HttpResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export interface HttpQuestion {
  query: string;
  variables?: Record<string, unknown>;
  /** For example `?preview=...`. */
  search?: string;
  /** A list is sent as several headers of the same name. */
  headers?: Record<string, string | string[]>;
}

export function ask(url: string, { query, variables, search = "", headers }: HttpQuestion): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/graphql${search}`,
      { method: "POST", headers: { "content-type": "application/json", ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", reject);
        response.once("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    sent.once("error", reject);
    sent.end(JSON.stringify({ query, variables }));
  });
}

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
