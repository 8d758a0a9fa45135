// How many posts hold each word.
import { latinWords, wordsOf } from "./draw.mjs";

export function countWords(posts) {
  const exact = new Map();
  const latin = new Map();
  const titles = new Map();
  const add = (map, word) => map.set(word, (map.get(word) ?? 0) + 1);
  for (const { title, text } of posts) {
    for (const word of new Set([...wordsOf(text), ...latinWords(text)])) add(exact, word);
    for (const word of new Set((text.match(/[A-Za-z]{2,}/g) ?? []).map((word) => word.toLowerCase()))) add(latin, word);
    for (const word of new Set(latinWords(title).map((word) => word.toLowerCase()))) add(titles, word);
  }
  return {
    /** Posts whose text holds the word as it is written. */
    of: (word) => exact.get(word) ?? 0,
    /** Posts whose text holds the word of Latin letters in any case. */
    ofLatin: (word) => latin.get(word.toLowerCase()) ?? 0,
    /** Words of Latin letters, in lower case, that so many titles hold. */
    commonInTitles: (least) => [...titles].filter(([, count]) => count >= least).map(([word]) => word),
  };
}
