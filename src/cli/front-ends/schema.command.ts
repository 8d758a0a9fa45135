// `colophon schema`: prints the schema as SDL, or writes it to a file, with the files that the caches of clients need beside it.
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { createSchema, printPossibleTypes, printSdl, printTypesWithoutId } from "../../app/schema.js";

export function schemaCommand(): Command {
  return new Command("schema")
    .description("Print the GraphQL schema as SDL.")
    .option(
      "-o, --output <file>",
      "write to this file instead of standard output, and possible-types.json and types-without-id.json beside it",
    )
    .action(async (options: { output?: string }) => {
      const schema = createSchema();
      if (options.output === undefined) {
        process.stdout.write(printSdl(schema));
        return;
      }
      const folder = dirname(options.output);
      await writeFile(options.output, printSdl(schema));
      await writeFile(join(folder, "possible-types.json"), printPossibleTypes(schema));
      await writeFile(join(folder, "types-without-id.json"), printTypesWithoutId(schema));
    });
}
