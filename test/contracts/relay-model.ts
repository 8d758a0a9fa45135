// Relay's pagination algorithm on a plain list, step by step as in the specification. Gives the expected page of a connection.

/** Arguments of a connection. */
export type Paging = { first?: number | null; last?: number | null; after?: string | null; before?: string | null };

export interface Window {
  size: number;
  forward: boolean;
  /** Indices in the list. */
  after: number | null;
  before: number | null;
}

export interface Flags {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

export function expectedWindow<T>(list: readonly T[], window: Window): { slice: T[]; flags: Flags } {
  const { size, forward, after, before } = window;
  const start = after === null ? 0 : after + 1;
  const end = before === null ? list.length : before;
  const between = list.slice(start, Math.max(start, end));
  const slice = forward ? between.slice(0, size) : between.slice(-size);
  const hasMore = between.length > size;
  // The edge of a given cursor is outside of the page, so the cursor alone proves that there is an edge on that side.
  return {
    slice,
    flags: forward
      ? { hasNextPage: hasMore, hasPreviousPage: after !== null }
      : { hasNextPage: before !== null, hasPreviousPage: hasMore },
  };
}

/** The expected response for a page. */
export function expectedPage(
  ids: readonly string[],
  cursors: readonly string[],
  slice: readonly string[],
  flags: Flags,
) {
  const edges = slice.map((id) => ({ cursor: cursors[ids.indexOf(id)] ?? "", node: { id } }));
  const nodes = slice.map((id) => ({ id }));
  const [startCursor, endCursor] = [edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null];
  return { edges, nodes, totalCount: ids.length, pageInfo: { ...flags, startCursor, endCursor } };
}
