// Reads what a person typed: quoted phrases, words left out with a hyphen, and everything else. Words of scripts without
// spaces are found by Intl.Segmenter, here alone: its opinion changes with the version of ICU, and a query is forgotten.
import { foldCase, foldKeepingCase } from "../index/fold.js";
import { charactersOf, runsOf, type ScriptRun } from "../index/tokens.js";

export interface QueryText {
  /** What must be there, in any order; runs between quotation marks are one phrase. */
  phrases: ScriptRun[][];
  words: ScriptRun[];
  excluded: ScriptRun[][];
  /** Whether the last word may still be in the middle of being typed. */
  isOpen: boolean;
}

const QUOTED = /(^|[\s(])?(-)?["“„«]([^"“”„«»]*)["”»]/g;
/**
 * Not one or two letters: those are options of a command, such as the -it of docker run -it. At the very beginning only a
 * word of letters: anything else, such as the -p376 of 1.9.1-p376, is the rest of something that was cut out of a text.
 */
const EXCLUDED = /(?:(?<=\s)|^(?=-\p{L}+(?:\s|$)))-(?=[\p{L}\p{N}])(?![A-Za-z0-9]{1,2}(?:\s|$))([^\s"]+)/gu;

export function readQuery(query: string): QueryText {
  const phrases: ScriptRun[][] = [];
  const excluded: ScriptRun[][] = [];
  let rest = foldKeepingCase(query.toWellFormed().replaceAll("\0", " "));
  rest = rest.replace(QUOTED, (_whole, _before: string | undefined, hyphen: string | undefined, inner: string) => {
    const runs = [...runsOf(inner)];
    if (runs.length > 0) (hyphen === undefined ? phrases : excluded).push(runs);
    return "  ";
  });
  const quotedExclusions = excluded.flat();
  const withoutExclusions = rest.replace(EXCLUDED, (_whole, word: string) => {
    const runs = [...runsOf(word)];
    if (runs.length > 0) excluded.push(runs);
    return "  ";
  });
  const words = [...runsOf(withoutExclusions)];
  // Nothing but what is not wanted asks for nothing; then it was meant as text.
  if (words.length === 0 && phrases.length === 0) {
    const typed = [...runsOf(rest)];
    const isOpen = quotedExclusions.length === 0 && typed.at(-1)?.end === rest.length;
    return { phrases: [], words: [...typed, ...quotedExclusions], excluded: [], isOpen };
  }
  const last = words.at(-1);
  return { phrases, words, excluded, isOpen: last !== undefined && last.end === withoutExclusions.length };
}

const OPTIONAL = new Set(
  [
    "的 了 在 是 和 与 及 等 中 吗 呢 吧 么 啊 着 过 得 地 之 也 就 都 而 把 被 对 从 到 为 以 及其 以及 或 或者 什么 怎么 怎样 如何 为什么 哪些 哪个 哪里 多少 是否 一个 这个 那个 我们 可以",
    "の は が を に で と も へ や か から まで です ます ました する した して とは 何 どう なぜ どの これ それ その この という について",
    "은 는 이 가 을 를 의 에 에서 으로 로 와 과 도 무엇 어떻게 왜 어느",
  ].flatMap((line) => line.split(" ")),
);
const HANGUL = /^\p{sc=Hang}+$/u;
const PARTICLE = /(?:에서|으로|은|는|이|가|을|를|의|에|로|와|과|도)$/u;

export interface QueryWord {
  characters: readonly string[];
  isOptional: boolean;
}

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** The words of a run without spaces, put right: pieces of one character are parts of their neighbours. */
export function segmentRun(run: string): QueryWord[] {
  const words: QueryWord[] = [];
  let loose: string[] = [];
  const settle = () => {
    const previous = words.at(-1);
    if (loose.length === 1 && previous !== undefined && !previous.isOptional && !isHangul(previous.characters)) {
      words[words.length - 1] = { characters: [...previous.characters, ...loose], isOptional: false };
    } else if (loose.length > 0) words.push({ characters: loose, isOptional: false });
    loose = [];
  };
  for (const { segment } of segmenter.segment(foldCase(run))) {
    const characters = charactersOf(segment);
    if (OPTIONAL.has(segment)) {
      settle();
      words.push({ characters, isOptional: true });
    } else if (characters.length === 1) loose.push(segment);
    else {
      settle();
      words.push({ characters: withoutParticle(segment, characters), isOptional: false });
    }
  }
  settle();
  return words;
}

const isHangul = (characters: readonly string[]): boolean => HANGUL.test(characters.join(""));

function withoutParticle(word: string, characters: readonly string[]): readonly string[] {
  if (characters.length < 3 || !HANGUL.test(word)) return characters;
  const bare = word.replace(PARTICLE, "");
  return bare.length >= 2 ? charactersOf(bare) : characters;
}
