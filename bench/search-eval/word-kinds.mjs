// Queries of words, in any order: of the title, of the text, names of tags, and a topic with a phrase.
import { cut, HAN, isEnglish, latinWords, pick, shuffled, unspacedRuns, wordsOf } from "./draw.mjs";
import { anywhere, foldedPiece, inTitle } from "./pieces.mjs";
import { titleWords } from "./title-words.mjs";

/** Topics are words of so many titles. */
const TOPIC_TITLES = 5;

export const wordKinds = (tools) => ({ ...keywordKinds(tools), ...topicKinds(tools) });

function keywordKinds({ counts, posts }) {
  const keywords = ({ title, text }, isWanted = () => true) => {
    const fromTitle = [...new Set(wordsOf(title))];
    const fromText = [...new Set(wordsOf(text))].filter((word) => counts.of(word) < posts.length / 10);
    if (fromTitle.length < 1 || fromText.length < 6) return [];
    const fromBody = shuffled(fromText).slice(0, 3);
    const chosen = new Map(fromBody.map((word) => [word, anywhere(word)]));
    for (const word of shuffled(fromTitle).slice(0, 2)) chosen.set(word, inTitle(word));
    return shuffled([...chosen.values()].filter(({ text: word }) => isWanted(word)));
  };
  return {
    "two title words": {
      draw: ({ title }) => {
        const words = titleWords(title);
        return words.length < 2 ? null : shuffled(words).slice(0, 2).map(inTitle);
      },
    },
    "three middling words": {
      draw: ({ title, text }) => {
        const all = isEnglish(title) ? latinWords(text).filter((word) => /^[a-z]{4,}$/.test(word)) : wordsOf(text);
        const [least, most] = [Math.max(3, posts.length / 200), Math.max(6, posts.length / 12)];
        const middling = [...new Set(all)].filter((word) => counts.of(word) >= least && counts.of(word) <= most);
        return middling.length < 3 ? null : shuffled(middling).slice(0, 3).map(anywhere);
      },
    },
    "shuffled words": { draw: keywords },
    "words without spaces": {
      joint: "",
      draw: (post) => {
        const chosen = keywords(post, (word) => HAN.test(word));
        return chosen.length < 3 ? null : chosen;
      },
    },
    "tag (any post that has it)": {
      draw: ({ tags }) => {
        const tag = tags.length === 0 ? null : pick(tags);
        return tag === null ? null : { query: tag, accepts: (post) => post.tags.includes(tag) };
      },
    },
  };
}

function topicKinds({ counts, fold, posts }) {
  const topics = counts.commonInTitles(Math.max(TOPIC_TITLES, posts.length / 100));
  return {
    "topic + phrase": {
      draw: ({ title, text }) => {
        const own = latinWords(title).filter((word) => topics.includes(word.toLowerCase()));
        const phrase = own.length === 0 ? null : shortPhrase(title, text);
        return phrase === null ? null : [inTitle(pick(own)), anywhere(phrase)];
      },
    },
    "topic + phrase of other posts": {
      draw: ({ title, folded }) => {
        const others = topics.filter((topic) => !folded.text.includes(topic) && !folded.title.includes(topic));
        const phrase = others.length === 0 ? null : shortPhrase(title, title);
        if (phrase === null) return null;
        const [topic, piece] = [pick(others), foldedPiece(fold, phrase)];
        const holdsTopic = (post) => anywhere(topic).holds(post, topic);
        if (posts.some((post) => holdsTopic(post) && anywhere(phrase).holds(post, piece))) return null;
        return { query: `${topic} ${phrase}`, accepts: holdsTopic };
      },
    },
  };
}

function shortPhrase(title, text) {
  if (isEnglish(title)) {
    const pairs = text.match(/\b[a-z]{4,} [a-z]{4,}\b/g) ?? [];
    return pairs.length === 0 ? null : pick(pairs);
  }
  const runs = unspacedRuns(text, 4);
  return runs.length === 0 ? null : cut(pick(runs), 4, 6);
}
