// docs/clients.md prints the files of the examples as they are, and installs and runs only what the examples install and run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(join(ROOT, "docs/clients.md"), "utf8");
const PROJECTS = ["examples/starters", "examples/astro-blog", "examples/next-blog"];

interface Block {
  /** The path of the file that the link above the block names. */
  source: string | undefined;
  language: string;
  text: string;
}

const BLOCK = /(?:^\[`\S+`\]\(\.\.\/(examples\/\S+)\)\n\n)?^```(\w+)\n(.*?)^```$/gms;
const blocks: Block[] = [...page.matchAll(BLOCK)].map(([, source, language = "", text = ""]) => ({
  source,
  language,
  text,
}));

test("each block of code is a file of the examples", () => {
  const code = blocks.filter(({ language }) => language !== "sh");
  assert.ok(code.length >= 15);
  for (const { source, text } of code) {
    assert.ok(source !== undefined, `Link to the file of this block above it:\n${text}`);
    const isSame = readFileSync(join(ROOT, source), "utf8") === text;
    assert.ok(isSame, `The page does not print ${source} as it is. Run \`node examples/starters/page.mjs\`.`);
  }
});

test("each command is one that the tests of the examples run", () => {
  const installed = new Set(
    PROJECTS.flatMap((folder) => {
      const text = readFileSync(join(ROOT, folder, "package.json"), "utf8");
      const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Record<string, Record<string, string>>;
      return [...Object.keys(dependencies), ...Object.keys(devDependencies)];
    }),
  );
  const runner = readFileSync(join(ROOT, "examples/starters/run.mjs"), "utf8");
  const tests = readFileSync(join(ROOT, "examples/starters/test/astro.test.ts"), "utf8");
  for (const { text } of blocks.filter(({ language }) => language === "sh")) {
    // Run by examples/starters/test/curl.test.ts.
    if (text.startsWith("curl ")) continue;
    for (const command of text.trim().split("\n")) {
      const [program, verb = "", ...words] = command.split(" ");
      if (program === "npm") {
        const unknown = words.filter((word) => !word.startsWith("-") && !installed.has(word));
        assert.deepEqual(unknown, [], command);
      } else {
        assert.equal(program, "npx", command);
        assert.ok((runner + tests).includes(verb), `Nothing runs ${command}.`);
      }
    }
  }
});
