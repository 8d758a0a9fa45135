// Queries that write the words of a title in another form: other characters, width, case, spaces, inflections, kana or joints.
import {
  charactersOf,
  cut,
  HAN,
  HANGUL,
  isEnglish,
  isLong,
  latinWords,
  pick,
  random,
  shuffled,
  unspacedRuns,
} from "./draw.mjs";
import { inTitle, inTitleJoined, titleWith, withoutJoints } from "./pieces.mjs";
import { titleWords } from "./title-words.mjs";

export function formKinds(tools) {
  return { ...characterKinds(tools), ...wordFormKinds(tools), ...koreanKinds(), ...kanaKinds(), ...jointKinds() };
}

/** Up to three words of a title, without `word`. */
const othersThan = (title, word, count = 1) =>
  shuffled(titleWords(title).filter((other) => !other.includes(word) && !word.includes(other))).slice(0, count);

function characterKinds({ toTraditional, simplifyHan }) {
  const rewritten = (rewrite) => ({
    draw: ({ title }) => {
      const piece = !isLong(title, 4) || !HAN.test(title) ? null : cut(title, 5, 12);
      const query = piece === null ? null : rewrite(piece);
      return query === piece ? null : { query, pieces: [inTitle(piece)] };
    },
  });
  return {
    "Traditional query": rewritten(toTraditional),
    "half traditional query": rewritten((piece) =>
      Array.from(piece, (character, at) => (at % 2 === 0 ? toTraditional(character) : character)).join(""),
    ),
    "Simplified query": rewritten(simplifyHan),
    "full width": { draw: (post) => changedLatin(post, toFullWidth) },
    "mixed case": { draw: (post) => changedLatin(post, toMixedCase) },
    "blanks between characters": {
      draw: ({ title }) => {
        const runs = unspacedRuns(title, 5).filter((run) => !HANGUL.test(run));
        const piece = runs.length === 0 ? null : cut(pick(runs), 4, 7);
        return piece === null ? null : { query: charactersOf(piece).join(" "), pieces: [inTitle(piece)] };
      },
    },
    "punctuation and emoji": {
      draw: ({ title }) => {
        const words = titleWords(title);
        if (words.length < 2) return null;
        const pieces = shuffled(words).slice(0, 3).map(inTitle);
        const joint = pick([" 🎉 ", "，", "、", " / ", "？", " & ", " … "]);
        return {
          query: `${pieces.map(({ text }) => text).join(joint)}${pick(["?", "？？？", "!!", " 😀", ""])}`,
          pieces,
        };
      },
    },
  };
}

const toFullWidth = (text) =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
const toMixedCase = (text) =>
  Array.from(text, (letter) => (random() < 0.5 ? letter.toUpperCase() : letter.toLowerCase())).join("");

function changedLatin({ title }, change) {
  const latin = latinWords(title);
  const word = latin.length === 0 ? null : pick(latin);
  const others = word === null ? [] : othersThan(title, word, 2);
  if (others.length === 0) return null;
  return { query: [change(word), ...others].join(" "), pieces: titleWith([word, ...others]) };
}

function wordFormKinds({ stemOf }) {
  const isInflection = (word, other) => (stemOf(word) ?? word) === (stemOf(other) ?? other);
  return {
    "inflected English word": {
      draw: ({ title }) => {
        const words = isEnglish(title) ? titleWords(title).filter((word) => /^[A-Za-z]{5,}$/.test(word)) : [];
        const word = words.length < 2 ? null : pick(words);
        const form =
          word === null ? null : pick([`${word}s`, `${word}ing`, `${word}ed`, word.replace(/(s|ing|ed)$/, "")]);
        if (form === word || !isInflection(word.toLowerCase(), form.toLowerCase())) return null;
        const others = othersThan(title, word, 2);
        return { query: [form, ...others].join(" "), pieces: titleWith([word, ...others]) };
      },
    },
  };
}

const PARTICLE = /(?:에서|으로|에게|부터|까지|은|는|이|가|을|를|의|에|로|와|과|도)$/;

function koreanKinds() {
  const koreanWords = (title) => (title.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => HANGUL.test(word));
  return {
    "Korean without particles": {
      draw: ({ title }) => {
        const bare = koreanWords(title).map((word) => (word.length > 2 ? word.replace(PARTICLE, "") : word));
        const chosen = bare.filter((word) => word.length > 1);
        return chosen.length < 2 || bare.join() === koreanWords(title).join() ? null : chosen.slice(0, 4).map(inTitle);
      },
    },
    "Korean without spaces": {
      draw: ({ title }) => {
        const runs = title.match(/[\p{sc=Hang}]+(?: [\p{sc=Hang}]+)+/gu) ?? [];
        const words = runs.length === 0 ? [] : pick(runs).split(" ").slice(0, 3);
        return isLong(words.join(""), 5) ? [inTitleJoined(words.join(""))] : null;
      },
    },
  };
}

const KATAKANA = /[ァ-ヴー]{3,}/g;
const toHiragana = (text) =>
  text.replace(/[ァ-ヴ]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0x60));

function kanaKinds() {
  const changedKatakana = ({ title }, change) => {
    const words = title.match(KATAKANA) ?? [];
    const word = words.length === 0 ? null : pick(words);
    const others = word === null ? [] : othersThan(title, word);
    const form = word === null ? null : change(word);
    if (form === word || others.length === 0) return null;
    return { query: shuffled([form, ...others]).join(" "), pieces: titleWith([word, ...others]) };
  };
  return {
    "katakana in hiragana": { draw: (post) => changedKatakana(post, toHiragana) },
    "long vowel left out or added": {
      draw: (post) =>
        changedKatakana(post, (word) =>
          word.includes("ー") ? word.replace("ー", "") : word.length > 2 ? `${word}ー` : word,
        ),
    },
    "last long vowel": {
      draw: (post) =>
        changedKatakana(post, (word) => (word.endsWith("ー") && word.length > 3 ? word.slice(0, -1) : `${word}ー`)),
    },
  };
}

function jointKinds() {
  const changedWord = ({ title }, expression, change) => {
    const words = title.match(expression) ?? [];
    const word = words.length === 0 ? null : pick(words);
    const others = word === null ? [] : othersThan(title, word);
    if (others.length === 0) return null;
    return { query: [change(word), ...others].join(" "), pieces: [inTitleJoined(word), ...titleWith(others)] };
  };
  return {
    "name without its joint": {
      draw: (post) => changedWord(post, /(?<![\w.-])[A-Za-z]{2,}[.-][A-Za-z]{2,}\b(?![.-])/g, withoutJoints),
    },
    "name with another joint": {
      draw: (post) =>
        changedWord(post, /\b(?:[A-Z][a-z]+){2,}\b|(?<![\w.-])[A-Za-z]{2,}[.-][A-Za-z]{2,}\b(?![.-])/g, (word) =>
          /[.-]/.test(word) ? word.replace(/[.-]/, " ") : word.replace(/(?<=[a-z])(?=[A-Z])/, " "),
        ),
    },
    "letters and digits apart": {
      draw: (post) =>
        changedWord(post, /\b[A-Za-z]{3,}\d{1,2}\b/g, (word) =>
          word.replace(/(?=\d)/, " ").replace(/(\d) (?=\d)/, "$1"),
        ),
    },
    "letters and digits together": {
      draw: (post) => changedWord(post, /\b[A-Za-z]{3,} \d{1,2}\b(?!\.\d)/g, (word) => word.replace(" ", "")),
    },
  };
}
