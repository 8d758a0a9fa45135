// Reads what the change feed recorded during a piece of work, as short texts: `CHANGED POST title-slug /path /path`.
import { newestPosition, readChanges, type StoredChange } from "../../../src/content/change-feed/read-changes.js";
import type { Executor } from "../../support/execute.js";

export async function changesDuring(app: Executor, work: () => Promise<unknown>): Promise<StoredChange[]> {
  const before = await newestPosition(app.platform.publicReads);
  await work();
  const { changes, isReset } = await readChanges(app.platform.publicReads, before, { limit: 1_000, nodeTypes: null });
  if (isReset) throw new Error("The position was not of this feed.");
  return changes;
}

/** `CHANGED POST`, in the order of the rows. */
export const kindsOf = (changes: readonly StoredChange[]): string[] =>
  changes.map(({ kind, nodeType }) => `${kind} ${nodeType}`);

/** The paths of all rows of one type. */
export const pathsOf = (changes: readonly StoredChange[], nodeType: string): string[] =>
  [...new Set(changes.filter((change) => change.nodeType === nodeType).flatMap(({ paths }) => paths))].sort();
