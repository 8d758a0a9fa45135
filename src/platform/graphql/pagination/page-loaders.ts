// The loaders of connections: pages, totals and probes for rows before or after a page. Loads of one level that differ only in
// their parent share a statement.
import type { QueryResultRow } from "pg";
import type { SqlClient } from "../../db/database.js";
import type { PageRequest, Side } from "../../db/keyset.js";
import type { ListPage, PageFields } from "../../db/lists/list-page.js";
import { countLists, loadPages, probeLists } from "../../db/lists/list-reads.js";
import type { ListSource } from "../../db/lists/list-source.js";
import type { CacheTagSet, TagsByParent } from "../../response-cache/cache-tag-set.js";
import { defineLoader, type KeyedCache } from "../loader.js";
import type { CursorCodec } from "./cursor.js";

export interface ConnectionContext {
  db: SqlClient;
  cacheTags: CacheTagSet;
}

/** One list as a connection requests it: its source, the page, and the codec of its cursors. */
export interface ConnectionRequest {
  source: ListSource;
  page: PageRequest;
  cursors: CursorCodec;
  /** Canonical text of list, order and filter; requests with the same text may share a statement. */
  shape: string;
  cacheTags: ListCacheTags;
}

/** The cache tags of a list. */
export interface ListCacheTags extends TagsByParent {
  /** The type of the rows, as in the tags of single objects. */
  kind: string;
}

interface ListKey {
  parent: string | null;
  request: ConnectionRequest;
}
interface PageKey extends ListKey {
  fields: PageFields;
}
interface ProbeKey extends ListKey {
  side: Side;
  values: readonly string[];
}

/** A request is shared by all parents of a level, so its texts are made once. */
const pageTexts = new WeakMap<ConnectionRequest, { page: string; byFields: Map<PageFields, string> }>();

function pageTextsOf(request: ConnectionRequest): { page: string; byFields: Map<PageFields, string> } {
  let texts = pageTexts.get(request);
  if (texts === undefined) {
    const { size, forward, after, before } = request.page;
    const page = `${request.shape}\n${size} ${forward} ${valuesText(after)} ${valuesText(before)}`;
    texts = { page, byFields: new Map() };
    pageTexts.set(request, texts);
  }
  return texts;
}

/** The canonical text of list and page. */
const pageTextOf = (request: ConnectionRequest): string => pageTextsOf(request).page;

/** The canonical text of list, page and fields. */
function fieldsTextOf({ request, fields }: PageKey): string {
  const { page, byFields } = pageTextsOf(request);
  let text = byFields.get(fields);
  if (text === undefined) {
    text = `${fields}\n${page}`;
    byFields.set(fields, text);
  }
  return text;
}

const valuesText = (values: readonly string[] | null): string => (values === null ? "" : JSON.stringify(values));

const probeText = ({ request, side, values }: ProbeKey): string =>
  `${request.shape}\n${side}\n${JSON.stringify(values)}`;

/** Finds a key by its list and then by its parent. A text of both would be made, kept and hashed for each parent. */
class ListCache<K extends ListKey> implements KeyedCache<K> {
  readonly #listOf: (key: K) => string;
  readonly #lists = new Map<string, Map<string | null, Promise<unknown>>>();

  constructor(listOf: (key: K) => string) {
    this.#listOf = listOf;
  }

  get(key: K): Promise<unknown> | undefined {
    return this.#lists.get(this.#listOf(key))?.get(key.parent);
  }

  set(key: K, load: Promise<unknown>): void {
    const list = this.#listOf(key);
    let parents = this.#lists.get(list);
    if (parents === undefined) {
      parents = new Map();
      this.#lists.set(list, parents);
    }
    parents.set(key.parent, load);
  }

  delete(key: K): void {
    this.#lists.get(this.#listOf(key))?.delete(key.parent);
  }

  clear(): void {
    this.#lists.clear();
  }
}

export const pageLoader = defineLoader<ConnectionContext, PageKey, ListPage<QueryResultRow>>(
  "pageLoader",
  (ctx, keys) =>
    inGroups(
      keys,
      ({ request }) => pageTextOf(request),
      ({ request }, parents, members) =>
        loadPages(
          ctx.db,
          request.source,
          parents,
          request.page,
          members.reduce((fields, member) => fields | member.fields, 0),
        ),
    ),
  { cache: () => new ListCache<PageKey>(fieldsTextOf) },
);

export const countLoader = defineLoader<ConnectionContext, ListKey, number>(
  "countLoader",
  (ctx, keys) =>
    inGroups(
      keys,
      ({ request }) => request.shape,
      ({ request }, parents) => countLists(ctx.db, request.source, parents),
    ),
  { cache: () => new ListCache<ListKey>(({ request }) => request.shape) },
);

export const probeLoader = defineLoader<ConnectionContext, ProbeKey, boolean>(
  "probeLoader",
  (ctx, keys) =>
    inGroups(keys, probeText, (probe, parents) => probeLists(ctx.db, probe.request.source, parents, probe)),
  { cache: () => new ListCache<ProbeKey>(probeText) },
);

/** Loads the keys of one group, whose parents are distinct; `members` are all keys of the group. Returns a value per parent. */
type LoadGroup<K, V> = (first: K, parents: (string | null)[], members: readonly K[]) => Promise<V[]>;

/** Keys that differ only in their parent share a statement. The values are in the order of the keys. */
function inGroups<K extends ListKey, V>(
  keys: readonly K[],
  groupOf: (key: K) => string,
  load: LoadGroup<K, V>,
): Promise<V[]> {
  const [only, ...others] = keys;
  return only !== undefined && others.length === 0 ? load(only, [only.parent], keys) : loadGroups(keys, groupOf, load);
}

async function loadGroups<K extends ListKey, V>(
  keys: readonly K[],
  groupOf: (key: K) => string,
  load: LoadGroup<K, V>,
): Promise<V[]> {
  const groups = new Map<string, number[]>();
  for (const [index, key] of keys.entries()) {
    const group = groupOf(key);
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [index]);
    else members.push(index);
  }
  const values = new Array<V>(keys.length);
  await Promise.all(
    [...groups.values()].map(async (indexes) => {
      const members = indexes.map((index) => keys[index] as K);
      const parents = [...new Set(members.map((key) => key.parent))];
      const loaded = await load(members[0] as K, parents, members);
      const positions = new Map(parents.map((parent, position) => [parent, position]));
      for (const [i, index] of indexes.entries()) {
        values[index] = loaded[positions.get(members[i]?.parent ?? null) ?? 0] as V;
      }
    }),
  );
  return values;
}
