// Says what is stored, and how to go on, if an import ends before it is finished: by a signal or by a failure.

export interface UnfinishedImport {
  /** The number of posts that this run has committed. */
  stored(posts: number): void;
  /** The import is finished. */
  end(): void;
}

/** `clear` removes a progress bar from the terminal. */
export function watchUnfinishedImport(isDryRun: boolean, clear: () => void): UnfinishedImport {
  let posts = 0;
  const tell = (code: number): void => {
    clear();
    const sentences = unfinishedSentences({ posts, isDryRun, isInterrupted: code > 128 });
    if (sentences !== null) process.stderr.write(`colophon: ${sentences}\n`);
  };
  process.once("exit", tell);
  return {
    stored: (count) => {
      posts = count;
    },
    end: () => void process.removeListener("exit", tell),
  };
}

/** Null if a failure explains itself, because nothing is stored. */
function unfinishedSentences(facts: { posts: number; isDryRun: boolean; isInterrupted: boolean }): string | null {
  const { posts, isDryRun, isInterrupted } = facts;
  if (isDryRun) return isInterrupted ? "The dry run was interrupted. Nothing was stored." : null;
  if (posts === 0 && !isInterrupted) return null;
  const ending = isInterrupted ? "The import was interrupted" : "The import did not finish";
  const stored =
    posts === 0
      ? "No new or changed post is stored yet"
      : `${posts} new or changed post${posts === 1 ? " is" : "s are"} stored`;
  return `${ending}. ${stored}; run the same command again to import the rest.`;
}
