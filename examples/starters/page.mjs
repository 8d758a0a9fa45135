// Copies the files that docs/clients.md names into the page: the block of code after each comment with a path.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = join(ROOT, "docs/clients.md");
const BLOCK = /(<!-- (examples\/\S+) -->\n```\w+\n).*?(^```$)/gms;

const page = readFileSync(PAGE, "utf8");
const filled = page.replace(BLOCK, (_all, head, path, foot) => head + readFileSync(join(ROOT, path), "utf8") + foot);
writeFileSync(PAGE, filled);
