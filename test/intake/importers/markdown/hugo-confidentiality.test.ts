// For a random site of Hugo, whatever is public after an import is public by the rules that Hugo documents, of which this file has a model
// of its own.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { OPTIONS, readContent } from "./temporary-folder.js";

type Fields = Readonly<Record<string, unknown>>;

interface Cascade {
  /** The pages below this folder. Null for all. */
  below: string | null;
  language: string | null;
  fields: Fields;
}

interface Section {
  fields: Fields;
  cascades: Cascade[];
}

interface Page {
  folder: string;
  name: string;
  language: "" | "de";
  isBundle: boolean;
  fields: Fields;
}

interface Site {
  pages: Page[];
  sections: Map<string, Section>;
  cascades: Cascade[];
  ignored: string | null;
  excluded: string | null;
  isGermanDisabled: boolean;
}

const FOLDERS = ["posts", "posts/deep", "posts/deep/er", "notes"];
const PAST = "2020-01-01";

const fields = fc.constantFrom<Fields>(
  ...[{}, {}, {}, { draft: true }, { draft: false }, { publishDate: "2099-01-01" }, { publishDate: PAST }],
  ...[{ expiryDate: "2001-01-01" }, { expiryDate: "2099-01-01" }, { headless: true }, { _build: { render: "never" } }],
  ...[{ build: { list: "never", render: "always" } }, { draft: true, publishDate: PAST }],
);
const cascade: fc.Arbitrary<Cascade> = fc.record({
  below: fc.constantFrom(null, null, "posts", "posts/deep"),
  language: fc.constantFrom(null, null, "de", "en"),
  fields,
});
const cascades = fc.array(cascade, { maxLength: 1 });
const section: fc.Arbitrary<Section> = fc.record({ fields, cascades });
const page: fc.Arbitrary<Page> = fc.record({
  folder: fc.constantFrom(...FOLDERS),
  name: fc.constantFrom("a", "b", "c d", "2020-05-05-e"),
  language: fc.constantFrom<"" | "de">("", "de"),
  isBundle: fc.boolean(),
  fields,
});
const site: fc.Arbitrary<Site> = fc.record({
  pages: fc.uniqueArray(page, { maxLength: 8, minLength: 1, selector: ({ folder, name }) => `${folder}/${name}` }),
  sections: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...FOLDERS), section), { maxLength: 3, selector: ([folder]) => folder })
    .map((entries) => new Map(entries)),
  cascades,
  ignored: fc.constantFrom(null, null, "deep/", "\\.de\\.md$", "notes/a"),
  excluded: fc.constantFrom(null, null, "posts/deep/**", "notes/*", "**/a.md"),
  isGermanDisabled: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
});

const inContent = ({ folder, name, language, isBundle }: Page): string => {
  const ending = language === "" ? ".md" : ".de.md";
  return isBundle ? `${folder}/${name}/index${ending}` : `${folder}/${name}${ending}`;
};

function filesOf({
  pages,
  sections,
  cascades: ofSite,
  ignored,
  excluded,
  isGermanDisabled,
}: Site): Record<string, string> {
  const file = (own: Fields): string => `---\n${JSON.stringify(own)}\n---\nText.\n`;
  const written = (list: readonly Cascade[]): Fields[] =>
    list.map(({ below, language, fields: values }) => ({
      ...values,
      target: { ...(below === null ? {} : { path: `/${below}/**` }), ...(language === null ? {} : { lang: language }) },
    }));
  const config = {
    baseURL: "https://notes.example.net/",
    languages: { en: {}, de: { disabled: isGermanDisabled } },
    ...(ofSite.length === 0 ? {} : { cascade: written(ofSite) }),
    ...(ignored === null ? {} : { ignoreFiles: [ignored] }),
    ...(excluded === null
      ? {}
      : { module: { mounts: [{ source: "content", target: "content", excludeFiles: [excluded] }] } }),
  };
  return {
    "hugo.json": JSON.stringify(config),
    ...Object.fromEntries(
      pages.map((own) => [`content/${inContent(own)}`, file({ title: inContent(own), date: PAST, ...own.fields })]),
    ),
    ...Object.fromEntries(
      [...sections].map(([folder, own]) => [
        `content/${folder}/_index.md`,
        file({
          title: folder,
          ...own.fields,
          ...(own.cascades.length === 0 ? {} : { cascade: written(own.cascades) }),
        }),
      ]),
    ),
  };
}

/** What Hugo's documentation says: https://gohugo.io/content-management/front-matter/ and https://gohugo.io/configuration/ */
function isPublic(
  own: Page,
  { sections, cascades: ofSite, ignored, excluded, isGermanDisabled, pages }: Site,
): boolean {
  const path = inContent(own);
  const language = own.language || "en";
  if (language === "de" && isGermanDisabled) return false;
  if (ignored !== null && new RegExp(ignored).test(`content/${path}`)) return false;
  if (excluded !== null && EXCLUSIONS[excluded]?.(path)) return false;
  const above = foldersAbove(own.folder);
  if (pages.some(({ isBundle, folder, name }) => isBundle && above.includes(`${folder}/${name}`))) return false;
  // A file without a language is in the main one.
  const ofPage = above.flatMap((folder) => (language === "en" ? (sections.get(folder) ?? []) : []));
  if (ofPage.some((section) => isHidden(section.fields, false))) return false;
  const handed = [...ofPage.flatMap((section) => section.cascades), ...ofSite].filter(
    ({ below, language: only }) =>
      (below === null || `${own.folder}/`.startsWith(`${below}/`)) && (only === null || only === language),
  );
  const effective: Fields = Object.assign({}, ...handed.map((next) => next.fields).reverse(), own.fields);
  return !isHidden(effective, true);
}

const EXCLUSIONS: Readonly<Record<string, (path: string) => boolean>> = {
  "posts/deep/**": (path) => path.startsWith("posts/deep/"),
  "notes/*": (path) => /^notes\/[^/]*$/.test(path),
  "**/a.md": (path) => path.endsWith("/a.md"),
};

/** The nearest first. */
const foldersAbove = (folder: string): string[] => {
  const parts = folder.split("/");
  return parts.map((_, at) => parts.slice(0, parts.length - at).join("/"));
};

function isHidden(own: Fields, isPage: boolean): boolean {
  if (own.draft === true) return true;
  if (typeof own.publishDate === "string" && own.publishDate > "2026") return true;
  if (typeof own.expiryDate === "string" && own.expiryDate < "2026") return true;
  const build = (own.build ?? own._build) as Fields | undefined;
  return isPage && (own.headless === true || build?.render === "never" || build?.list === "never");
}

describe("a random site of Hugo", () => {
  it("has no post that is public here and not there", async () => {
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(site, async (random) => {
        const { posts } = await readContent(filesOf(random));
        const now = OPTIONS.now ?? new Date();
        const here = posts.filter(
          ({ state, publishedAt }) => state === "PUBLISHED" && publishedAt !== null && publishedAt <= now,
        );
        const there = random.pages.filter((own) => isPublic(own, random)).map((own) => `content/${inContent(own)}`);
        shown += here.length;
        for (const { key } of here) assert.ok(there.includes(key), `${key} is not public in Hugo`);
      }),
      { numRuns: 80 },
    );
    assert.ok(shown > 50, `only ${shown} posts were public`);
  });
});
