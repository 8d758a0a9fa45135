// What connections load: pages, totals and looks behind a page. Loads of one level that differ in their parent alone share
// a statement.
import type { QueryResultRow } from "pg";
import type { SqlClient } from "../../db/database.js";
import type { PageRequest, Side } from "../../db/keyset.js";
import { countLists, type ListPage, type ListSource, loadPages, probeLists } from "../../db/list-source.js";
import type { CacheTagSet } from "../../response-cache/cache-tag-set.js";
import { defineLoader } from "../loader.js";
import type { CursorCodec } from "./cursor.js";

export interface ConnectionContext {
  db: SqlClient;
  cacheTags: CacheTagSet;
}

/** One list as a connection asks for it: where it comes from, which page, and how its cursors are made. */
export interface ConnectionRequest {
  source: ListSource;
  page: PageRequest;
  cursors: CursorCodec;
  /** Canonical text of list, order and filter: what may share a statement. */
  shape: string;
  cacheTags: ListCacheTags;
  /** Shape and page, once somebody has asked for them. */
  text?: string;
}

/** Under which names changes of a list are announced. */
export interface ListCacheTags {
  /** What kind of objects its rows are. */
  kind: string;
  tagsOf(parent: string | null): readonly string[];
}

interface PageKey {
  parent: string | null;
  request: ConnectionRequest;
}
interface ProbeKey extends PageKey {
  side: Side;
  values: readonly string[];
}

const pageText = ({ size, forward, after, before }: PageRequest): string =>
  `${size} ${forward} ${valuesText(after)} ${valuesText(before)}`;

const valuesText = (values: readonly string[] | null): string => (values === null ? "" : JSON.stringify(values));

/** List and page of a request, which all parents of a level share. */
function textOf(request: ConnectionRequest): string {
  request.text ??= `${request.shape}\n${pageText(request.page)}`;
  return request.text;
}

/** What is wanted of a page that somebody asks for, as bits; see WANT. */
interface WantedPage extends PageKey {
  wants: number;
}

export const pageLoader = defineLoader<ConnectionContext, WantedPage, ListPage<QueryResultRow>>(
  "pageLoader",
  (ctx, keys) =>
    inGroups(
      keys,
      ({ request }) => textOf(request),
      ({ request }, parents, members) =>
        loadPages(
          ctx.db,
          request.source,
          parents,
          request.page,
          members.reduce((wants, member) => wants | member.wants, 0),
        ),
    ),
  ({ parent, wants, request }) => `${parent}\n${wants}\n${textOf(request)}`,
);

export const countLoader = defineLoader<ConnectionContext, PageKey, number>(
  "countLoader",
  (ctx, keys) =>
    inGroups(
      keys,
      (key) => key.request.shape,
      (first, parents) => countLists(ctx.db, first.request.source, parents),
    ),
  (key) => `${key.parent}\n${key.request.shape}`,
);

export const probeLoader = defineLoader<ConnectionContext, ProbeKey, boolean>(
  "probeLoader",
  (ctx, keys) =>
    inGroups(
      keys,
      (key) => `${key.request.shape}\n${key.side}\n${JSON.stringify(key.values)}`,
      (first, parents) => probeLists(ctx.db, first.request.source, parents, first),
    ),
  (key) => `${key.parent}\n${key.request.shape}\n${key.side}\n${JSON.stringify(key.values)}`,
);

/**
 * Keys that differ in their parent alone share a statement, which asks for each parent once; the answers come back in the
 * order of the keys.
 */
function inGroups<K extends PageKey, V>(
  keys: readonly K[],
  groupOf: (key: K) => string,
  load: (first: K, parents: (string | null)[], members: readonly K[]) => Promise<V[]>,
): Promise<V[]> {
  const [only, ...others] = keys;
  return only !== undefined && others.length === 0 ? load(only, [only.parent], keys) : loadGroups(keys, groupOf, load);
}

async function loadGroups<K extends PageKey, V>(
  keys: readonly K[],
  groupOf: (key: K) => string,
  load: (first: K, parents: (string | null)[], members: readonly K[]) => Promise<V[]>,
): Promise<V[]> {
  const groups = new Map<string, number[]>();
  for (const [index, key] of keys.entries()) {
    const group = groupOf(key);
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [index]);
    else members.push(index);
  }
  const responses = new Array<V>(keys.length);
  await Promise.all(
    [...groups.values()].map(async (indexes) => {
      const members = indexes.map((index) => keys[index] as K);
      const parents = [...new Set(members.map((key) => key.parent))];
      const loaded = await load(members[0] as K, parents, members);
      const places = new Map(parents.map((parent, place) => [parent, place]));
      for (const [i, index] of indexes.entries()) {
        responses[index] = loaded[places.get(members[i]?.parent ?? null) ?? 0] as V;
      }
    }),
  );
  return responses;
}
