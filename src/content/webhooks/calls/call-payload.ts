// The payload of a call. It is thin: it names what changed, and of a burst only as much as fits. Where something is left out it says so, and the
// receiver follows the change feed from `after`.

import type { StoredQueryResponse } from "../../../platform/execution/stored-query.js";
import { encodeGlobalId, type NodeType } from "../../../platform/graphql/global-id.js";
import type { ChangeKind, ChangeNodeType } from "../../change-feed/change-kind.js";
import type { StoredChange } from "../../change-feed/read-changes.js";

/** A change as a call tells it. */
export interface ToldChange {
  kind: ChangeKind;
  nodeType: ChangeNodeType;
  /** The global id. */
  nodeId: string;
  at: string;
  paths: string[];
}

export interface ChangesPayload {
  type: "content.changed";
  /** When the changes were bundled into this call. */
  timestamp: string;
  data: {
    /** The positions before the first and behind the last change of this call, for `changes(after:)`. */
    after: string;
    cursor: string;
    /** Whether changes may be missing, so that the receiver reads everything anew. There are no changes then. */
    isReset: boolean;
    /** Whether changes or paths are left out. */
    isTruncated: boolean;
    changes: ToldChange[];
    /** The response to the document of the webhook; absent without one. */
    result?: StoredQueryResponse;
  };
}

export interface TestPayload {
  type: "webhook.test";
  timestamp: string;
  data: Record<string, never>;
}

/** As many as `nodes(ids:)` accepts. */
export const MAX_CHANGES = 100;
/** Of the changes as JSON; the rest of a payload without a result is less than 2 kB. */
const MAX_CHANGES_BYTES = 18_000;
/** Of the result. */
export const MAX_RESULT_BYTES = 256 * 1_024;

const NODE_TYPES: Readonly<Record<ChangeNodeType, NodeType>> = {
  ...{ POST: "Post", PAGE: "Page", CATEGORY: "Category", TAG: "Tag", AUTHOR: "Author" },
  ...{ SERIES: "Series", MENU: "Menu", SITE: "Site", ASSET: "Asset", COMMENT: "Comment" },
};

/** The changes from the first on that fit into a payload. Of a single change that does not fit, paths are left out. */
export function fittingChanges(changes: readonly StoredChange[]): {
  told: ToldChange[];
  count: number;
  isCut: boolean;
} {
  const told: ToldChange[] = [];
  let bytes = 0;
  for (const [index, stored] of changes.entries()) {
    const change = toldChange(stored);
    bytes += bytesOf(change);
    if (bytes > MAX_CHANGES_BYTES) {
      if (index > 0) return { told, count: index, isCut: true };
      return { told: [withFewerPaths(change)], count: 1, isCut: true };
    }
    told.push(change);
  }
  return { told, count: changes.length, isCut: false };
}

function toldChange({ kind, nodeType, nodeId, at, paths }: StoredChange): ToldChange {
  return { kind, nodeType, nodeId: encodeGlobalId(NODE_TYPES[nodeType], nodeId), at, paths };
}

function withFewerPaths(change: ToldChange): ToldChange {
  const paths: string[] = [];
  let bytes = bytesOf({ ...change, paths });
  for (const path of change.paths) {
    bytes += bytesOf(path);
    if (bytes > MAX_CHANGES_BYTES) break;
    paths.push(path);
  }
  return { ...change, paths };
}

/** With the comma that follows. */
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value)) + 1;
