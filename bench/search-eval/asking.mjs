// Asks the queries of one kind, and measures how high the posts stand that they were made from.
import { shuffled } from "./draw.mjs";

/** Null if the posts yield no query of the kind. */
export async function askKind({ kind, kinds, posts, search, perKind }) {
  const byId = new Map(posts.map((post) => [post.id, post]));
  const asked = new Set();
  const times = [];
  const misses = [];
  let [reciprocal, firsts, hits, empty, unclear] = [0, 0, 0, 0, 0];
  kinds.begin(kind);
  for (const post of shuffled(posts)) {
    if (times.length >= perKind) break;
    const made = kinds.make(kind, post);
    if (made === null || asked.has(made.query)) continue;
    asked.add(made.query);
    if (made.isUnclear) {
      unclear += 1;
      continue;
    }
    const started = performance.now();
    const found = await search(made.query);
    times.push(performance.now() - started);
    if (found.length === 0) empty += 1;
    const accepts = made.accepts ?? ((other) => other.id === post.id || other.title === post.title);
    const place = found.findIndex((id) => byId.has(id) && accepts(byId.get(id)));
    if (place !== -1) hits += 1;
    if (place === 0) firsts += 1;
    else
      misses.push({ place: place + 1, query: made.query, wanted: post.title, first: byId.get(found[0])?.title ?? "" });
    reciprocal += place === -1 ? 0 : 1 / (place + 1);
  }
  const count = times.length;
  if (count === 0) return null;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(count - 1, Math.floor(count * share))];
  const shares = { mrr: reciprocal / count, first: firsts / count, recall: hits / count };
  return { count, ...shares, empty, unclear, p50: at(0.5), p95: at(0.95), misses };
}
