// `colophon schema`: prints the schema as SDL, or writes it to a file.
import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { createSchema, printSdl } from "../app/schema.js";

export function schemaCommand(): Command {
  return new Command("schema")
    .description("Print the GraphQL schema as SDL.")
    .option("-o, --output <file>", "write to this file instead of standard output")
    .action(async (options: { output?: string }) => {
      const sdl = printSdl(createSchema());
      if (options.output === undefined) process.stdout.write(sdl);
      else await writeFile(options.output, sdl);
    });
}
