// The addresses of the archives of categories, tags and authors. An export has no settings: the names before them are the usual ones, and those that
// links in bodies show.
import type { ImportedAuthor, ImportedTermPath } from "../../import-event.js";
import type { WxrSurvey } from "../wxr/wxr-survey.js";
import { decodeName } from "../wxr/wxr-text.js";
import type { WxrCategoryTree } from "../wxr-categories.js";

const MAX_BASES = 4;
/** In segments, of a category with those above it. */
const MAX_LEVELS = 5;

type TermKind = "category" | "tag";

export function termPathsOf(
  survey: WxrSurvey,
  categories: WxrCategoryTree,
  authors: readonly ImportedAuthor[],
): ImportedTermPath[] {
  const paths: ImportedTermPath[] = [];
  const categoryKeys = [...categories.declarations()].map(({ path }) => path.map(({ slug }) => slug).join("/"));
  const tagKeys = survey.tagSlugs();
  const bases = basesOf(survey, new Set(categoryKeys), new Set(tagKeys));
  for (const key of categoryKeys) {
    for (const base of bases.category) {
      paths.push({ kind: "category", key, path: `${base}/${key}` });
      // WordPress finds a category by its own name, too.
      if (key.includes("/"))
        paths.push({ kind: "category", key, path: `${base}/${key.slice(key.lastIndexOf("/") + 1)}` });
    }
  }
  paths.push(...oldParentPaths(survey, categoryKeys, bases.category));
  for (const key of tagKeys) for (const base of bases.tag) paths.push({ kind: "tag", key, path: `${base}/${key}` });
  for (const { slug } of authors)
    paths.push({ kind: "author", key: slug, path: `${survey.structures.front}/author/${slug}` });
  return paths;
}

/**
 * The addresses in bodies that name a category below another parent than its present one. WordPress finds a category by the last segment alone,
 * so that such links worked.
 */
function oldParentPaths(
  survey: WxrSurvey,
  categoryKeys: readonly string[],
  bases: ReadonlySet<string>,
): ImportedTermPath[] {
  const keyOf = new Map(categoryKeys.map((key) => [key.slice(key.lastIndexOf("/") + 1), key]));
  return [...survey.linkedPaths()].flatMap((path): ImportedTermPath[] => {
    const decoded = decodeName(path);
    const base = [...bases].find((begin) => decoded.startsWith(`${begin}/`));
    const written = base === undefined ? "" : decoded.slice(base.length + 1).replace(/\/$/, "");
    const [last = "", ...parents] = written.split("/").reverse();
    const key = keyOf.get(last);
    const isOther = key !== undefined && written !== key && parents.length > 0 && parents.length < MAX_LEVELS;
    return isOther && parents.every((name) => name !== "")
      ? [{ kind: "category", key, path: `${base}/${written}` }]
      : [];
  });
}

function basesOf(
  survey: WxrSurvey,
  categories: ReadonlySet<string>,
  tags: ReadonlySet<string>,
): Record<TermKind, ReadonlySet<string>> {
  const { front } = survey.structures;
  const bases = { category: new Set([`${front}/category`]), tag: new Set([`${front}/tag`]) };
  for (const path of survey.linkedPaths()) {
    const segments = decodeName(path).split("/").slice(1);
    for (let length = 1; length <= MAX_LEVELS && length < segments.length; length += 1) {
      const key = segments.slice(-length).join("/");
      const base = `/${segments.slice(0, -length).join("/")}`;
      // A number belongs to the address of a post.
      if (/\/\d|\/(?:category|tag|author)\/./.test(base)) continue;
      if (categories.has(key) && bases.category.size < MAX_BASES && !bases.tag.has(base)) bases.category.add(base);
      else if (tags.has(key) && bases.tag.size < MAX_BASES && !bases.category.has(base)) bases.tag.add(base);
    }
  }
  return bases;
}
