// The words of the default theme, in the languages that it speaks.
import { ENGLISH } from "./languages/english.js";
import { JAPANESE } from "./languages/japanese.js";
import { KOREAN } from "./languages/korean.js";
import { SIMPLIFIED_CHINESE } from "./languages/simplified-chinese.js";
import { TRADITIONAL_CHINESE } from "./languages/traditional-chinese.js";

export interface Words {
  /** Between names. */
  comma: string;
  /** After a name of what follows. */
  colon: string;
  skip: string;
  navigation: string;
  footer: string;
  archive: string;
  categories: string;
  tags: string;
  authors: string;
  series: string;
  search: string;
  searchLabel: string;
  feed: string;
  newer: string;
  older: string;
  pages: string;
  posts: (count: number) => string;
  updated: (date: string) => string;
  minutes: (count: number) => string;
  contents: string;
  /** The name of the box of a task, without characters that HTML escapes. */
  task: string;
  part: (position: number, total: number) => string;
  previousPost: string;
  nextPost: string;
  neighbours: string;
  related: string;
  comments: (count: number) => string;
  allComments: string;
  moreComments: string;
  moreReplies: string;
  /** The author of a comment without a name. */
  anonymous: string;
  replies: string;
  aboutAuthor: string;
  breadcrumbs: string;
  below: string;
  belowCategory: string;
  noPosts: string;
  results: (count: number, isExact: boolean) => string;
  noResults: string;
  didYouMean: string;
  correctedTo: string;
  searchInstead: string;
  relaxed: string;
  years: string;
  months: string;
  remove: string;
  allTags: string;
  notFound: string;
  notFoundText: string;
  suggestions: string;
  preview: string;
  previewText: string;
}

/** By the language and, for Chinese, the script of a BCP 47 tag; English for any other language. */
export function wordsOf(locale: string): Words {
  const tag = locale.toLowerCase();
  if (/^(?:zh|yue)\b/.test(tag)) {
    return /-(?:hant|tw|hk|mo)\b/.test(tag) && !/-hans\b/.test(tag) ? TRADITIONAL_CHINESE : SIMPLIFIED_CHINESE;
  }
  if (/^ja\b/.test(tag)) return JAPANESE;
  return /^ko\b/.test(tag) ? KOREAN : ENGLISH;
}
