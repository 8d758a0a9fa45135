// For a random site of Hexo, whatever is public after an import is public by the rules of Hexo and of its plug-ins, of which this file has a
// short model of its own.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readContent } from "./temporary-folder.js";

const NOW = new Date("2026-01-01T00:00:00Z");

interface SiteFile {
  /** Relative to the source folder, or to the project if it begins with a slash. */
  folder: string;
  name: string;
  fields: Readonly<Record<string, unknown>>;
}

interface RandomSite {
  files: SiteFile[];
  source: string;
  ignore: string[];
  exclude: string[];
  include: string[];
  skipRender: string[];
  isFutureShown: boolean;
  hasAssetFolders: boolean;
  rendersDrafts: boolean;
  lockedTag: string | null;
  /** The version of hexo-blog-encrypt in package.json. */
  version: string | null;
  filter: string | null;
}

const FOLDERS = [
  ...["_posts", "_posts", "_posts/sub", "_posts/sub/deep", "_posts/_in", "_drafts", "_drafts/sub"],
  ...["about", "_data", "_private", "en/_posts", "/notes", "/_posts"],
];
const NAMES = [
  ...["a.md", "b.md", "2020-01-02-c.md", "_d.md", ".e.md", "f.md~", "g.markdown", "H.MD", "i.html"],
  ...["index.md", "README.md", "wip-j.md"],
];
const FIELDS = [
  ...[{}, {}, {}, { published: true }, { published: false }, { published: "false" }, { published: 0 }],
  ...[{ date: "2031-01-01" }, { tags: "diary" }, { tags: ["go", "Diary"] }, { tags: ["go"] }, { tag: "diary" }],
  ...[{ categories: [["life", "diary"]] }, { password: "x" }, { tags: "diary", password: "" }],
  ...[{ hidden: true }, { secret: true }, { secret: false }, { published: true, hidden: false }],
];

/** What each pattern means, in words of its own. */
const PATTERNS: Readonly<Record<string, (path: string) => boolean>> = {
  "**/sub": (path) => path.endsWith("/sub") || path === "sub",
  "**/*.html": (path) => path.endsWith(".html"),
  "_posts/sub/**": (path) => path.startsWith("_posts/sub/"),
  "_posts/*": (path) => /^_posts\/[^/]*$/.test(path),
  "about/*.md": (path) => /^about\/[^/]*\.md$/.test(path),
  "**/wip-*": (path) => /(?:^|\/)wip-[^/]*$/.test(path),
  "_private/*.md": (path) => /^_private\/[^/]*\.md$/.test(path),
  "README.md": (path) => path === "README.md",
  "**/README.md": (path) => /(?:^|\/)README\.md$/.test(path),
  "*": (path) => !path.includes("/"),
};
const someOf = (...patterns: string[]): fc.Arbitrary<string[]> => fc.subarray(patterns, { maxLength: 1 });

const file: fc.Arbitrary<SiteFile> = fc.record({
  folder: fc.constantFrom(...FOLDERS),
  name: fc.constantFrom(...NAMES),
  fields: fc.constantFrom<SiteFile["fields"]>(...FIELDS),
});
const site: fc.Arbitrary<RandomSite> = fc.record({
  files: fc.uniqueArray(file, { minLength: 1, maxLength: 10, selector: ({ folder, name }) => `${folder}/${name}` }),
  source: fc.constantFrom("source", "source", "blog"),
  ignore: someOf("**/sub", "**/*.html", "**/wip-*", "**/README.md"),
  exclude: someOf("about/*.md", "**/wip-*", "_posts/sub/**", "*"),
  include: someOf("_private/*.md", "_posts/sub/**"),
  skipRender: someOf("README.md", "**/README.md", "_posts/sub/**", "_posts/*", "about/*.md"),
  isFutureShown: fc.boolean(),
  hasAssetFolders: fc.boolean(),
  rendersDrafts: fc.boolean(),
  lockedTag: fc.constantFrom(null, null, "diary", "Diary"),
  version: fc.constantFrom(null, "^2.2.7", "^3.1.0"),
  filter: fc.constantFrom(null, "hidden", "secret"),
});

function filesOf(random: RandomSite): Record<string, string> {
  const { files, lockedTag, version, filter } = random;
  const config = {
    title: "Notes",
    url: "https://notes.example.net",
    permalink: ":title/",
    new_post_name: ":title.md",
    source_dir: random.source,
    ignore: random.ignore,
    exclude: random.exclude,
    include: random.include,
    skip_render: random.skipRender,
    future: random.isFutureShown,
    post_asset_folder: random.hasAssetFolders,
    render_drafts: random.rendersDrafts,
    ...(lockedTag !== null && { encrypt: { tags: [{ name: lockedTag, password: "x" }] } }),
    ...(filter !== null && { hide_posts: { filter } }),
  };
  const text = (item: SiteFile): string =>
    `---\n${JSON.stringify({ title: keyOf(item, random), date: "2020-01-01", ...item.fields })}\n---\nText.\n`;
  return {
    "_config.yml": JSON.stringify(config),
    "package.json": JSON.stringify({ dependencies: version === null ? {} : { "hexo-blog-encrypt": version } }),
    [`${random.source}/_posts/always.md`]: "---\ntitle: Always\ndate: 2020-01-01\n---\nText.\n",
    ...Object.fromEntries(files.map((item) => [keyOf(item, random), text(item)])),
  };
}

const keyOf = ({ folder, name }: SiteFile, { source }: RandomSite): string =>
  folder.startsWith("/") ? `${folder.slice(1)}/${name}` : `${source}/${folder}/${name}`;

/** What hexo-fs and the processors of posts and of assets do, and afterwards the plug-ins. */
function isPublic({ folder, name, fields }: SiteFile, random: RandomSite): boolean {
  const path = `${folder}/${name}`;
  const parts = path.split("/");
  const above = parts.map((_, at) => `project/${random.source}/${parts.slice(0, at + 1).join("/")}`);
  if (folder.startsWith("/") || above.some((own) => matches(random.ignore, own))) return false;
  if (!/\.(?:md|markdown|html)$/.test(name) || matches(random.skipRender, path)) return false;
  if (parts[0] !== "_posts" && parts[0] !== "_drafts")
    return !matches(random.exclude, path) && (!isHiddenName(parts) || matches(random.include, path));
  if (isHiddenName(parts.slice(1)) || (random.hasAssetFolders && !name.endsWith(".md"))) return false;
  return isShownPost(parts[0], fields, random) && !isProtected(fields, random);
}

function matches(patterns: readonly string[], path: string): boolean {
  return patterns.some((pattern) => PATTERNS[pattern]?.(path) === true);
}

function isHiddenName(parts: readonly string[]): boolean {
  return parts.some((part) => /^[_.]/.test(part));
}

function isShownPost(root: string, fields: SiteFile["fields"], random: RandomSite): boolean {
  const isPublished = root === "_posts" && !["false", "0"].includes(String(fields.published));
  if (!isPublished && !random.rendersDrafts) return false;
  if (fields.date !== undefined && !random.isFutureShown) return false;
  return random.filter === null || fields[random.filter] !== true;
}

/** Since version 3, an empty password takes the protection of a tag away. */
function isProtected({ password, tags, tag }: SiteFile["fields"], { lockedTag, version }: RandomSite): boolean {
  if (password === "x") return true;
  const isTagged = [tags, tag].flat().some((own) => own !== undefined && own === lockedTag);
  return isTagged && !(password === "" && version !== "^2.2.7");
}

describe("what is public after the import of a Hexo site", () => {
  it("is a subset of what Hexo publishes", async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(site, async (random) => {
        const { events } = await readContent(filesOf(random), { now: NOW, timeZone: null });
        const shown = events.flatMap((event) => {
          const item = event.kind === "post" ? event.post : event.kind === "page" ? event.page : null;
          const isShown = item?.state === "PUBLISHED" && (item.publishedAt === null || item.publishedAt <= NOW);
          return item !== null && isShown && !item.key.endsWith("_posts/always.md") ? [item.key] : [];
        });
        const allowed = random.files.filter((item) => isPublic(item, random)).map((item) => keyOf(item, random));
        count += shown.length;
        assert.deepEqual(
          shown.filter((key) => !allowed.includes(key)),
          [],
        );
      }),
      { numRuns: 100 },
    );
    assert.ok(count > 30, `only ${count} files were public`);
  });
});
