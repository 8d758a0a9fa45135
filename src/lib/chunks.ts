// Long lists, a part at a time: for statements that may take so long, and threads that are given so much at once.

/** Parts of at most `size` items, in their order. */
export function* chunksOf<Item>(list: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}
