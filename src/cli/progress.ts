// Shows the progress of a long command: a bar on a terminal, and otherwise a line every ten seconds. It is written to standard error, so
// that standard output contains only the result.

export interface Progress {
  /** `total` is 0 if it is unknown. */
  update(done: number, total: number): void;
  end(): void;
}

const BAR_WIDTH = 30;
const REDRAW_MS = 100;
const LINE_MS = 10_000;

export function createProgress(what: string, out: NodeJS.WriteStream = process.stderr): Progress {
  const started = performance.now();
  const interval = out.isTTY ? REDRAW_MS : LINE_MS;
  let last = Number.NEGATIVE_INFINITY;
  let drawn = false;
  return {
    update(done, total) {
      const now = performance.now();
      if (now - last < interval && done !== total) return;
      last = now;
      if (total === 0) {
        const line = `${what} ${done}, ${((now - started) / 1_000).toFixed(0)} s`;
        out.write(out.isTTY ? `\r${line}` : `${line}\n`);
        drawn = out.isTTY;
        return;
      }
      const share = Math.min(1, done / total);
      const seconds = ((now - started) / 1_000).toFixed(0);
      const percent = `${Math.floor(share * 100)}`.padStart(3);
      if (!out.isTTY) {
        out.write(`${what} ${percent} % after ${seconds} s\n`);
        return;
      }
      const filled = Math.round(share * BAR_WIDTH);
      out.write(`\r${what} [${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)}] ${percent} % ${seconds} s`);
      drawn = true;
    },
    end() {
      if (drawn) out.write("\r\x1b[2K");
      drawn = false;
    },
  };
}
