// Queries with a mistyped word, beside right words of the title and alone.
import { integer, isEnglish, latinWords, pick, shuffled, wordsOf } from "./draw.mjs";
import { anywhere, foldedPiece, titleWith } from "./pieces.mjs";

/** A word that fewer posts hold may be a mistake itself. */
const LEAST_POSTS = 2;
const LEAST_LETTERS = 5;

export function typoKinds({ counts, fold }) {
  const typoOf = ({ title }) => {
    const known = latinWords(title).filter(
      (word) => word.length >= LEAST_LETTERS && /^[A-Za-z]+$/.test(word) && counts.ofLatin(word) >= LEAST_POSTS,
    );
    const word = known.length === 0 ? null : pick(known);
    const typed = word === null ? null : mistyped(word);
    return typed === null || counts.ofLatin(typed) > 0 ? null : { word, typed };
  };
  return {
    "typo beside right words": {
      draw: (post) => {
        const typo = typoOf(post);
        const all = isEnglish(post.title)
          ? latinWords(post.title)
          : [...latinWords(post.title), ...wordsOf(post.title)];
        const others = [...new Set(all)].filter((word) => word !== typo?.word && !/^[A-Za-z]{1,3}$/.test(word));
        if (typo === null || others.length === 0) return null;
        const right = shuffled(others).slice(0, 2);
        const query = shuffled([typo.typed, ...right]).join(" ");
        return { query, pieces: titleWith([typo.word, ...right]) };
      },
    },
    "typo alone (any post with it)": {
      draw: (post) => {
        const typo = typoOf(post);
        if (typo === null) return null;
        const piece = foldedPiece(fold, typo.word);
        return { query: typo.typed, accepts: (other) => anywhere(piece).holds(other, piece) };
      },
    },
  };
}

/** Two letters exchanged, one left out, one typed twice or one replaced; never the first. */
function mistyped(word) {
  const at = integer(1, word.length - 2);
  const [before, letter, next, after] = [word.slice(0, at), word[at], word[at + 1], word.slice(at + 2)];
  const typed = pick([
    before + next + letter + after,
    before + next + after,
    before + letter + letter + next + after,
    before + pick(Array.from("aeiostrn")) + next + after,
  ]);
  return typed === word ? null : typed;
}
