// Rejects retired words in the names of source files and of what they export. The words, and the terms that replace them, are in
// docs/glossary.md.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SOURCE = join(ROOT, "src");
const RETIRED: ReadonlySet<string> = new Set([
  "answer",
  "answers",
  "kept",
  "apart",
  "torn",
  "spelling",
  "announced",
  "untold",
  "ground",
  "price",
]);
/** Uses of a retired word in its ordinary sense. */
const ALLOWED: ReadonlySet<string> = new Set(["betterSpelling"]);

function wordsOf(name: string): string[] {
  return name.split(/[-._]|(?<=[a-z0-9])(?=[A-Z])/).map((word) => word.toLowerCase());
}

const isRetired = (name: string): boolean => !ALLOWED.has(name) && wordsOf(name).some((word) => RETIRED.has(word));

test("no file and no export is named by a retired word", () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const found = files.flatMap((file) => {
    const text = readFileSync(join(SOURCE, file), "utf8");
    const names = [
      ...text.matchAll(/^export (?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm),
    ];
    return [basename(file, ".ts"), ...names.map((match) => match[1] ?? "")]
      .filter(isRetired)
      .map((name) => `${file}: ${name}`);
  });
  assert.deepEqual(found, [], "Use the term of docs/glossary.md.");
});

test("docs/glossary.md lists every retired word that is rejected", () => {
  const glossary = readFileSync(join(ROOT, "docs/glossary.md"), "utf8");
  for (const word of RETIRED)
    assert.match(glossary, new RegExp(`\\b${word}`), `docs/glossary.md must name the term for "${word}".`);
});
