// A client with a credential, whose responses are never cached and so depend on the database, and functions that summarise responses.
import type { SpawnedScript } from "../support/spawned.js";

export interface Outcome {
  status: number;
  /** "served", or the code of the first error. */
  code: string;
  text: string;
  milliseconds: number;
}

export interface ServiceClient {
  send(query: string, headers?: Record<string, string>): Promise<Outcome>;
  /** Requests a path such as `/readyz` and returns the status. */
  status(path: string): Promise<number>;
}

export function createServiceClient(service: SpawnedScript, token: string): ServiceClient {
  const at = async (path: string): Promise<string> => `${await service.firstLine}${path}`;
  return {
    send: async (query, headers = {}) => {
      const startedAt = performance.now();
      const response = await fetch(await at("/graphql"), {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
        body: JSON.stringify({ query }),
      });
      const text = await response.text();
      const { errors } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
      const milliseconds = Math.round(performance.now() - startedAt);
      return { status: response.status, code: errors?.[0]?.extensions.code ?? "served", text, milliseconds };
    },
    status: async (path) => {
      const response = await fetch(await at(path));
      await response.text();
      return response.status;
    },
  };
}

export const codesOf = (outcomes: readonly Outcome[]): string[] =>
  [...new Set(outcomes.map(({ code }) => code))].sort();

export const slowest = (outcomes: readonly Outcome[]): number =>
  Math.max(...outcomes.map(({ milliseconds }) => milliseconds));

export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
