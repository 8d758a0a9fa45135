// For random sites with random rules of hiding, what is public after an import is a subset of what Jekyll publishes. The model of Jekyll
// is short and independent of the reader.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readContent } from "./temporary-folder.js";

const NOW = new Date("2026-01-01T00:00:00Z");
const FOLDERS = [
  "_posts",
  "_posts/sub",
  "cat/_posts",
  "cat/_posts/_in",
  "_drafts",
  "_wiki",
  "_parts",
  "_private/_posts",
  "about",
];
const NAMES = ["2020-01-02-a.md", "_2020-01-02-b.md", "2030-01-02-c.md", "d.md", "2019-3-4-e.html", "~2020-01-02-f.md"];
const PUBLISHED = [null, "true", "false", ""] as const;

interface SiteFile {
  folder: string;
  name: string;
  published: (typeof PUBLISHED)[number];
  hasFence: boolean;
}

interface RandomSite {
  files: SiteFile[];
  exclude: string[];
  /** The path of each scope, and whether it hides. */
  defaults: [path: string, type: string | null, published: boolean][];
}

const file: fc.Arbitrary<SiteFile> = fc.record({
  folder: fc.constantFrom(...FOLDERS),
  name: fc.constantFrom(...NAMES),
  published: fc.constantFrom(...PUBLISHED),
  hasFence: fc.boolean(),
});

const site: fc.Arbitrary<RandomSite> = fc.record({
  files: fc.uniqueArray(file, { minLength: 1, maxLength: 8, selector: ({ folder, name }) => `${folder}/${name}` }),
  exclude: fc.subarray(["cat", "_posts/sub", "*.html", "_wiki/2020*", "about/"], { maxLength: 2 }),
  defaults: fc.array(
    fc.tuple(
      fc.constantFrom("", "_posts", "_posts/sub", "cat/_posts", "_wiki", "_po"),
      fc.constantFrom(null, "posts", "wiki", "pages"),
      fc.boolean(),
    ),
    { maxLength: 2 },
  ),
});

function contentOf({ files, exclude, defaults }: RandomSite): Record<string, string> {
  const scopes = defaults.map(([path, type, published]) => ({
    scope: { path, ...(type !== null && { type }) },
    values: { published },
  }));
  const config = { exclude, defaults: scopes, collections: { wiki: { output: true }, parts: { output: false } } };
  const text = ({ published, hasFence, name }: SiteFile): string =>
    hasFence ? `---\ntitle: ${name}\n${published === null ? "" : `published: ${published}\n`}---\nx\n` : "x\n";
  return {
    "_config.yml": JSON.stringify(config),
    "_posts/2001-01-01-always.md": "x\n",
    ...Object.fromEntries(files.map((item) => [`${item.folder}/${item.name}`, text(item)])),
  };
}

/** What Jekyll makes a public post, document or page of. */
function isPublic({ folder, name, published, hasFence }: SiteFile, { exclude, defaults }: RandomSite): boolean {
  const path = `${folder}/${name}`;
  if (/^[_~]/.test(name) || /_drafts|_parts|_private/.test(folder)) return false;
  const type = folder.includes("_posts") ? "posts" : folder === "_wiki" ? "wiki" : "pages";
  if (type === "posts" && !/^\d{2,4}-/.test(name)) return false;
  if (type !== "posts" && !hasFence) return false;
  if (exclude.some((pattern) => isExcluded(pattern, path))) return false;
  // A page has no date, and a document has that of its name.
  if (type !== "pages" && name.startsWith("2030")) return false;
  if (hasFence && published !== null && published !== "") return published === "true";
  const inherited = inheritedFlag(path, type, defaults);
  // A field without a value is no unless a default fills it. For pages, Jekyll does not ask the defaults.
  if (hasFence && published === "" && (inherited === null || type === "pages")) return false;
  return type === "pages" || inherited !== false;
}

/** The longest scope has precedence, then one with a type, then the later one. */
function inheritedFlag(path: string, type: string, defaults: RandomSite["defaults"]): boolean | null {
  let inherited: boolean | null = null;
  let length = -1;
  let hasType = false;
  for (const [scope, scopeType, value] of defaults) {
    if (!path.startsWith(scope) || (scopeType !== null && scopeType !== type)) continue;
    const isLonger = scope.length > length;
    if (!isLonger && (scope.length < length || (hasType && scopeType === null))) continue;
    [inherited, length, hasType] = [value, scope.length, scopeType !== null];
  }
  return inherited;
}

function isExcluded(pattern: string, path: string): boolean {
  if (!pattern.includes("*")) return path.startsWith(pattern);
  return new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(path);
}

describe("what is public after the import of a Jekyll site", () => {
  it("is a subset of what Jekyll publishes", async () => {
    await fc.assert(
      fc.asyncProperty(site, async (random) => {
        const { events } = await readContent(contentOf(random), { now: NOW, timeZone: null });
        const shown = events.flatMap((event) => {
          const item = event.kind === "post" ? event.post : event.kind === "page" ? event.page : null;
          const isShown = item?.state === "PUBLISHED" && (item.publishedAt === null || item.publishedAt <= NOW);
          return item !== null && isShown ? [item.key] : [];
        });
        const allowed = random.files.flatMap((item) => (isPublic(item, random) ? [`${item.folder}/${item.name}`] : []));
        const leaked = shown.filter((key) => key !== "_posts/2001-01-01-always.md" && !allowed.includes(key));
        assert.deepEqual(leaked, []);
      }),
      { numRuns: 150 },
    );
  });
});
