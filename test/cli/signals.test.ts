// Signals of a terminal: the service and an import end together with the embedded database that they started, and leave no process behind.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { eventually } from "../support/eventually.js";

const MAIN = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));
const directories: string[] = [];

after(async () => {
  for (const directory of directories) await rm(directory, { recursive: true, force: true, maxRetries: 20 });
});

async function makeDirectory(): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "colophon-signals-")));
  directories.push(directory);
  return directory;
}

interface Serving {
  child: ChildProcess;
  pidFile: string;
  output: () => string;
}

/** Resolves when the service is ready. `words` makes the command line from the one that runs the service. */
async function serveOn(words: (command: string[]) => string[]): Promise<Serving> {
  const directory = await makeDirectory();
  const [file = "", ...args] = words([process.execPath, MAIN, "serve", "--no-sample"]);
  const child = spawn(file, args, {
    env: { PATH: "/usr/bin:/bin", DATA_DIR: directory, PORT: "0", SHELL: "/bin/sh", TERM: "xterm" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await eventually(() => output.includes("/graphql") || child.exitCode !== null, "the service is ready");
  assert.equal(child.exitCode, null, output);
  return { child, pidFile: join(directory, "postgres/cluster/postmaster.pid"), output: () => output };
}

describe("a process with an embedded database", () => {
  test("the service shuts down cleanly if npm forwards the SIGINT that the terminal has sent already", async () => {
    const { child, pidFile, output } = await serveOn((command) => command);
    assert.ok(existsSync(pidFile));
    child.kill("SIGINT");
    // Two signals at the same moment would reach the process as one.
    await eventually(() => output().includes("Stopping."), "the service has received the signal");
    child.kill("SIGINT");
    await eventually(() => child.exitCode !== null || child.signalCode !== null, "the service ends");
    assert.equal(child.exitCode, 0);
    assert.equal(existsSync(pidFile), false);
  });

  test("an interrupted import stops its database", async () => {
    const directory = await makeDirectory();
    const posts = join(directory, "posts");
    await mkdir(posts);
    for (let index = 0; index < 600; index += 1) {
      await writeFile(join(posts, `post-${index}.md`), `---\ndate: 2020-01-01\n---\n# Post ${index}\n\nText.\n`);
    }
    const child = spawn(process.execPath, [MAIN, "import", "markdown", posts], {
      env: { PATH: "/usr/bin:/bin", DATA_DIR: join(directory, "data") },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let output = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    await eventually(() => output.includes("importing") || child.exitCode !== null, "the import begins");
    child.kill("SIGINT");
    await eventually(() => child.exitCode !== null || child.signalCode !== null, "the import ends");
    assert.equal(child.exitCode, 130, output);
    const pidFile = join(directory, "data/postgres/cluster/postmaster.pid");
    await eventually(() => !existsSync(pidFile), "its database ends");
  });

  if (process.platform === "linux") {
    test("the service shuts down if its terminal is closed, which then accepts no log line", async () => {
      const { child, pidFile } = await serveOn((command) => [
        "script",
        "-qfec",
        `exec ${command.join(" ")}`,
        "/dev/null",
      ]);
      const [pid] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").split(" ");
      child.kill("SIGKILL");
      const hasEnded = (): boolean => !existsSync(`/proc/${pid}`) || stateOf(pid) === "Z";
      await eventually(hasEnded, "the service ends").finally(() => hasEnded() || process.kill(Number(pid), "SIGKILL"));
      assert.equal(existsSync(pidFile), false);
    });
  }
});

/** The state letter of a process, such as Z for one that has ended and was not waited for. */
function stateOf(pid: string | undefined): string | undefined {
  return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
}
