// Copies the files that docs/clients.md links to into the page: each into the block of code after its link.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = join(ROOT, "docs/clients.md");
const BLOCK = /(^\[`\S+`\]\(\.\.\/(examples\/\S+)\)\n\n```\w+\n).*?(^```$)/gms;

const page = readFileSync(PAGE, "utf8");
const filled = page.replace(BLOCK, (_all, head, path, foot) => head + readFileSync(join(ROOT, path), "utf8") + foot);
writeFileSync(PAGE, filled);
