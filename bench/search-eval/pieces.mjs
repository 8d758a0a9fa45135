// Pieces of queries with the condition that a post must meet to be as right for them as the post that they were drawn from.

/** Texts as `fold` gives them, with single spaces. */
const holdsAnywhere = ({ folded }, piece) => folded.text.includes(piece) || folded.title.includes(piece);

export const inTitle = (text) => ({ text, holds: ({ folded }, piece) => folded.title.includes(piece) });
export const anywhere = (text) => ({ text, holds: holdsAnywhere });
export const inHeading = (text) => ({
  text,
  holds: ({ folded }, piece) =>
    folded.title.includes(piece) || folded.headings.some((heading) => heading.includes(piece)),
});
/** The right words of a title, of which the query holds another form. */
export const titleWith = (words) => words.map(inTitle);

const JOINTS = /[\s._'’-]+/g;
export const withoutJoints = (text) => text.replace(JOINTS, "");
/** In a title, whether it is written as one word or with a space, a dot or a hyphen between its parts. */
export const inTitleJoined = (text) => ({
  text,
  holds: ({ folded }, piece) => withoutJoints(folded.title).includes(withoutJoints(piece)),
});
export const inImageText = (text) => ({
  text,
  holds: (post, piece) => holdsAnywhere(post, piece) || post.folded.imageTexts.some((other) => other.includes(piece)),
});

export const foldedPiece = (fold, text) => fold(text).replace(/\s+/g, " ").trim();
