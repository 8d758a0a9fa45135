// What a write tells the change feed: the nodes that it may have changed. Whether readers can notice it is decided by comparison with the database.
import type { ChangeKind, ChangeNodeType } from "./change-kind.js";

export interface ChangedNode {
  type: ChangeNodeType;
  id: string;
  /** Whether its own fields may have changed. If not, there is a change only if it appears, disappears, or has another path or label. */
  isItself: boolean;
  /** Whether its former paths come from another system, where they were public. */
  isImported?: boolean;
  /** Whether a post has the same terms, path and date as before, so that no term can have appeared or disappeared with it. */
  keepsPlaces?: boolean;
}

/** What a write changed of a comment, as readers see it if they see its post. */
export interface ChangedComment {
  id: string;
  postId: string;
  kind: ChangeKind;
}

export interface ChangedNodes {
  nodes: readonly ChangedNode[];
  /** The paths of redirects without an object that were made or deleted. */
  redirectPaths?: readonly string[];
  /** Terms whose posts belong to others now. */
  replacedTermIds?: readonly string[];
  /** Comments that were shown before or are now. */
  comments?: readonly ChangedComment[];
}
