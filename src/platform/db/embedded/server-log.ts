// Limits the size of the server's log file, and reads from it why a start failed.
import { open, stat, truncate } from "node:fs/promises";

const MAX_BYTES = 4 * 1024 * 1024;
const CHECK_MS = 60_000;
const TAIL_BYTES = 2_000;

/** Truncates the file if it exceeds the maximum, now and every minute. The server appends, so it continues at the new end. */
export function limitLogSize(path: string): () => void {
  const check = async (): Promise<void> => {
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    );
    if (size > MAX_BYTES) await truncate(path, 0).catch(() => undefined);
  };
  void check();
  const timer = setInterval(() => void check(), CHECK_MS).unref();
  return () => clearInterval(timer);
}

/** The lines after offset `start` that explain a failure, joined into one line without time stamps. */
export async function tailOf(path: string, start: number): Promise<string> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const from = Math.max(size < start ? 0 : start, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, from);
    const lines = buffer.toString("utf8", 0, bytesRead).trim().split("\n");
    const serious = lines.filter((line) => /FATAL|PANIC|HINT|error|cannot/.test(line));
    const chosen = serious.length > 0 ? serious : lines;
    return chosen.map((line) => line.replace(/^.*? \[\d+\] /, "").trim()).join(" / ");
  } finally {
    await file.close();
  }
}
