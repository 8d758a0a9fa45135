// The requests of the mixed workload, most popular first, and draws from them by Zipf's law.
import { createRandom } from "../data/vocabulary.mjs";

export const MIX = { posts: 1_500, tags: 300, categories: 60, pages: 139 };
const of = (document, variables) => ({ workload: { document, name: document }, variables });

/** The front page comes first; everything else follows in an order drawn from the seed. `cursors` belong to the server. */
export function mixedRequests({ slugs, tags, categories, cursors, seed }) {
  const others = [
    ...slugs.map((slug) => of("W2", { slug })),
    ...tags.map((slug) => of("tag", { slug })),
    ...categories.map((path) => of("W6", { path })),
    ...cursors.map((after) => of("W4", { after })),
  ];
  const random = createRandom(seed);
  for (let i = others.length - 1; i > 0; i -= 1) {
    const other = Math.floor(random() * (i + 1));
    [others[i], others[other]] = [others[other], others[i]];
  }
  return [of("W1", {}), ...others];
}

/** A function that draws an index below `size`, the first ones most often: its weight is 1 / (index + 1). */
export function zipf(size, seed) {
  const random = createRandom(seed);
  const reached = new Float64Array(size);
  let sum = 0;
  for (let i = 0; i < size; i += 1) {
    sum += 1 / (i + 1);
    reached[i] = sum;
  }
  return () => {
    const at = random() * sum;
    let [low, high] = [0, size - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (reached[middle] < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
