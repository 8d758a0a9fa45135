// The process: reads the command line, runs the command and turns its outcome into output and an exit code.
import { type Invocation, parseInvocation, usage } from "./command-line.js";
import { Failure } from "./failure.js";
import { list } from "./list.command.js";
import { show } from "./show.command.js";
import { type Terminal, terminalFor } from "./terminal.js";

function run({ command, endpoint }: Invocation, terminal: Terminal): Promise<string> | string {
  switch (command.name) {
    case "help":
      return usage.trimEnd();
    case "list":
      return list(endpoint, command, terminal);
    case "show":
      return show(endpoint, command.slug, terminal);
  }
}

// `| head` closes the pipe early; that is the reader's wish and no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  const invocation = parseInvocation(process.argv.slice(2), process.env.COLOPHON_URL);
  process.stdout.write(`${await run(invocation, terminalFor(process.stdout))}\n`);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  const hint = error.kind === "misused" ? `\n\n${usage}` : "\n";
  process.stderr.write(`${error.message}${hint}`);
  // Not process.exit: what is still on its way to a pipe would be cut off.
  process.exitCode = error.exitCode;
}
