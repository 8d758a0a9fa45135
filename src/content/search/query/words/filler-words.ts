// Filler words: what people write around the words that they look for, such as "how to", 怎么办 or 使い方. A query needs no post to hold
// them, and they weigh little, unless it consists of nothing else.

/** Function words of Chinese, Japanese and Korean, and the words of questions and requests. */
const UNSPACED_FILLERS = new Set(
  [
    "的 了 在 是 和 与 及 等 中 吗 呢 吧 么 啊 着 过 得 地 之 也 就 都 而 把 被 对 从 到 为 以 及其 以及 或 或者 一个 这个 那个 我们 可以",
    "什么 怎么 怎样 如何 为什么 哪些 哪个 哪里 多少 是否 怎么办 怎么样 怎么用 怎么做 怎么写 怎么回事 怎么弄 如何用 如何做 为何 为啥 干嘛 啥 咋 咋办 是什么 什么是",
    "有什么 有哪些 区别 不同 有没有 能不能 可不可以 是不是 会不会 要不要 请问 请教 求助 这么 那么 这样 那样 什么样 要用 应该 为什么要 方法 办法 意思",
    "の は が を に で と も へ や か な ね よ から まで です ます でした ました ません する した して とは には では など なら って ために ため とき ので のに けど",
    "何 どう どうして なぜ どの どれ どこ いつ これ それ この その という について 教え て でき ない できない 違い どうやって どうすれば どうする どんな なんで なに するには したい ください いい 使い方 使う 方法 やり方 仕方 作り方",
    "은 는 이 가 을 를 의 에 에서 으로 로 와 과 도 란 이란 무엇 무엇인가 무엇인가요 뭐 뭔가요 어떻게 왜 어느 어떤 언제 하는 하기 하는법 하려면 하나요 할까 방법 차이 뭐야 느린가 사용법 사용방법 쓰는법 대해 대한 대하여 위한 및 이유",
  ].flatMap((line) => line.split(" ")),
);

/** Characters that are fillers only where the segmenter knows no word with their neighbours. */
const SINGLE_FILLERS = new Set("用 要 做 办 该 能 会 有 让 很 太 这 那 请 来 去 呀 嘛 吗".split(" "));

const ENGLISH_FILLERS = new Set(
  [
    "a an the of in on at to for from with by and or is are was were be been being am do does did doing has have had can could should would will may might must",
    "i you he she we they it its my your our their me us them this that these those there here as if so not but than then about into",
    "how what why when where which who use using used way best need want mean means please",
    "don't doesn't didn't isn't aren't can't won't what's how's it's i'm i'd",
  ].flatMap((line) => line.split(" ")),
);
const QUESTION_WORDS = new Set("how what why when where which who".split(" "));
/** In a shorter query, a word such as "this" or "is" may be what is looked for, as in `javascript this`. */
const MIN_WORDS = 3;

export const isUnspacedFiller = (word: string): boolean => UNSPACED_FILLERS.has(word);
/** The complaint of a question such as 为什么这么慢. */
export const isComplaint = (word: string, before: string): boolean =>
  word === "慢" && /^[这那]么$|^[太很]$/u.test(before);
const WHY = new Set("どうして なぜ なんで".split(" "));
/** Whether 遅い is the complaint of a question rather than what is looked for. */
export const asksWhy = (words: readonly string[]): boolean => words.some((word) => WHY.has(word));
export const isSlow = (word: string): boolean => word === "遅い";
export const isSingleFiller = (character: string): boolean => SINGLE_FILLERS.has(character);

/**
 * Tells for each word of a query in Latin letters whether it is a filler. Beside words of other scripts a word such as `for` or `this` is
 * looked for, as in `for 循环`.
 */
export function areEnglishFillers(words: readonly string[], hasOtherScripts: boolean): boolean[] {
  const isSentence = !hasOtherScripts && (words.length >= MIN_WORDS || QUESTION_WORDS.has(words[0] ?? ""));
  return words.map((word, at) => isSentence && (ENGLISH_FILLERS.has(plain(word)) || isIdiom(words, at)));
}

const plain = (word: string): string => word.replaceAll("’", "'");

/** The second word of "not work", "so slow" and "I find", and the last one of "how does … work". */
function isIdiom(words: readonly string[], at: number): boolean {
  const [word = "", before = ""] = [words[at], plain(words[at - 1] ?? "")];
  if (word === "slow") return before === "so";
  if (word === "find") return before === "i";
  if (!/^work(?:s|ing)?$/.test(word)) return false;
  return /(?:^not|n't)$/.test(before) || (words[0] === "how" && at === words.length - 1);
}
