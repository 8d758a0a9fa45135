// The framework of the bad-input suite: a case has its number in docs/bad-input.md, runs against the whole service, and passes only if
// the service responds normally afterwards.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";

export interface BadInputFixture {
  app: TestApp;
  port: number;
  editor: string;
  admin: string;
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** Codes of the errors; empty if there are none. */
  codes: string[];
  body: { data?: Record<string, unknown> | null; errors?: { message: string; extensions: Record<string, unknown> }[] };
}

const LEAKS = /node_modules|\.js:\d|\bat .*\(.*:\d+:\d+\)|\b(?:select|insert|update) .* (?:from|into|set) /i;

/** Starts a service with a few posts for the cases of one file. */
export function serveBadInput(env: Record<string, string> = {}): BadInputFixture {
  const fixture = {} as BadInputFixture;
  before(async () => {
    fixture.app = await startTestApp(env);
    fixture.port = Number(new URL(fixture.app.url).port);
    const make = new Factories(fixture.app.dataSource);
    const tag = await make.tag("Tag");
    const category = await make.category("Category");
    await make.posts([
      { slug: "first", tagIds: [tag], categoryIds: [category] },
      { slug: "second", tagIds: [tag] },
      { slug: "café", title: "Café 100%_\\" },
      { slug: "draft", state: "DRAFT" },
    ]);
    fixture.editor = await fixture.app.tokenFor("EDITOR");
    fixture.admin = await fixture.app.tokenFor("ADMIN");
  });
  after(() => fixture.app.close());
  return fixture;
}

export function badCase(fixture: BadInputFixture, number: number, name: string, run: () => Promise<void>): void {
  it(`C${number} ${name}`, async () => {
    await run();
    const alive = await send(fixture, { query: "{ __typename }" });
    assert.equal(alive.status, 200, "The service no longer responds.");
    assert.deepEqual(alive.body.data, { __typename: "Query" });
  });
}

export const JSON_HEADERS: Readonly<Record<string, string>> = { "content-type": "application/json" };

/** Sends a POST request: an object as JSON, a string or bytes unchanged. */
export function send(
  { app }: BadInputFixture,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  path = "/graphql",
): Promise<Reply> {
  const text = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  return request(app.url + path, {
    method: "POST",
    headers: { ...JSON_HEADERS, ...headers },
    body: text as string | Uint8Array<ArrayBuffer>,
  });
}

export async function request(url: string, init: RequestInit): Promise<Reply> {
  const response = await fetch(url, { redirect: "manual", ...init });
  const text = await response.text();
  assert.ok(response.status < 500, `${response.status} ${text.slice(0, 300)}`);
  assert.doesNotMatch(text, LEAKS);
  const body = text === "" ? {} : (JSON.parse(text) as Reply["body"]);
  const codes = (body.errors ?? []).map(({ extensions }) => String(extensions?.code));
  assert.ok(!codes.includes("INTERNAL_SERVER_ERROR"), text.slice(0, 300));
  assert.ok(codes.length <= 20, `${codes.length} errors`);
  return { status: response.status, headers: response.headers, text, codes, body };
}

export function rejects(reply: Reply, status: number, code?: string): void {
  assert.equal(reply.status, status, reply.text.slice(0, 300));
  assert.match(reply.headers.get("content-type") ?? "", /json/);
  assert.ok((reply.body.errors?.length ?? 0) > 0, reply.text.slice(0, 300));
  if (code !== undefined) assert.equal(reply.codes[0], code, reply.text.slice(0, 300));
  assert.ok(reply.body.data == null);
}

export function respondsWith(reply: Reply, data?: unknown): void {
  assert.equal(reply.status, 200, reply.text.slice(0, 300));
  assert.deepEqual(reply.codes, []);
  if (data !== undefined) assert.deepEqual(reply.body.data, data);
}
