// The cache tags of one request: the names of everything its response depends on, so that a change can invalidate the response.
// Adding is a push onto a list; the names are only built if the response is stored.

/** The tags of the list that belongs to a parent; null is the whole site. */
export interface TagsByParent {
  tagsOf(parent: string | null): readonly string[];
}

type ListOfParent = { list: TagsByParent; parent: string | null };
type Added =
  | string
  | ListOfParent
  | { kind: string; ids: readonly string[] }
  | { kind: string; rows: readonly { id: string }[] };

export class CacheTagSet {
  readonly #added: Added[] = [];
  #lifetimeMs = Number.POSITIVE_INFINITY;

  /** Complete tags, such as those of lists. */
  add(...tags: readonly string[]): void {
    this.#added.push(...tags);
  }

  /** The list of one parent. */
  addList(list: TagsByParent, parent: string | null): void {
    this.#added.push({ list, parent });
  }

  /** Objects that were looked up, whether they were found or not: that an object is missing is a dependency too. */
  addIds(kind: string, ids: readonly string[]): void {
    this.#added.push({ kind, ids });
  }

  /** Objects that were found. */
  addRows(kind: string, rows: readonly { id: string }[]): void {
    this.#added.push({ kind, rows });
  }

  /** Limits how long the response may be cached, because it depends on data without events; 0 means not at all. */
  limit(lifetimeMs: number): void {
    this.#lifetimeMs = Math.min(this.#lifetimeMs, lifetimeMs);
  }

  get lifetimeMs(): number {
    return this.#lifetimeMs;
  }

  get isEmpty(): boolean {
    return this.#added.length === 0;
  }

  tags(): Set<string> {
    const tags = new Set<string>();
    for (const added of this.#added) {
      if (typeof added === "string") tags.add(added);
      else if ("list" in added) for (const tag of added.list.tagsOf(added.parent)) tags.add(tag);
      else if ("ids" in added) for (const id of added.ids) tags.add(`${added.kind}:${id}`);
      else for (const { id } of added.rows) tags.add(`${added.kind}:${id}`);
    }
    return tags;
  }
}
