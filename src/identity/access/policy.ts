// The access policy: which role may do what. No other file attaches a meaning to a role. A test compares docs/roles.md with it.
import type { Role, Viewer } from "../viewer.js";

type Reach = "all" | "own" | "none";

interface Rule {
  description: string;
  reach: Record<Role, Reach>;
}

/**
 * "own" means what belongs to the author that a viewer of role AUTHOR writes for. A post belongs to all its authors, and the list of its
 * authors to the main one.
 */
export const POLICY = {
  writePost: {
    description:
      "Create, change, publish, trash and delete posts; see hidden posts, revisions and working copies; create preview tokens",
    reach: { AUTHOR: "own", EDITOR: "all", ADMIN: "all" },
  },
  chooseAuthors: {
    description: "Choose who the authors of a post are",
    reach: { AUTHOR: "own", EDITOR: "all", ADMIN: "all" },
  },
  writePage: {
    description: "Create, change, move, publish and delete pages; see hidden pages and their revisions",
    reach: { AUTHOR: "none", EDITOR: "all", ADMIN: "all" },
  },
  writeMenu: {
    description: "Create, change and delete menus",
    reach: { AUTHOR: "none", EDITOR: "all", ADMIN: "all" },
  },
  writeAsset: {
    description: "Upload, describe, replace and delete pictures and files",
    reach: { AUTHOR: "own", EDITOR: "all", ADMIN: "all" },
  },
  writeTerm: {
    description: "Create, change, move, merge and delete categories, tags and series",
    reach: { AUTHOR: "none", EDITOR: "all", ADMIN: "all" },
  },
  moderateComment: {
    description: "Add and moderate comments, see those that are not visible, and erase their authors",
    reach: { AUTHOR: "none", EDITOR: "all", ADMIN: "all" },
  },
  manageRedirect: {
    description: "Create, list and delete redirects",
    reach: { AUTHOR: "none", EDITOR: "all", ADMIN: "all" },
  },
  writeAuthor: {
    description: "Create, change, merge and delete authors",
    reach: { AUTHOR: "none", EDITOR: "none", ADMIN: "all" },
  },
  manageSite: {
    description: "Change the settings of the site",
    reach: { AUTHOR: "none", EDITOR: "none", ADMIN: "all" },
  },
  manageToken: {
    description: "Create, list and revoke API tokens",
    reach: { AUTHOR: "none", EDITOR: "none", ADMIN: "all" },
  },
  manageWebhook: {
    description: "Create, list, change, test and delete webhooks",
    reach: { AUTHOR: "none", EDITOR: "none", ADMIN: "all" },
  },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof POLICY;

/** Whether the viewer may perform the action at all, be it only on their own content. */
export function mayEver(viewer: Viewer | null, action: Action): boolean {
  return viewer !== null && POLICY[action].reach[viewer.role] !== "none";
}

/** Whether the viewer may perform the action on content of these authors. */
export function mayTo(viewer: Viewer | null, action: Action, authorIds: readonly string[]): boolean {
  if (viewer === null) return false;
  const reach: Reach = POLICY[action].reach[viewer.role];
  return reach === "all" || (reach === "own" && viewer.authorId !== null && authorIds.includes(viewer.authorId));
}
