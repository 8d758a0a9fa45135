// What the index holds of one post: a small vector of its head, which ranks, and a large one of everything, which matches.

import { VectorBuilder, type Weight } from "./text-search-literal.js";
import { nameOfTerm, tokenise, tokeniseTitle } from "./tokens.js";

export interface SearchDocument {
  postId: string;
  title: string;
  /** Of its categories and tags. */
  terms: readonly string[];
  headings: readonly string[];
  text: string;
}

export interface SearchVectors {
  head: string;
  doc: string;
  isClipped: boolean;
}

const MAX_HEADINGS = 60;
/** Between two fields, so that no phrase reaches across. */
const GAP = 10;
/** Addresses this long are links that a renderer left bare; nobody searches for them. */
const LONG_ADDRESS = /https?:\/\/[^\s<>"'，。；、）]{80,}/g;

export function vectorsOf({ title, terms, headings, text }: SearchDocument): SearchVectors {
  const head = new VectorBuilder();
  const doc = new VectorBuilder();
  let position = 1;
  const addToBoth = (field: string, weight: Weight, cut: typeof tokenise = tokenise) => {
    const end = cut(
      field,
      (lexeme, at) => {
        head.add(lexeme, at, weight);
        doc.add(lexeme, at, weight);
      },
      position,
    );
    position = end + GAP;
  };
  addToBoth(title, "A", tokeniseTitle);
  for (const term of terms) {
    head.add(nameOfTerm(term), position, "A");
    addToBoth(term, "A");
  }
  for (const heading of headings.slice(0, MAX_HEADINGS)) addToBoth(heading, "B");
  tokenise(text.replace(LONG_ADDRESS, " "), (lexeme, at) => doc.add(lexeme, at, "C"), position);
  return { head: head.toString(), doc: doc.toString(), isClipped: doc.isClipped };
}
