// Runs `colophon serve` as an operator does, in a separate process that can be limited, signalled and given another clock.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));

export interface ServeOptions {
  databaseUrl: string;
  env?: Readonly<Record<string, string>>;
  /** Arguments of Node, before those of the program. */
  nodeArgs?: readonly string[];
  /** Whether an empty database gets the sample site. */
  loadsSample?: boolean;
  /** Called with what the process has printed so far. */
  onOutput?: (output: string) => void;
  /** A shell command that ends with `exec "$0" "$@"`. */
  shell?: string;
}

export interface ServeProcess {
  url: string;
  pid: number;
  signal(name: NodeJS.Signals): void;
  /** Resolves to the exit code, or to the signal that ended the process. */
  ended: Promise<number | string>;
  hasEnded(): boolean;
  output(): string;
}

export async function startServeProcess({
  databaseUrl,
  env = {},
  nodeArgs = [],
  loadsSample = false,
  onOutput,
  shell,
}: ServeOptions): Promise<ServeProcess> {
  const command = [process.execPath, ...nodeArgs, MAIN, "serve", ...(loadsSample ? [] : ["--no-sample"])];
  const [file = "", ...args] = shell === undefined ? command : ["/bin/sh", "-c", shell, ...command];
  const child: ChildProcess = spawn(file, args, {
    env: { PATH: "/usr/bin:/bin", DATABASE_URL: databaseUrl, PORT: "0", LOG_LEVEL: "error", PLAYGROUND: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const ended = once(child, "exit").then(([code, signal]): number | string => code ?? signal);
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: string) => {
      output = (output + text).slice(-8_000);
      onOutput?.(output);
      const found = /(http:\/\/\S+)\/graphql/.exec(output);
      if (found?.[1] !== undefined) resolve(found[1]);
    };
    child.stdout?.setEncoding("utf8").on("data", read);
    child.stderr?.setEncoding("utf8").on("data", read);
    void ended.then((code) => reject(new Error(`The service ended with ${code}: ${output}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    signal: (name) => void child.kill(name),
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    output: () => output,
  };
}
