// All kinds of queries. Makes queries of posts, kind by kind, and says whether other posts would be as right for a query: a piece
// that stands in many posts asks for none of them.
import { codeKinds } from "./code-kinds.mjs";
import { seedWith } from "./draw.mjs";
import { formKinds } from "./form-kinds.mjs";
import { foldedPiece } from "./pieces.mjs";
import { proseKinds } from "./prose-kinds.mjs";
import { questionKinds } from "./question-kinds.mjs";
import { typoKinds } from "./typo-kinds.mjs";
import { countWords } from "./word-counts.mjs";
import { wordKinds } from "./word-kinds.mjs";

/** The service takes no more. */
const MAX_LENGTH = 200;
/** A post is asked for so many pieces, until one is its own. */
const DRAWS = 4;

/**
 * A kind has a function `draw` that makes a query of a post, or null where the post has nothing for it: the pieces of the query, which
 * `joint` joins, or `query` with the `pieces` of the title or text that it asks for. Where any post that fits is right,
 * `accepts` says which.
 *
 * @param tools `fold`, `stemOf` and `simplifyHan` of the service, `toTraditional`, and all posts with their folded texts.
 */
export function makeKinds(tools) {
  const { fold, posts } = tools;
  const withCounts = { ...tools, counts: countWords(posts) };
  const kinds = {
    ...proseKinds(withCounts),
    ...wordKinds(withCounts),
    ...formKinds(withCounts),
    ...questionKinds(),
    ...codeKinds(withCounts),
    ...typoKinds(withCounts),
  };

  const isUnclear = (post, pieces) => {
    const folded = pieces.map(({ text, holds }) => ({ piece: foldedPiece(fold, text), holds }));
    // Posts of the same title cannot be told apart by it, and either is right.
    return posts.some((other) => other.title !== post.title && folded.every(({ piece, holds }) => holds(other, piece)));
  };

  const make = (kind, post) => {
    let made = null;
    for (let drawn = 0; drawn < DRAWS; drawn += 1) {
      const { pieces, query, accepts = null } = asQuery(kinds[kind].draw(post), kinds[kind].joint ?? " ");
      if (query === "" || query.length > MAX_LENGTH) continue;
      made = { query, accepts, isUnclear: accepts === null && isUnclear(post, pieces) };
      if (!made.isUnclear) break;
    }
    return made;
  };
  return { names: Object.keys(kinds), begin: seedWith, make };
}

function asQuery(drawn, joint) {
  const { pieces = [], query, accepts } = Array.isArray(drawn) ? { pieces: drawn } : (drawn ?? {});
  const written = pieces.filter(({ text }) => text.trim() !== "");
  return { pieces: written, query: (query ?? written.map(({ text }) => text).join(joint)).trim(), accepts };
}
