// Replaces curl when the examples of the documentation are run, with the options that they use: -s, -S, -H, -d, -X, --data-binary with a
// file, --retry. Each response is printed and, unless it is empty, appended as a line to the file in the first argument.
import { appendFileSync, readFileSync } from "node:fs";

const [log = "", ...args] = process.argv.slice(2);
const headers: Record<string, string> = {};
let body: string | Buffer | undefined;
let method = "POST";
let url = "";
for (let at = 0; at < args.length; at += 1) {
  const argument = args[at] ?? "";
  if (argument === "-H") {
    const [name = "", ...value] = (args[++at] ?? "").split(":");
    headers[name.trim()] = value.join(":").trim();
  } else if (argument === "-d") body = args[++at];
  else if (argument === "-X") method = args[++at] ?? "";
  else if (argument === "--data-binary") body = readFileSync((args[++at] ?? "").replace(/^@/, ""));
  else if (argument === "--retry") at += 1;
  else if (!argument.startsWith("-")) url = argument;
}
const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
const text = await response.text();
if (text !== "") appendFileSync(log, `${text.trim()}\n`);
process.stdout.write(text);
