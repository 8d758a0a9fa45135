// The name of a folder that does not exist yet, for the files of one service; it is deleted with all that the service has put there.
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface ScratchFolder {
  path: string;
  delete(): Promise<void>;
}

export function scratchFolder(): ScratchFolder {
  const path = join(tmpdir(), `colophon-test-${randomUUID()}`);
  return { path, delete: () => rm(path, { recursive: true, force: true }) };
}
