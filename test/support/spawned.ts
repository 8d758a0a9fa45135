// A script of the tests in a process of its own, which can be killed without a word.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface SpawnedScript {
  pid: number;
  /** The first line it printed; rejects where it ended before. */
  firstLine: Promise<string>;
  /** Ends it at once, wherever it is. */
  kill(): Promise<void>;
  /** What it complained of so far. */
  errorOutput(): string;
  hasEnded(): boolean;
}

/**
 * The script gets `options` as JSON in its first argument, and no environment of ours. It must call `endWithParent`, so that
 * no run that is itself killed leaves it behind.
 */
export function spawnScript(script: URL, options: object): SpawnedScript {
  const child: ChildProcess = spawn(
    process.execPath,
    ["--enable-source-maps", fileURLToPath(script), JSON.stringify(options)],
    { env: {}, stdio: ["pipe", "pipe", "pipe"] },
  );
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("A spawned script has no output.");
  let errorOutput = "";
  stderr.setEncoding("utf8").on("data", (text: string) => {
    errorOutput = (errorOutput + text).slice(-4_000);
  });
  const exited = once(child, "exit");
  const firstLine = new Promise<string>((resolve, reject) => {
    createInterface(stdout).once("line", resolve);
    void exited.then(() => reject(new Error(`The script ended: ${errorOutput}`)));
  });
  firstLine.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    firstLine,
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
    errorOutput: () => errorOutput,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
  };
}

/** For scripts: their input closes when the process that spawned them is gone, however that ended. */
export function endWithParent(): void {
  process.stdin.on("end", () => process.exit()).resume();
}
