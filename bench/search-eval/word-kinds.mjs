// Queries of words, in any order: of the title, of the text, names of tags, and a topic with a phrase.
import { cut, HAN, integer, isEnglish, latinWords, pick, shuffled, unspacedRuns, wordsOf } from "./draw.mjs";
import { anywhere, foldedPiece, inTitle } from "./pieces.mjs";
import { isTelling, titleWords } from "./title-words.mjs";

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
  const topics = counts.commonInTitles(Math.max(TOPIC_TITLES, posts.length / 100)).filter(isTelling);
  return {
    "topic + phrase": {
      draw: ({ title, text }) => {
        const own = latinWords(title).filter((word) => topics.includes(word.toLowerCase()));
        const phrase = own.length === 0 ? null : shortPhrase(title, text);
        return phrase === null ? null : [inTitle(pick(own)), anywhere(phrase)];
      },
    },
    "topic + theme of other posts": {
      draw: ({ title, folded }) => {
        const others = topics.filter((topic) => !folded.text.includes(topic) && !folded.title.includes(topic));
        const theme = others.length === 0 ? null : themeOf(title);
        if (theme === null) return null;
        const [topic, piece] = [pick(others), foldedPiece(fold, theme)];
        const holdsTopic = (post) => anywhere(topic).holds(post, topic);
        // What hardly any post holds is a title that somebody knows, and then the topic is what is wrong.
        if (posts.filter((post) => anywhere(theme).holds(post, piece)).length < THEME_POSTS) return null;
        return { query: `${topic} ${theme}`, accepts: holdsTopic };
      },
    },
  };
}

/** A theme is in so many posts. */
const THEME_POSTS = 5;

/** A word of a title, or two that stand together in a script without spaces. */
function themeOf(title) {
  const words = titleWords(title).filter((word) => isEnglish(title) || !/[A-Za-z]/.test(word));
  if (words.length === 0) return null;
  const at = integer(0, words.length - 1);
  const joined = words[at] + (words[at + 1] ?? "");
  return !isEnglish(title) && title.includes(joined) ? joined : words[at];
}

/** Words that stand together in a text, of which one says more than "from this". */
function shortPhrase(title, text) {
  if (isEnglish(title)) {
    const pairs = (text.match(/\b[a-z]{4,} [a-z]{4,}\b/g) ?? []).filter((pair) => pair.split(" ").some(isTelling));
    return pairs.length === 0 ? null : pick(pairs);
  }
  const runs = unspacedRuns(text, 4);
  return runs.length === 0 ? null : cut(pick(runs), 4, 6);
}
