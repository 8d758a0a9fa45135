// Queries for what titles, headings and texts say, as pieces of them.
import {
  cut,
  cutAnywhere,
  HANGUL,
  integer,
  isEnglish,
  isLong,
  KANA,
  latinWords,
  pick,
  UNSPACED,
  unspacedRuns,
} from "./draw.mjs";
import { anywhere, inHeading, inImageText, inTitle } from "./pieces.mjs";

export const proseKinds = ({ counts }) => ({ ...titleKinds(), ...textKinds(counts) });

function titleKinds() {
  return {
    "title fragment": {
      draw: ({ title }) => (isLong(title, 5) && UNSPACED.test(title) ? [inTitle(cutAnywhere(title, 5, 12))] : null),
    },
    "title prefix": {
      draw: ({ title }) => {
        const [from, to] = UNSPACED.test(title) ? [4, 14] : [8, 24];
        return isLong(title, from + 2) ? [inTitle(Array.from(title).slice(0, integer(from, to)).join(""))] : null;
      },
    },
    "prefix ending in Latin piece": { draw: (post) => endingInLatin(post, () => 0) },
    "fragment ending in Latin piece": { draw: (post) => endingInLatin(post, (before) => integer(1, before)) },
    "title's Latin word + piece": {
      draw: ({ title }) => {
        const [latin, runs] = [latinWords(title), unspacedRuns(title, 3)];
        return latin.length === 0 || runs.length === 0 ? null : [pick(latin), cut(pick(runs), 2, 5)].map(inTitle);
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
  };
}

function textKinds(counts) {
  const rarest = (list) => list.reduce((best, word) => (counts.of(word) < counts.of(best) ? word : best));
  return {
    "Latin word + CJK piece": {
      draw: ({ text }) => {
        const [latin, runs] = [latinWords(text), unspacedRuns(text, 4)];
        if (latin.length < 3 || runs.length < 3) return null;
        return [rarest(latin), cut(pick(runs), 3, 4), cut(pick(runs), 3, 4)].map(anywhere);
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
        const runs = text.match(/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー，、]{10,}/gu) ?? [];
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
    "English body phrase": { draw: ({ title, text }) => (isEnglish(title) ? englishPhrase(text, 4, 7) : null) },
    "quoted phrase": {
      draw: ({ title, text }) => {
        const runs = unspacedRuns(text, 8);
        const phrase = isEnglish(title)
          ? englishPhrase(text, 3, 5)
          : runs.length > 0 && [anywhere(cut(pick(runs), 5, 9))];
        return phrase ? { pieces: phrase, query: `"${phrase[0].text}"` } : null;
      },
    },
    "text of an image": {
      draw: ({ imageTexts }) => {
        const long = imageTexts.filter((text) => isLong(text, 6));
        return long.length === 0 ? null : [inImageText(pick(long).slice(0, 60))];
      },
    },
  };
}

function endingInLatin({ title }, startOf) {
  if (!UNSPACED.test(title)) return null;
  const words = [...title.matchAll(/[A-Za-z]{4,}/g)].filter(({ index }) => index > 1);
  if (words.length === 0) return null;
  const { index, 0: word } = pick(words);
  const piece = title.slice(Math.max(startOf(index - 1), index - 14), index + integer(2, word.length - 1));
  return UNSPACED.test(piece) ? [inTitle(piece.toWellFormed())] : null;
}

/** Words that follow each other with nothing but spaces between them. */
function englishPhrase(text, from, to) {
  const runs = (text.match(/[A-Za-z0-9'-]+(?: [A-Za-z0-9'-]+)+/g) ?? []).filter((run) => run.split(" ").length >= to);
  if (runs.length === 0) return null;
  const words = pick(runs).split(" ");
  const length = integer(from, to);
  const start = integer(0, words.length - length);
  return [anywhere(words.slice(start, start + length).join(" "))];
}
