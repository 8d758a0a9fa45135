// Makes the two vectors of a post: a small one of its title, names and headings, which ranks matches, and a large one of everything,
// which decides what matches.
import { termNameLexeme, tokenise, tokeniseTitle } from "./tokens.js";
import { VectorBuilder, type Weight } from "./vector-builder.js";

export interface SearchDocument {
  postId: string;
  title: string;
  /** Names of its categories and tags. */
  terms: readonly string[];
  /** The title of its series and the names of its authors. */
  seriesAndAuthors: readonly string[];
  headings: readonly string[];
  text: string;
}

/** The vectors are in the binary form of the database. */
export interface SearchVectors {
  /** Column `head`: title, categories and tags (weight A), series, authors and headings (B). */
  titleVector: Uint8Array;
  /** Column `doc`: the same and the text (C). */
  documentVector: Uint8Array;
  /** Whether lexemes or positions were left out, because PostgreSQL limits a vector. */
  isClipped: boolean;
}

const MAX_HEADINGS = 60;
/** Positions between two fields, so that no phrase matches across them. */
const GAP = 10;
/** URLs this long are not searched for, and would fill the vector. */
const LONG_URL = /https?:\/\/[^\s<>"'，。；、）]{80,}/g;

export function vectorsOf({
  title,
  terms,
  seriesAndAuthors,
  headings,
  text,
}: Omit<SearchDocument, "postId">): SearchVectors {
  const titleVector = new VectorBuilder();
  const documentVector = new VectorBuilder();
  let position = 1;
  const addToBoth = (field: string, weight: Weight, tokeniser: typeof tokenise = tokenise) => {
    const end = tokeniser(
      field,
      (lexeme, at) => {
        titleVector.add(lexeme, at, weight);
        documentVector.add(lexeme, at, weight);
      },
      position,
    );
    position = end + GAP;
  };
  addToBoth(title, "A", tokeniseTitle);
  const addNames = (names: readonly string[], weight: Weight) => {
    for (const name of names) {
      titleVector.add(termNameLexeme(name), position, weight);
      addToBoth(name, weight);
    }
  };
  addNames(terms, "A");
  // Every post of an author holds the name, so that it must not rank like a word of the title.
  addNames(seriesAndAuthors, "B");
  for (const heading of headings.slice(0, MAX_HEADINGS)) addToBoth(heading, "B");
  tokenise(
    text.includes("://") ? text.replace(LONG_URL, " ") : text,
    (lexeme, at) => documentVector.add(lexeme, at, "C"),
    position,
    { onPair: (first, second, at) => documentVector.addPair(first, second, at, "C") },
  );
  return {
    titleVector: titleVector.toBuffer(),
    documentVector: documentVector.toBuffer(),
    isClipped: documentVector.isClipped,
  };
}
