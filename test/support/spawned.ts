// Runs a script of the tests in a separate process, which a test can kill.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface SpawnedScript {
  pid: number;
  /** The first line that it prints; rejects if it ends before. */
  firstLine: Promise<string>;
  /** Sends SIGKILL and waits until the process has ended. */
  kill(): Promise<void>;
  /** Its output to stderr so far. */
  errorOutput(): string;
  hasEnded(): boolean;
}

/**
 * The script gets `options` as JSON in its first argument, and an empty environment. It must call `endWithParent`, so that it does not
 * outlive a test run that is killed.
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

/** Called by scripts: ends the process when its input closes, which happens however the parent process ends. */
export function endWithParent(): void {
  process.stdin.on("end", () => process.exit()).resume();
}
