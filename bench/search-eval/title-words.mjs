// Words of a title that say what it is about, for queries of a few words.
import { isEnglish, wordsOf } from "./draw.mjs";

const FILLERS = new Set(
  `about after all and another any are been being best better but can could did does doing down for from get getting had has have her his how
into its just like make making many may more most much must new not now off one only other our out over own per should some than that the their
them then there these they this those through too under upon use used using very via was way were what when where which while who why will
with without would you your part ways things first second
如何 怎么 怎样 什么 为什么 哪些 一个 这个 那个 我们 你的 我的 他们 可以 没有 使用 以及 或者 还是 不是 就是 因为 所以 关于 之间 怎麼 什麼 為什麼 一個 這個
について とは です ます した する こと もの ため から まで これ それ その この よう など という なる ある いる 使い 方法 やり方 できる
하는 방법 대한 위한 있는 없는 사용 그리고 에서 으로 하기 이란 무엇`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** Whether a word says more than that it holds a sentence together. */
export const isTelling = (word) => !FILLERS.has(word.toLowerCase());

export function titleWords(title) {
  const words = isEnglish(title) ? (title.match(/[A-Za-z][A-Za-z0-9+#.-]*[A-Za-z0-9+#]/g) ?? []) : wordsOf(title);
  const isLongEnough = (word) => word.length > (isEnglish(title) ? 2 : 1);
  return [
    ...new Set(
      words.filter(
        (word) => isLongEnough(word) && isTelling(word) && !/^\d+$/.test(word) && !/^[ぁ-ん]{1,2}$/.test(word),
      ),
    ),
  ];
}
