// Themes in folders: what they replace, and what is said about those that cannot be used. The theme of the documentation is one of them.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { openSite } from "../../site/src/site.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";
import { scratchFolder } from "../support/scratch-folder.js";

const DOCUMENTATION = readFileSync(fileURLToPath(new URL("../../../docs/themes.md", import.meta.url)), "utf8");
const exampleIn = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\``).exec(DOCUMENTATION)?.[1] ?? "";

const HOSTILE = 'a::after { content: "</style><script>" }';
const scratch = scratchFolder();
let made = 0;

function themeOf(files: Readonly<Record<string, string>>): string {
  made += 1;
  const folder = join(scratch.path, `theme-${made}`);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const open = (files: Readonly<Record<string, string>>) => openSite({ themeFolder: themeOf(files), hasPages: true });

after(() => scratch.delete());

describe("a theme in a folder", () => {
  let app: TestApp;

  before(async () => {
    const folder = themeOf({ "theme.mjs": exampleIn("js"), "style.css": `${exampleIn("css")}\n${HOSTILE}` });
    app = await startTestApp({ SITE_THEME: folder });
    const factories = new Factories(app.dataSource);
    await factories.post({ title: "The first one", slug: "first" });
  });
  after(() => app.close());

  it("replaces pages, parts and styles, as the documentation shows", async () => {
    const front = await (await fetch(`${app.url}/`)).text();
    assert.match(front, /<ol class="bare"><li><a href="\/posts\/first">The first one<\/a><\/li><\/ol>/);
    const response = await fetch(`${app.url}/posts/first`);
    const post = await response.text();
    assert.match(post, /<div class="own-footer"><footer class="site-foot"/);
    assert.match(post, /<article class="post">/);
    assert.ok(post.includes(exampleIn("css")));
    assert.match(post, /content: "<\\\/style><script>" \}<\/style>/);
    assert.match(response.headers.get("content-security-policy") ?? "", /style-src 'sha256-[^']+' 'sha256-[^']+'/);
  });
});

describe("the version of the site", () => {
  it("changes with each file of the theme", async () => {
    const files = { "theme.mjs": 'import "./part.mjs"; export const createTheme = () => ({});', "part.mjs": "// one" };
    const first = (await open(files)).version;
    assert.equal((await open(files)).version, first);
    assert.notEqual((await open({ ...files, "part.mjs": "// two" })).version, first);
    assert.notEqual((await openSite({ themeFolder: null, hasPages: true })).version, first);
  });
});

describe("a theme that cannot be used", () => {
  it("is refused with the reason", async () => {
    const createTheme = (returned: string) => ({ "theme.mjs": `export const createTheme = () => (${returned});` });
    const cases: [Readonly<Record<string, string>>, RegExp][] = [
      [{}, /has neither theme\.js nor style\.css/],
      [{ "theme.mjs": "export const theme = 1;" }, /to export a function createTheme/],
      [{ "theme.mjs": "export const createTheme = ;" }, /cannot be loaded: Unexpected token/],
      [createTheme("null"), /to return an object/],
      [createTheme("{ pages: { Fornt: () => null } }"), /unknown pages: Fornt\. Known are Front, Post/],
      [createTheme("{ parts: { Header: 1 } }"), /Expected parts\.Header .* to be a function/],
    ];
    for (const [files, message] of cases) await assert.rejects(open(files), { name: "ThemeError", message });
    const missing = join(scratch.path, "missing");
    await assert.rejects(openSite({ themeFolder: missing, hasPages: true }), /missing, cannot be read: ENOENT/);
  });
});
