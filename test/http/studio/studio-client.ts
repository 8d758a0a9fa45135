// Sends requests to the studio exactly as given, with the headers that a browser would add.
import { request } from "node:http";

export interface StudioReply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The first cookie that the reply sets, as `name=value`; null if there is none. */
  cookie: string | null;
}

export interface StudioRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

export function sendStudio(
  url: string,
  { method = "GET", headers = {}, body }: StudioRequest = {},
): Promise<StudioReply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const set = (response.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";", 1)[0] ?? "");
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString("utf8"),
          cookie: set.find((cookie) => !cookie.endsWith("=")) ?? null,
        });
      });
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** The headers of a request of the studio's own page. */
export const OWN_PAGE: Readonly<Record<string, string>> = {
  "content-type": "application/json",
  "sec-fetch-site": "same-origin",
  "x-colophon-studio": "1",
};

export const signIn = (
  url: string,
  credential: { token: string } | { key: string },
  headers = {},
): Promise<StudioReply> =>
  sendStudio(`${url}/studio/session`, {
    method: "POST",
    headers: { ...OWN_PAGE, ...headers },
    body: JSON.stringify(credential),
  });

/** Sends an operation for the viewer of a session. */
export const operate = (url: string, cookie: string, query: string, headers = {}): Promise<StudioReply> =>
  sendStudio(`${url}/studio/graphql`, {
    method: "POST",
    headers: { ...OWN_PAGE, cookie, ...headers },
    body: JSON.stringify({ query }),
  });
