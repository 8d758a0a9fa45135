// Asks queries, and measures how high the posts stand that they were made from or that people judged right.
import { readFile } from "node:fs/promises";
import { shuffled } from "./draw.mjs";

/** The queries of one kind; null if the posts yield none. */
export function askKind({ kind, kinds, posts, search, perKind }) {
  let unclear = 0;
  function* queries() {
    const asked = new Set();
    kinds.begin(kind);
    for (const post of shuffled(posts)) {
      const made = kinds.make(kind, post);
      if (made === null || asked.has(made.query)) continue;
      asked.add(made.query);
      if (made.isUnclear) unclear += 1;
      else yield { query: made.query, wanted: post.title, accepts: made.accepts ?? isPostOrTwin(post) };
    }
  }
  return ask({ queries: queries(), posts, search, limit: perKind, countUnclear: () => unclear });
}

const isPostOrTwin = (post) => (other) => other.id === post.id || other.title === post.title;

/** Queries of a file, with one `{"query": "…", "slug": "…"}` per line, such as questions that people wrote. */
export async function askFile({ file, posts, search, perKind }) {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
  const queries = lines.map((line) => {
    const { query, slug } = JSON.parse(line);
    return { query, wanted: slug, accepts: (post) => post.slug === slug };
  });
  return ask({ queries, posts, search, limit: perKind, countUnclear: () => 0 });
}

async function ask({ queries, posts, search, limit, countUnclear }) {
  const byId = new Map(posts.map((post) => [post.id, post]));
  const [times, misses] = [[], []];
  let [reciprocal, firsts, hits, empty] = [0, 0, 0, 0];
  for (const { query, wanted, accepts } of queries) {
    const started = performance.now();
    const found = await search(query);
    times.push(performance.now() - started);
    if (found.length === 0) empty += 1;
    const place = found.findIndex((id) => byId.has(id) && accepts(byId.get(id)));
    if (place !== -1) hits += 1;
    if (place === 0) firsts += 1;
    else misses.push({ place: place + 1, query, wanted, first: byId.get(found[0])?.title ?? "" });
    reciprocal += place === -1 ? 0 : 1 / (place + 1);
    if (times.length >= limit) break;
  }
  const count = times.length;
  if (count === 0) return null;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(count - 1, Math.floor(count * share))];
  const shares = { mrr: reciprocal / count, first: firsts / count, recall: hits / count };
  return { count, ...shares, empty, unclear: countUnclear(), p50: at(0.5), p95: at(0.95), misses };
}
