// The queries of W5, cut from titles of published posts: the same for the same seed, and each finds at least its post.
import { createRandom } from "../data/vocabulary.mjs";

const HAN = /\p{sc=Han}+/gu;
const SHORTEST = 2;
const LONGEST = 6;

/** In turn two words, the first of which is Latin in the generated titles, and a piece of the longest Chinese run. */
export function searchQueries(titles, seed) {
  const random = createRandom(seed);
  return titles.map((title, index) => {
    const run = (title.match(HAN) ?? []).sort((one, other) => other.length - one.length)[0];
    if (index % 2 === 0) return `${title.split(" ")[0]} ${run.slice(0, SHORTEST)}`;
    const size = Math.min(run.length, SHORTEST + Math.floor(random() * (LONGEST - SHORTEST + 1)));
    const from = Math.floor(random() * (run.length - size + 1));
    return run.slice(from, from + size);
  });
}
