// What the tests of all clients share: the services that run.mjs has started, and a record of what a client sends and prints.
import assert from "node:assert/strict";

function setting(name: string): string {
  const value = process.env[name];
  assert.ok(value, `Expected ${name} to be set. Run "npm run check".`);
  return value;
}

/** A service with its default settings and the sample site. */
export const url = setting("COLOPHON_URL");
/** A service that executes trusted documents only. */
export const trustedUrl = setting("COLOPHON_TRUSTED_URL");
export const adminToken = setting("COLOPHON_TOKEN");
/** A draft of the sample site, and a token that shows it. */
export const draft = { slug: setting("COLOPHON_PREVIEW_SLUG"), token: setting("COLOPHON_PREVIEW_TOKEN") };

/** The result of a document without generated types: these tests check its values. */
// biome-ignore lint/suspicious/noExplicitAny: A caller names the fields that it has selected.
export type Data = any;

export interface Sent {
  method: string;
  url: URL;
  headers: Headers;
  body: { query?: string; documentId?: string; extensions?: Record<string, unknown> };
}

/** Records what is sent by fetch from now on. */
export function recordFetch(): Sent[] {
  const sent: Sent[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    const body = typeof init?.body === "string" ? JSON.parse(init.body) : {};
    sent.push({ method: request.method, url: new URL(request.url), headers: request.headers, body });
    return original(input, init);
  };
  return sent;
}

/** Collects what caches warn about, such as lost data and objects without a key. */
export function recordWarnings(): string[] {
  const warnings: string[] = [];
  for (const level of ["warn", "error"] as const) console[level] = (...words) => void warnings.push(words.join(" "));
  return warnings;
}

async function ask(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Data> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return ((await response.json()) as Data).data;
}

/** Continues the change feed from now on. */
export const cursorOfNow = async (): Promise<string> => (await ask("{ changes { cursor } }")).changes.cursor;

/** A change that readers notice: a new menu. Returns its id. */
export async function createMenu(): Promise<string> {
  const save = "mutation ($input: SaveMenuInput!) { saveMenu(input: $input) { menu { id } } }";
  const input = { slug: crypto.randomUUID(), name: "Menu", items: [] };
  return (await ask(save, { input }, { authorization: `Bearer ${adminToken}` })).saveMenu.menu.id;
}

/** What a subscription has delivered, for one that waits for an object. */
export class Received {
  readonly #ids = new Set<string>();
  readonly #waiting = new Map<string, () => void>();

  add(nodeId: string): void {
    this.#ids.add(nodeId);
    this.#waiting.get(nodeId)?.();
  }

  async has(nodeId: string): Promise<void> {
    if (this.#ids.has(nodeId)) return;
    await new Promise<void>((resolve) => this.#waiting.set(nodeId, resolve));
  }
}

/** Subscribes behind a change, so that the subscription is known to be open when that has arrived, and waits for another. */
export async function assertDelivers(subscribe: (after: string, received: Received) => () => void): Promise<void> {
  const received = new Received();
  const after = await cursorOfNow();
  const earlier = await createMenu();
  const unsubscribe = subscribe(after, received);
  await received.has(earlier);
  await received.has(await createMenu());
  unsubscribe();
}
