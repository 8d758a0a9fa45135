// Makes the two vectors of a post: a small one of its title, names and headings, which ranks matches, and a large one of everything,
// which decides what matches.
import type { RenderedBody } from "../../../platform/markup/body.js";
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
  /** The alternative texts of its images. */
  imageTexts: readonly string[];
}

/** What is indexed of a rendered body. */
export type IndexedBody = Pick<SearchDocument, "headings" | "text" | "imageTexts">;

type Rendered = Pick<RenderedBody, "tableOfContents" | "text" | "html">;

export const indexedBody = ({ tableOfContents, text, html }: Rendered): IndexedBody => ({
  headings: tableOfContents.map((heading) => heading.text),
  text,
  imageTexts: imageTextsOf(html),
});

/** As the sanitiser writes them. */
const IMAGE_TEXT = /<img\s[^>]*?\balt="([^"]+)"/g;
const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

/** The alternative texts of the images in sanitised HTML. */
export const imageTextsOf = (html: string): string[] =>
  html.includes("<img")
    ? [...html.matchAll(IMAGE_TEXT)].map(([, text = ""]) => text.replace(/&[a-z]+;/g, (name) => ENTITIES[name] ?? name))
    : [];

/** The vectors are in the binary form of the database. */
export interface SearchVectors {
  /** Column `head`: title, categories and tags (weight A), series, authors and headings (B). */
  titleVector: Uint8Array;
  /** Column `doc`: the same, the text (C) and the alternative texts of images (D). */
  documentVector: Uint8Array;
  /** Whether lexemes or positions were left out, because PostgreSQL limits a vector. */
  isClipped: boolean;
}

const MAX_HEADINGS = 60;
const MAX_IMAGES = 100;
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
  imageTexts,
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
  const addToDocument = (field: string, weight: Weight) => {
    const end = tokenise(
      field.includes("://") ? field.replace(LONG_URL, " ") : field,
      (lexeme, at) => documentVector.add(lexeme, at, weight),
      position,
      { onPair: (first, second, at) => documentVector.addPair(first, second, at, weight) },
    );
    position = end + GAP;
  };
  addToDocument(text, "C");
  for (const imageText of imageTexts.slice(0, MAX_IMAGES)) addToDocument(imageText, "D");
  return {
    titleVector: titleVector.toBuffer(),
    documentVector: documentVector.toBuffer(),
    isClipped: documentVector.isClipped,
  };
}
