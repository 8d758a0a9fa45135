// Copies the files that docs/clients.md and docs/subscriptions.md link to into the pages: each into the block of code after its link.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const PAGES = ["docs/clients.md", "docs/subscriptions.md"];
const BLOCK = /(^\[`\S+`\]\(\.\.\/(examples\/\S+)\)\n\n```\w+\n).*?(^```$)/gms;

for (const name of PAGES) {
  const path = join(ROOT, name);
  const page = readFileSync(path, "utf8");
  const filled = page.replace(BLOCK, (_all, head, file, foot) => head + readFileSync(join(ROOT, file), "utf8") + foot);
  writeFileSync(path, filled);
}
