// Questions as readers type them: words of a title, among the filler words of their language.
import { HAN, HANGUL, isEnglish, KANA, pick, shuffled } from "./draw.mjs";
import { inTitle } from "./pieces.mjs";
import { titleWords } from "./title-words.mjs";

/** A and B stand for words of the title in their order. */
const QUESTIONS = {
  "question, Chinese": [
    "怎么 A B",
    "A B 怎么办",
    "如何 A B",
    "如何在AB",
    "请问A的B是什么",
    "为什么A B这么慢",
    "A和B有什么区别",
    "A怎么样 B",
    "A B 怎么用",
    "有没有 A B 的方法",
    "A B 是什么意思",
    "怎么把A B",
    "A B 该怎么做呢",
    "什么是A B",
  ],
  "question, traditional Chinese": [
    "怎麼 A B",
    "為什麼A B",
    "如何在AB",
    "請問A的B是什麼",
    "A B 怎麼辦",
    "A B 該怎麼做",
    "A和B有什麼不同",
    "為什麼A B這麼慢",
  ],
  "question, English": [
    "how to A B",
    "how do I A B",
    "how do I use A with B",
    "how can I A B",
    "what is A B",
    "what is the B of A",
    "why is A B so slow",
    "is there a way to A B",
    "what does A B mean",
    "how does A B work",
    "can I use A for B",
    "best way to A B",
    "where can I find A B",
    "how to use A on B",
  ],
  "question, Japanese": [
    "AのBとは",
    "A B 使い方",
    "A B 方法",
    "AでBするには",
    "AのBはなぜ",
    "A B とは何ですか",
    "A B やり方",
    "どうしてA B 遅い",
    "AでBしたい",
    "A B について教えて",
    "A B の違い",
    "AのBができない",
  ],
  "question, Korean": [
    "A B 하는 방법",
    "A B란 무엇인가",
    "A B 사용법",
    "왜 A B 느린가",
    "A B 어떻게 하나요",
    "A B 하는 법",
    "A에서 B 어떻게",
    "A B 뭐야",
    "A B 차이",
    "A B 이란",
  ],
};
const TRADITIONAL = /[們個這學開關國說會時對錯檔網體過還實應無數據與從點為麼樣]/;

const IS_OF_LANGUAGE = {
  "question, Chinese": (title) => HAN.test(title) && !KANA.test(title) && !TRADITIONAL.test(title),
  "question, traditional Chinese": (title) => HAN.test(title) && !KANA.test(title) && TRADITIONAL.test(title),
  "question, English": isEnglish,
  "question, Japanese": (title) => KANA.test(title),
  "question, Korean": (title) => HANGUL.test(title),
};

export function questionKinds() {
  const kind = ([name, questions]) => [name, { draw: (post) => questionOf(post, questions, IS_OF_LANGUAGE[name]) }];
  return Object.fromEntries(Object.entries(QUESTIONS).map(kind));
}

function questionOf({ title }, questions, isOfLanguage) {
  const words = isOfLanguage(title) ? titleWords(title) : [];
  if (words.length < 2) return null;
  const [first, second] = shuffled(words)
    .slice(0, 2)
    .sort((a, b) => title.indexOf(a) - title.indexOf(b));
  const query = pick(questions)
    .replace("AB", /[a-z]$/i.test(first) && /^[a-z]/i.test(second) ? "A B" : "AB")
    .replace(/[AB]/g, (letter) => (letter === "A" ? first : second));
  return { query, pieces: [first, second].map(inTitle) };
}
