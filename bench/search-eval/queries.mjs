// Makes queries of posts, kind by kind, and says which other posts a query would be as right for: a piece that stands in
// many posts asks for none of them.
import { charactersOf, cut, cutAnywhere, HANGUL, integer, KANA, pick, shuffled, wordsOf } from "./draw.mjs";

const HAN = /\p{sc=Han}/u;
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/u;
const LATIN_WORD = /(?<![A-Za-z0-9À-ɏ])[A-Za-z][A-Za-z0-9]{2,15}(?![A-Za-z0-9À-ɏ])/g;
/** The service takes no more. */
const MAX_LENGTH = 200;
/** A post is asked for so many pieces, until one is its own. */
const DRAWS = 4;

const isLong = (text, least) => charactersOf(text).length >= least;
const inTitle = (text) => ({ text, holds: (post, piece) => post.folded.title.includes(piece) });
const anywhere = (text) => ({
  text,
  holds: ({ folded }, piece) => folded.text.includes(piece) || folded.title.includes(piece),
});
const inHeading = (text) => ({
  text,
  holds: ({ folded }, piece) =>
    folded.title.includes(piece) || folded.headings.some((heading) => heading.includes(piece)),
});

/** @param tools `fold` of the service, `toTraditional`, and all posts with their folded texts. */
export function makeKinds({ fold, toTraditional, posts }) {
  const frequency = new Map();
  for (const { text } of posts)
    for (const word of new Set([...wordsOf(text), ...(text.match(LATIN_WORD) ?? [])]))
      frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const countOf = (word) => frequency.get(word) ?? 0;
  const rarest = (list) => list.reduce((best, word) => (countOf(word) < countOf(best) ? word : best));
  const keywords = ({ title, text }, isWanted = () => true) => {
    const fromTitle = [...new Set(wordsOf(title))];
    const fromText = [...new Set(wordsOf(text))].filter((word) => countOf(word) < posts.length / 10);
    if (fromTitle.length < 1 || fromText.length < 6) return [];
    const chosen = new Map(
      shuffled(fromText)
        .slice(0, 3)
        .map((word) => [word, anywhere(word)]),
    );
    for (const word of shuffled(fromTitle).slice(0, 2)) chosen.set(word, inTitle(word));
    return shuffled([...chosen.values()].filter(({ text: word }) => isWanted(word)));
  };
  const draws = drawsOf({ keywords, rarest, toTraditional });

  /** A query of a post with the number of posts that it fits as well; null where the post has nothing for the kind. */
  const make = (kind, post) => {
    let best = null;
    for (let draw = 0; draw < DRAWS && (best === null || best.rivals > 0); draw += 1) {
      const pieces = draws[kind].draw(post)?.filter(({ text }) => text.trim() !== "") ?? [];
      const query = pieces.map(({ text }) => text).join(draws[kind].joint ?? " ");
      if (pieces.length === 0 || query.length > MAX_LENGTH) continue;
      const rivals = rivalsOf(post, pieces);
      if (best === null || rivals < best.rivals) best = { query, rivals };
    }
    return best;
  };
  const rivalsOf = (post, pieces) => {
    const folded = pieces.map(({ text, holds }) => ({ piece: fold(text).replace(/\s+/g, " "), holds }));
    // Posts of the same title cannot be told apart by it, and either is right.
    return posts.filter(
      (other) => other.title !== post.title && folded.every(({ piece, holds }) => holds(other, piece)),
    ).length;
  };
  return { names: Object.keys(draws), make };
}

const RUN = (least) => new RegExp(`[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}]{${least},}`, "gu");

/** Each gives the pieces of a query with where they must stand, or null where the post has nothing for it. */
function drawsOf({ keywords, rarest, toTraditional }) {
  return {
    "title fragment": {
      draw: ({ title }) => (isLong(title, 5) && UNSPACED.test(title) ? [inTitle(cutAnywhere(title, 5, 12))] : null),
    },
    "Latin word + CJK piece": {
      draw: ({ text }) => {
        const latin = [...new Set(text.match(LATIN_WORD) ?? [])];
        const runs = text.match(RUN(4)) ?? [];
        if (latin.length < 3 || runs.length < 3) return null;
        return [rarest(latin), cut(pick(runs), 3, 4), cut(pick(runs), 3, 4)].map(anywhere);
      },
    },
    "title's Latin word + piece": {
      draw: ({ title }) => {
        const latin = title.match(LATIN_WORD) ?? [];
        const runs = title.match(RUN(3)) ?? [];
        return latin.length === 0 || runs.length === 0 ? null : [pick(latin), cut(pick(runs), 2, 5)].map(inTitle);
      },
    },
    heading: {
      draw: ({ headings }) => {
        const long = headings.filter((heading) => isLong(heading, 6));
        return long.length === 0 ? null : [inHeading(pick(long).slice(0, 60))];
      },
    },
    "body phrase": {
      draw: ({ text }) => {
        const runs = text.match(/[\p{sc=Han}，、]{10,}/gu) ?? [];
        return runs.length === 0 ? null : [anywhere(cut(pick(runs), 8, 14))];
      },
    },
    "mixed body phrase": {
      draw: ({ text }) => {
        const lines = text.split("\n").filter((line) => isLong(line, 16) && UNSPACED.test(line));
        const piece = lines.length === 0 ? null : cutAnywhere(pick(lines), 8, 14);
        return piece !== null && UNSPACED.test(piece) ? [anywhere(piece)] : null;
      },
    },
    "Traditional query": {
      draw: ({ title }) => {
        const piece = !isLong(title, 4) || !HAN.test(title) ? null : cut(title, 5, 12);
        return piece === null || toTraditional(piece) === piece ? null : [inTitle(toTraditional(piece))];
      },
    },
    "Korean title": {
      draw: ({ title }) => (HANGUL.test(title) && isLong(title, 6) ? [inTitle(title.slice(0, 60))] : null),
    },
    "Japanese title fragment": {
      draw: ({ title }) => (KANA.test(title) && isLong(title, 6) ? [inTitle(cutAnywhere(title, 6, 14))] : null),
    },
    "English title words": {
      draw: ({ title }) => {
        const list = UNSPACED.test(title) ? [] : [...new Set(title.match(/[A-Za-z][A-Za-z0-9'’-]*/g) ?? [])];
        if (list.length < 4) return null;
        return list
          .slice(integer(0, list.length - 4))
          .slice(0, integer(4, 6))
          .map(inTitle);
      },
    },
    "tag (any post that has it)": {
      isTag: true,
      draw: ({ tags }) => (tags.length === 0 ? null : [{ text: pick(tags), holds: () => false }]),
    },
    "shuffled words": { draw: keywords },
    "words without spaces": {
      joint: "",
      draw: (post) => {
        const chosen = keywords(post, (word) => HAN.test(word));
        return chosen.length < 3 ? null : chosen;
      },
    },
  };
}

export const isOfTags = (kind) => kind.startsWith("tag ");
