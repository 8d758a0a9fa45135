// Pages of lists, by the cursors in the URL.
import { type PagingFragment, SettingsDocument } from "../__generated__/graphql.js";
import type { SiteApi } from "../api/site-api.js";

export interface Cursors {
  after: string | null;
  before: string | null;
}

/** A URL has one of them at most; another one is ignored. */
export function cursorsOf(search: string): Cursors {
  const parameters = new URLSearchParams(search);
  const after = parameters.get("after") || null;
  return { after, before: after === null ? parameters.get("before") || null : null };
}

export function cursorKey({ after, before }: Cursors): string {
  if (after !== null) return `after ${after}`;
  return before === null ? "" : `before ${before}`;
}

export interface PageArguments extends Cursors {
  first: number | null;
  last: number | null;
}

export function pageArguments(cursors: Cursors, size: number): PageArguments {
  return cursors.before === null ? { ...cursors, first: size, last: null } : { ...cursors, first: null, last: size };
}

export async function readSettings(api: SiteApi): Promise<{ postsPerPage: number; timeZone: string }> {
  return (await api.query(SettingsDocument, {})).site;
}

/** The addresses of the pages beside this one. */
export interface Neighbours {
  newer: string | null;
  older: string | null;
}

/** `address` is that of the first page of the list, with a query or without. */
export function neighboursOf(
  address: string,
  { hasPreviousPage, hasNextPage, startCursor, endCursor }: PagingFragment,
): Neighbours {
  const at = (name: string, cursor: string | null): string | null =>
    cursor === null ? null : `${address}${address.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(cursor)}`;
  return {
    newer: hasPreviousPage ? at("before", startCursor) : null,
    older: hasNextPage ? at("after", endCursor) : null,
  };
}
