// How the service and an import end when their terminal says so, with the database they started themselves: nothing may
// stay behind.
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

/** Resolves when the service has greeted. `words` is the command that runs it. */
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
  await eventually(() => output.includes("/graphql") || child.exitCode !== null, "the service greets");
  assert.equal(child.exitCode, null, output);
  return { child, pidFile: join(directory, "postgres/cluster/postmaster.pid"), output: () => output };
}

describe("the end of a service with a database of its own", () => {
  test("is clean where npm passes on the Ctrl-C that the terminal sent as well", async () => {
    const { child, pidFile, output } = await serveOn((command) => command);
    assert.ok(existsSync(pidFile));
    child.kill("SIGINT");
    // Two at once would be one to the process.
    await eventually(() => output().includes("Stopping."), "the service has heard");
    child.kill("SIGINT");
    await eventually(() => child.exitCode !== null || child.signalCode !== null, "the service ends");
    assert.equal(child.exitCode, 0);
    assert.equal(existsSync(pidFile), false);
  });

  test("comes with an import that is interrupted", async () => {
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
    test("comes where the terminal is closed, which then takes no line of the log", async () => {
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

/** A letter, such as Z for a process that has ended and that nobody has asked about. */
function stateOf(pid: string | undefined): string | undefined {
  return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
}
