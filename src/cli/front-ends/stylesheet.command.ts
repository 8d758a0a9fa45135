// `colophon stylesheet`: prints the stylesheet of rich HTML, for front ends that serve it themselves.
import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { RICH_STYLESHEET } from "../../http/stylesheet/rich-stylesheet.js";

export function stylesheetCommand(): Command {
  return new Command("stylesheet")
    .description("Print the stylesheet of the classes in rich HTML.")
    .option("-o, --output <file>", "write to this file instead of standard output")
    .action(async ({ output }: { output?: string }) => {
      if (output === undefined) process.stdout.write(RICH_STYLESHEET);
      else await writeFile(output, RICH_STYLESHEET);
    });
}
