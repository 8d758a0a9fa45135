// Splits long lists into chunks, to bound the size of a statement or of a message to a worker thread.

/** Yields chunks of at most `size` items, in order. */
export function* chunksOf<Item>(list: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}
