// The authors of a post as its row holds them: the main author and the others, who together are one list with the main author first.

export const MAX_AUTHORS_PER_POST = 20;

export interface PostAuthors {
  authorId: string;
  coAuthorIds: readonly string[];
}

export const authorIdsOf = ({ authorId, coAuthorIds }: PostAuthors): readonly string[] => [authorId, ...coAuthorIds];

/** The list must not be empty. */
export function postAuthors(ids: readonly string[]): PostAuthors {
  const [authorId, ...coAuthorIds] = new Set(ids);
  if (authorId === undefined) throw new Error("Expected at least one author of a post, got none.");
  return { authorId, coAuthorIds };
}
