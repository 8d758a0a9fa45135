// What one request has read, by the names that changes are announced under (surrogate keys), so that its answer can be
// forgotten when any of it changes. Noting is a push onto a list: names are only made where an answer is kept.

type Noted = string | { kind: string; ids: readonly string[] } | { kind: string; rows: readonly { id: string }[] };

export class CacheTagSet {
  readonly #noted: Noted[] = [];
  #lifetimeMs = Number.POSITIVE_INFINITY;

  /** One name, such as that of a list. */
  add(...tags: readonly string[]): void {
    this.#noted.push(...tags);
  }

  /** Objects that were asked for, found or not: who finds nothing has read that there is nothing. */
  addIds(kind: string, ids: readonly string[]): void {
    this.#noted.push({ kind, ids });
  }

  /** Objects that were found. */
  addRows(kind: string, rows: readonly { id: string }[]): void {
    this.#noted.push({ kind, rows });
  }

  /** The answer depends on something that no event tells of, and may be kept for so long; not at all for 0. */
  limit(lifetimeMs: number): void {
    this.#lifetimeMs = Math.min(this.#lifetimeMs, lifetimeMs);
  }

  get lifetimeMs(): number {
    return this.#lifetimeMs;
  }

  get isEmpty(): boolean {
    return this.#noted.length === 0;
  }

  /** Each name once. */
  tags(): Set<string> {
    const tags = new Set<string>();
    for (const noted of this.#noted) {
      if (typeof noted === "string") tags.add(noted);
      else if ("ids" in noted) for (const id of noted.ids) tags.add(`${noted.kind}:${id}`);
      else for (const { id } of noted.rows) tags.add(`${noted.kind}:${id}`);
    }
    return tags;
  }
}
