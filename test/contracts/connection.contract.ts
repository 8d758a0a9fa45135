// The contract of every connection: the Relay Cursor Connections Specification, exact flags and counts, and safe handling of damaged and
// forged cursors. One suite for all, so that no list of the schema has rules of its own.
import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import type { SortKey } from "../../src/platform/db/keyset.js";
import { CursorCodec, type CursorScope } from "../../src/platform/graphql/pagination/cursor.js";
import type { TestApp } from "../support/app.js";
import { hostileValues } from "./hostile-cursors.js";
import { expectedPage, expectedWindow, type Paging } from "./relay-model.js";

export interface ConnectionSubject {
  name: string;
  app(): TestApp;
  /** A document that selects the connection, with `paging` among its arguments. */
  document(variables: string, paging: string, selection: string): string;
  /** Response keys from `data` down to the connection. */
  path: readonly string[];
  /** Global ids of the whole list in order, computed without the service. */
  ids(): readonly string[];
  /** The scope of the list's cursors, needed to forge them. */
  scope(): CursorScope;
  keys: readonly SortKey["type"][];
}

interface Connection {
  edges: { cursor: string; node: { id: string } }[];
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

type Rejection = { code: unknown; reason: unknown };

const VARIABLES = "$first: Int, $after: String, $last: Int, $before: String";
const PAGING = "first: $first, after: $after, last: $last, before: $before";
const SELECTION =
  "{ edges { cursor node { id } } nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }";

async function send(subject: ConnectionSubject, paging: Paging): Promise<Connection | Rejection> {
  const response = await subject
    .app()
    .send<Record<string, unknown>>(subject.document(VARIABLES, PAGING, SELECTION), { ...paging });
  if (response.errors !== undefined) {
    const { code, reason } = response.errors[0]?.extensions ?? {};
    return { code, reason };
  }
  return subject.path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown>)[key],
    response.data,
  ) as Connection;
}

async function page(subject: ConnectionSubject, paging: Paging): Promise<Connection> {
  const response = await send(subject, paging);
  if ("code" in response)
    throw new Error(`${JSON.stringify(paging).slice(0, 200)} was rejected: ${JSON.stringify(response)}`);
  return response;
}

const idsOf = (connection: Connection): string[] => connection.edges.map((edge) => edge.node.id);

/** The cursors of the whole list in order. */
async function allCursors(subject: ConnectionSubject): Promise<string[]> {
  return (await page(subject, { first: 100 })).edges.map((edge) => edge.cursor);
}

async function walk(subject: ConnectionSubject, size: number, forward: boolean): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const response: Connection = await page(
      subject,
      forward ? { first: size, after: cursor } : { last: size, before: cursor },
    );
    seen.splice(forward ? seen.length : 0, 0, ...idsOf(response));
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = response.pageInfo;
    if (!(forward ? hasNextPage : hasPreviousPage)) return seen;
    cursor = forward ? endCursor : startCursor;
    assert.ok(seen.length < 1_000, "The pages do not end.");
  }
}

/** Defines the tests for one connection, whose list must have 4 to 100 edges. */
export function connectionContract(subject: ConnectionSubject): void {
  it(`${subject.name} returns each edge once and in order, for any page size and direction`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 9 }), fc.boolean(), async (size, forward) => {
        assert.deepEqual(await walk(subject, size, forward), subject.ids());
      }),
      { numRuns: 2 },
    );
  });

  it(`${subject.name} returns the page that the specification computes for any window`, async () => {
    const ids = subject.ids();
    assert.ok(ids.length >= 4 && ids.length <= 100, `Expected a list of 4 to 100 edges, got ${ids.length}.`);
    const cursors = await allCursors(subject);
    const position = fc.option(fc.nat(ids.length - 1), { nil: null });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: ids.length + 1 }),
        fc.boolean(),
        position,
        position,
        async (...window) => {
          const [size, forward, after, before] = window;
          const at = (index: number | null) => (index === null ? null : (cursors[index] ?? ""));
          const paging = { [forward ? "first" : "last"]: size, after: at(after), before: at(before) };
          const response = await page(subject, paging);
          const { slice, flags } = expectedWindow(ids, { size, forward, after, before });
          assert.deepEqual(idsOf(response), slice);
          assert.deepEqual(response, expectedPage(ids, cursors, slice, flags));
        },
      ),
      { numRuns: 8 },
    );
  });

  it(`${subject.name} returns twenty edges without first and last`, async () => {
    assert.deepEqual(idsOf(await page(subject, {})), subject.ids().slice(0, 20));
    assert.deepEqual(idsOf(await page(subject, { first: null, last: null, after: null })), subject.ids().slice(0, 20));
  });

  it(`${subject.name} rejects page sizes out of range and both directions at once`, async () => {
    for (const size of [0, -1, 101]) {
      for (const name of ["first", "last"]) {
        assert.deepEqual(await send(subject, { [name]: size }), { code: "BAD_USER_INPUT", reason: "PAGE_SIZE" });
      }
    }
    assert.deepEqual(await send(subject, { first: 2, last: 2 }), { code: "BAD_USER_INPUT", reason: "PAGE_DIRECTION" });
  });

  it(`${subject.name} rejects damaged cursors on both sides`, async () => {
    const [cursor = ""] = await allCursors(subject);
    const bytes = Buffer.from(cursor, "base64url");
    const flipped = fc.nat(bytes.length - 1).map((index) => {
      const copy = Buffer.from(bytes);
      copy[index] = (copy[index] ?? 0) ^ 0x41;
      return copy.toString("base64url");
    });
    const odd = fc.constantFrom(
      "",
      " ",
      "%%%",
      `${cursor}=`,
      ` ${cursor}`,
      cursor.slice(1),
      `${cursor}A`,
      "A".repeat(20_000),
      "游标",
    );
    const side = fc.constantFrom("after", "before");
    await fc.assert(
      fc.asyncProperty(fc.oneof(flipped, odd), side, async (damaged, name) => {
        assert.deepEqual(await send(subject, { first: 2, [name]: damaged }), {
          code: "BAD_USER_INPUT",
          reason: "CURSOR_DAMAGED",
        });
      }),
      { numRuns: 5 },
    );
  });

  it(`${subject.name} returns a page or a typed error for forged cursors`, async () => {
    const codec = new CursorCodec(subject.scope());
    const cursors = await allCursors(subject);
    const [genuine = ""] = cursors;
    const values = codec.decode(genuine, "after");
    assert.equal(codec.encode(values), genuine, "The scope of the subject must be that of the service.");
    const ids = subject.ids();
    // A few for each list; all lists together cover all values.
    const hostile = fc.constantFrom(...hostileValues(subject.keys, values));
    await fc.assert(
      fc.asyncProperty(hostile, async ({ forged, isAccepted }) => {
        const response = await send(subject, { first: 100, after: codec.encode(forged) });
        if ("code" in response) {
          assert.deepEqual(response, { code: "BAD_USER_INPUT", reason: "CURSOR_DAMAGED" });
          assert.equal(isAccepted, false);
        } else {
          const rest = idsOf(response);
          assert.deepEqual(rest, ids.slice(ids.length - rest.length));
        }
      }),
      { numRuns: 8 },
    );
  });

  it(`${subject.name} rejects cursors of other lists, orders and filters`, async () => {
    const codec = new CursorCodec(subject.scope());
    const [genuine = ""] = await allCursors(subject);
    const values = codec.decode(genuine, "after");
    const scope = subject.scope();
    const foreign = [
      [{ ...scope, list: "Query.elsewhere" }, "CURSOR_OF_ANOTHER_LIST"],
      [{ ...scope, order: "ELSEWISE ASC" }, "CURSOR_OF_ANOTHER_ORDER"],
      [{ ...scope, filter: "else" }, "CURSOR_OF_ANOTHER_FILTER"],
    ] as const;
    for (const [other, reason] of foreign) {
      const cursor = new CursorCodec(other).encode(values);
      assert.deepEqual(await send(subject, { first: 2, after: cursor }), { code: "BAD_USER_INPUT", reason });
      assert.deepEqual(await send(subject, { last: 2, before: cursor }), { code: "BAD_USER_INPUT", reason });
    }
  });
}
