// Who may do what: pure predicates, and the only place where a role means something. docs/roles.md is generated from the
// list and compared by a test.
import type { Role, Viewer } from "../viewer.js";

type Reach = "all" | "own" | "none";

interface Rule {
  description: string;
  reach: Record<Role, Reach>;
}

/** "own" is what belongs to the author that an AUTHOR writes for. */
export const POLICY = {
  writePost: {
    description:
      "Create, change, publish, trash and delete posts; see hidden ones and their revisions; make preview tokens",
    reach: { AUTHOR: "own", EDITOR: "all", ADMIN: "all" },
  },
  writeTerm: {
    description: "Create, change, move, merge and delete categories, tags and series",
    reach: { AUTHOR: "none", EDITOR: "all", ADMIN: "all" },
  },
  writeAuthor: {
    description: "Create and change authors",
    reach: { AUTHOR: "none", EDITOR: "none", ADMIN: "all" },
  },
  manageToken: {
    description: "Make, see and revoke API tokens",
    reach: { AUTHOR: "none", EDITOR: "none", ADMIN: "all" },
  },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof POLICY;

/** Whether the viewer may do it at all, to something of one's own where not to everything. */
export function mayEver(viewer: Viewer | null, action: Action): boolean {
  return viewer !== null && POLICY[action].reach[viewer.role] !== "none";
}

/** Whether the viewer may do it to something of this author's. */
export function mayTo(viewer: Viewer | null, action: Action, authorId: string): boolean {
  if (viewer === null) return false;
  const reach: Reach = POLICY[action].reach[viewer.role];
  return reach === "all" || (reach === "own" && viewer.authorId === authorId);
}
