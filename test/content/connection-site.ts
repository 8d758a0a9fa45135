// A site made to upset pagination: few distinct titles and instants among many posts, names that differ by an accent or a
// byte, and a hidden post beside every few visible ones.
import { encodeGlobalId, type NodeType } from "../../src/platform/graphql/global-id.js";
import type { TestApp } from "../support/app.js";
import { Factories, type PostOptions } from "../support/factories.js";

export interface SitePost {
  id: string;
  title: string;
  publishedAt: string;
  createdAt: string;
  updatedAt: string;
  authorId: string;
  coAuthorIds: readonly string[];
  categoryIds: readonly string[];
  tagIds: readonly string[];
  seriesId: string;
}

export interface Named {
  id: string;
  name: string;
}

export interface ConnectionSite {
  /** Visible ones only, as everywhere here. */
  posts: SitePost[];
  authors: Named[];
  tags: Named[];
  series: Named[];
  /** Named by their path; `parentId` null for a root. */
  categories: (Named & { parentId: string | null })[];
}

const TITLES = ["Zeta", "zeta", "指南", "指南", "ZStack 指南", "𠮷野家", "", "Ångström", "A\u030angström"];
const NAMES = ["Zoë", "Zoë", "张三", "張三", "a", "A", "𠮷"];
/** The last is hidden: nothing visible bears it. */
const PATHS = ["linux", "linux/net", "linux/net/vxlan", "linux/a", "linux/b", "linux/c", "网络", "notes", "z"];

const instant = (minute: number): string => new Date(Date.UTC(2021, 4, 1, 0, minute)).toISOString();

export async function createConnectionSite(app: TestApp): Promise<ConnectionSite> {
  const named = async (table: "author" | "tag" | "series"): Promise<Named[]> => {
    const column = table === "series" ? "title" : "name";
    const rows = [...NAMES, "hidden"].map((name, index) =>
      app.dataSource.query<{ id: string }[]>(`insert into ${table} (slug, ${column}) values ($1, $2) returning id`, [
        `${table}-${index}`,
        name,
      ]),
    );
    return (await Promise.all(rows)).map(([row], index) => ({ id: row?.id ?? "", name: NAMES[index] ?? "hidden" }));
  };
  const [authors, tags, series] = [await named("author"), await named("tag"), await named("series")];
  const categories = await makeCategories(app);
  const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
  const shown = NAMES.length;
  const options = Array.from(
    { length: 30 },
    (_, i): PostOptions => ({
      slug: `post-${i}`,
      title: at(TITLES, i * 5),
      publishedAt: instant(i % 5),
      createdAt: instant((i * 7) % 3),
      updatedAt: instant((i * 11) % 4),
      authorId: at(authors, i % 3 === 0 ? 0 : i % shown).id,
      coAuthorIds: i % 3 === 1 && i % shown !== 0 ? [at(authors, 0).id] : [],
      tagIds: [...new Set([at(tags, i % shown).id, ...(i % 2 === 0 ? [at(tags, 0).id] : [])])],
      categoryIds: [...new Set([at(categories, i % 6).id, ...(i % 4 === 0 ? [at(categories, 6).id] : [])])],
      series: { id: at(series, i % shown).id, position: i },
    }),
  );
  const hidden = Array.from(
    { length: 12 },
    (_, i): PostOptions => ({
      slug: `hidden-${i}`,
      title: at(TITLES, i),
      ...(["DRAFT", "TRASHED"][i % 3] === undefined
        ? { state: "PUBLISHED", publishedAt: "2999-01-01T00:00:00.000Z" }
        : { state: i % 3 === 0 ? "DRAFT" : "TRASHED", publishedAt: instant(i % 5) }),
      createdAt: instant(i % 3),
      updatedAt: instant(i % 4),
      authorId: at(authors, i % 2 === 0 ? 0 : shown).id,
      coAuthorIds: [at(authors, i % 2 === 0 ? shown : 0).id],
      tagIds: [at(tags, 0).id, at(tags, shown).id],
      categoryIds: [at(categories, i % 7).id],
      series: { id: at(series, i % 2 === 0 ? 0 : shown).id, position: i },
    }),
  );
  const records = await new Factories(app.dataSource).posts([...options, ...hidden]);
  const posts = records
    .slice(0, options.length)
    .map((record, i) => ({ ...record, publishedAt: record.publishedAt ?? "", seriesId: at(series, i % shown).id }));
  return { posts, authors: authors.slice(0, -1), tags: tags.slice(0, -1), series: series.slice(0, -1), categories };
}

async function makeCategories(app: TestApp): Promise<ConnectionSite["categories"]> {
  const factories = new Factories(app.dataSource);
  const made: ConnectionSite["categories"] = [];
  for (const path of PATHS) {
    const parent = made.find((category) => category.name === path.slice(0, path.lastIndexOf("/")));
    const parentId = parent?.id ?? null;
    const id = await factories.category(path.slice(path.lastIndexOf("/") + 1), parentId);
    made.push({ id, name: path, parentId });
  }
  return made;
}

/** PostgreSQL's order of collation "C": by the bytes of UTF-8. */
export const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

/** Ids in the order of the values, equal values by id, all in one direction. */
export function ordered<T extends { id: string }>(
  type: NodeType,
  rows: readonly T[],
  sortValueOf: (row: T) => string | number,
  direction: "ASC" | "DESC" = "ASC",
): string[] {
  const sign = direction === "ASC" ? 1 : -1;
  const compare = (one: T, other: T): number => {
    const [a, b] = [sortValueOf(one), sortValueOf(other)];
    const values = typeof a === "number" ? a - Number(b) : byBytes(a, String(b));
    return sign * (values || byBytes(one.id, other.id));
  };
  return [...rows].sort(compare).map((row) => encodeGlobalId(type, row.id));
}
