// Content for tests of the whole graph, in two sizes with the same core: everything that a query can name in the small site exists in
// the large one with the same slug and id. Each block is dense, so that no level of a nested query is empty, and contains posts and
// terms that are hidden from readers.
import { createHash } from "node:crypto";
import type { DataSource } from "typeorm";
import { imageColumns } from "../../src/content/images/stored-image.js";
import { type BulkInsert, bulkInsert } from "../../src/platform/db/bulk-insert.js";
import { Factories, type PageOptions, type PostOptions } from "../support/factories.js";

export interface TestSiteSize {
  /** 1 for 12 visible posts and 8 categories, 10 for ten times as many of everything except the terms that all posts share. */
  scale: 1 | 10;
}

const POSTS_PER_BLOCK = 6;
const BLOCKS_PER_SCALE = 2;
const FIRST_POST = Date.UTC(2023, 10, 20, 8);
const EIGHT_DAYS_MS = 8 * 86_400_000;
const FAR_FUTURE = "2099-01-01T00:00:00.000Z";

/** A name has the same id in every test site. */
export function uuidOfName(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const postSlug = (block: number, part: number): string => `post-${block}-${part}`;
export const formerPath = (block: number, part: number): string => `/posts/old-${postSlug(block, part)}`;
export const hiddenStates = ["draft", "scheduled", "trashed"] as const;

/** Each block is a tree of three levels with two branches; the root is first. */
export const categoryPaths = (block: number): string[] => {
  const root = `area-${block}`;
  return [root, `${root}/field-a`, `${root}/field-a/detail`, `${root}/field-b`];
};

export async function buildTestSite(dataSource: DataSource, { scale }: TestSiteSize): Promise<void> {
  const blocks = Array.from({ length: scale * BLOCKS_PER_SCALE }, (_, block) => block);
  await insertAssets(dataSource, blocks);
  await insertTerms(dataSource, blocks);
  const posts = blocks.flatMap((block) => [...visiblePosts(block), ...hiddenPosts(block)]);
  await new Factories(dataSource).posts(posts);
  for (const block of blocks) await joinTranslations(dataSource, block);
  await insertAliases(dataSource, blocks);
  for (const page of blocks.flatMap(pagesOf)) await new Factories(dataSource).page(page);
  await insertMenus(dataSource, blocks);
  await insertComments(
    dataSource,
    posts.map(({ slug = "" }) => slug),
  );
}

/** Two visible posts of different languages, and hidden ones in further languages. */
async function joinTranslations(dataSource: DataSource, block: number): Promise<void> {
  const languages = { [postSlug(block, 0)]: "zh-CN", [postSlug(block, 2)]: "en" };
  const hidden = { [hiddenSlug("draft", block)]: "ja", [hiddenSlug("scheduled", block)]: "ko" };
  const all = Object.entries({ ...languages, ...hidden });
  await dataSource.query(
    `update post p set locale = v.locale, translation_group = $1 from unnest($2::text[], $3::text[]) v(slug, locale) where p.slug = v.slug`,
    [uuidOfName(`translations ${block}`), all.map(([slug]) => slug), all.map(([, locale]) => locale)],
  );
}

/** Terms that every block has a post of, so that their lists grow with the site. */
const SHARED = { tags: ["common", "frequent"], author: "editor", series: "chronicle" };

async function insertTerms(dataSource: DataSource, blocks: readonly number[]): Promise<void> {
  const perBlock = (prefix: string) => blocks.flatMap((block) => [`${prefix}-${block}`, `hidden-${prefix}-${block}`]);
  const named = (kind: string, slugs: readonly string[]) =>
    slugs.map((slug) => [uuidOfName(`${kind} ${slug}`), slug, `${kind} ${slug}`]);
  const avatar = JSON.stringify(imageColumns({ url: "/avatar.png", alt: "", width: 64, height: 64 }));
  const tags = named("tag", [...SHARED.tags, ...perBlock("topic")]);
  const insert = (rows: Omit<BulkInsert, "name">) =>
    dataSource.transaction((tx) => bulkInsert(tx, { name: "TestSite.insert", ...rows }));
  await insert({ table: "tag", columns: { id: "uuid", slug: "text", name: "text" }, rows: tags });
  const authors = named("author", [SHARED.author, ...perBlock("writer")]).map((row) => [...row, `Bio.`, avatar]);
  await insert({
    table: "author",
    columns: { id: "uuid", slug: "text", name: "text", bio: "text", avatar: "jsonb" },
    rows: authors,
  });
  const series = named("series", [SHARED.series, ...perBlock("course")]).map((row) => [...row, "Parts of one work."]);
  await insert({
    table: "series",
    columns: { id: "uuid", slug: "text", title: "text", description: "text" },
    rows: series,
  });
  await insert({
    table: "category",
    columns: {
      ...{ id: "uuid", parent_id: "uuid", slug: "text", path: "text" },
      ...{ ancestor_ids: "uuid[]", name: "text", description: "text" },
    },
    rows: blocks.flatMap(categoryPaths).map(categoryRow),
  });
}

const categoryId = (path: string): string => uuidOfName(`category ${path}`);

function categoryRow(path: string): unknown[] {
  const parts = path.split("/");
  const ancestors = parts.slice(0, -1).map((_, index) => categoryId(parts.slice(0, index + 1).join("/")));
  return [
    categoryId(path),
    ancestors.at(-1) ?? null,
    parts.at(-1),
    path,
    ancestors,
    `Category ${path}`,
    `About ${path}.`,
  ];
}

function visiblePosts(block: number): PostOptions[] {
  return Array.from({ length: POSTS_PER_BLOCK }, (_, part) => {
    const number = block * POSTS_PER_BLOCK + part;
    const paths = categoryPaths(block);
    const isLast = part === POSTS_PER_BLOCK - 1;
    const series = isLast ? SHARED.series : `course-${block}`;
    const instant = new Date(FIRST_POST + number * EIGHT_DAYS_MS).toISOString();
    return {
      id: uuidOfName(`post ${postSlug(block, part)}`),
      slug: postSlug(block, part),
      title: `Part ${part} of block ${block}`,
      publishedAt: instant,
      createdAt: instant,
      updatedAt: instant,
      locale: part % 3 === 2 ? "en" : "zh-CN",
      writtenExcerpt: part % 2 === 0 ? null : `Written for part ${part}.`,
      cover: part % 3 === 0 ? imageColumns({ url: `/covers/${number}.png`, alt: "", width: null, height: null }) : null,
      canonicalUrl: isLast ? "https://elsewhere.example/" : null,
      noIndex: isLast,
      isPinned: part === 1,
      externalId: externalIdOf(postSlug(block, part)),
      source: bodyOf(block, part),
      categoryIds: [paths[part % paths.length], paths[(part + 1) % paths.length], "area-0"].map((path) =>
        categoryId(path ?? ""),
      ),
      tagIds: [SHARED.tags[part % 2], `topic-${block}`].map((slug) => uuidOfName(`tag ${slug}`)),
      authorId: uuidOfName(`author ${part % 3 === 0 ? SHARED.author : `writer-${block}`}`),
      coAuthorIds: part % 2 === 0 ? [] : [uuidOfName(`author ${part % 3 === 0 ? `writer-${block}` : SHARED.author}`)],
      series: { id: uuidOfName(`series ${series}`), position: number },
      formerPaths: [formerPath(block, part), `/archives/${number}`],
    };
  });
}

export const externalIdOf = (slug: string): string => `cms:${slug}`;

/** Links to a neighbouring post, to one by its former path, to a post of the first block, to a hidden post and to another site. */
function bodyOf(block: number, part: number): string {
  const next = (part + 1) % POSTS_PER_BLOCK;
  return `# Part ${part}

网络 and \`code\` with [the next](/posts/${postSlug(block, next)}), [an old one](${formerPath(block, (part + 2) % POSTS_PER_BLOCK)}),
[the start](/posts/${postSlug(0, part)}), [a draft](/posts/${hiddenSlug("draft", block)}), [a page](/guide-${block}), [a hidden page](/closed-guide-${block}) and [another site](https://elsewhere.example/).

![](/assets/${assetKey(`shown-asset-${block}`)}/a.png)

## Details

\`\`\`sh
echo ${part}
\`\`\`

${"A sentence that makes the text long enough for an excerpt to be cut from it. ".repeat(6)}`;
}

export const hiddenSlug = (state: (typeof hiddenStates)[number], block: number): string => `${state}-${block}`;

/** Hidden posts share terms with visible ones, and have some terms of their own. */
function hiddenPosts(block: number): PostOptions[] {
  return hiddenStates.map((state, index) => ({
    id: uuidOfName(`post ${hiddenSlug(state, block)}`),
    slug: hiddenSlug(state, block),
    title: `Secret ${state} of block ${block}`,
    state: state === "draft" ? "DRAFT" : state === "trashed" ? "TRASHED" : "PUBLISHED",
    publishedAt: state === "draft" ? null : state === "scheduled" ? FAR_FUTURE : "2024-01-01T00:00:00.000Z",
    source: bodyOf(block, index)
      .replace("A sentence", "A secret")
      .replace(assetKey(`shown-asset-${block}`), assetKey(`hidden-asset-${block}`)),
    categoryIds: categoryPaths(block).map(categoryId),
    tagIds: ["common", `topic-${block}`, `hidden-topic-${block}`].map((slug) => uuidOfName(`tag ${slug}`)),
    authorId: uuidOfName(`author hidden-writer-${block}`),
    coAuthorIds: index === 0 ? [] : [uuidOfName(`author ${SHARED.author}`)],
    series: {
      id: uuidOfName(`series ${index === 0 ? `course-${block}` : `hidden-course-${block}`}`),
      position: block * POSTS_PER_BLOCK + 2,
    },
    formerPaths: [`/posts/old-${hiddenSlug(state, block)}`],
    isPinned: true,
    externalId: externalIdOf(hiddenSlug(state, block)),
  }));
}

export const pagePaths = (block: number): string[] => [
  ...[`/guide-${block}`, `/guide-${block}/setup`, `/guide-${block}/use`],
  `/closed-guide-${block}/open`,
];
export const hiddenPagePaths = (block: number): string[] => [
  `/closed-guide-${block}`,
  `/guide-${block}/later`,
  `/guide-${block}/later/more`,
];
export const formerPagePath = (path: string): string => `/was${path}`;
const pageId = (path: string): string => uuidOfName(`page ${path}`);

/** Four visible pages and three hidden ones; one visible page is below a hidden one. */
function pagesOf(block: number): PageOptions[] {
  const page = (path: string, more: PageOptions): PageOptions => {
    const parentPath = path.replace(/\/[^/]*$/, "");
    return {
      ...{
        id: pageId(path),
        path,
        slug: path.replace(/^.*\//, ""),
        parentId: parentPath === "" ? null : pageId(parentPath),
      },
      ...{
        title: `Page ${path}`,
        source: `[Post](/posts/${postSlug(block, 0)}) and [page](/guide-${block}/use)`,
        formerPaths: [formerPagePath(path)],
      },
      ...more,
    };
  };
  const [guide = "", setup = "", use = "", open = ""] = pagePaths(block);
  const [draft = "", later = "", more = ""] = hiddenPagePaths(block);
  return [
    page(guide, { template: "wide", seoTitle: "A guide" }),
    page(setup, { position: 2 }),
    page(use, { position: 1, locale: "en" }),
    page(draft, { state: "DRAFT", publishedAt: null, title: "Secret page" }),
    page(later, { publishedAt: FAR_FUTURE, title: "Secret later page" }),
    page(more, { state: "DRAFT", publishedAt: null, title: "Secret page below" }),
    page(open, {}),
  ];
}

/** Two menus with items of every kind, visible and hidden ones, some of them below hidden ones. */
async function insertMenus(dataSource: DataSource, blocks: readonly number[]): Promise<void> {
  const insert = (rows: Omit<BulkInsert, "name">) =>
    dataSource.transaction((tx) => bulkInsert(tx, { name: "TestSite.insert", ...rows }));
  const menus = ["main", "footer"].map((slug) => [uuidOfName(`menu ${slug}`), slug, `Menu ${slug}`]);
  await insert({ table: "menu", columns: { id: "uuid", slug: "text", name: "text" }, rows: menus });
  const targets = blocks.slice(0, 4).flatMap((block) => [
    ["page", pagePaths(block)[0]],
    ["page", hiddenPagePaths(block)[0]],
    ["post", postSlug(block, 0)],
    ["post", hiddenSlug("scheduled", block)],
    ["category", `area-${block}`],
    ["tag", `topic-${block}`],
    ["tag", `hidden-topic-${block}`],
    ["author", `writer-${block}`],
    ["author", `hidden-writer-${block}`],
    ["series", `course-${block}`],
    ["series", `hidden-course-${block}`],
  ]);
  const items = menus.flatMap(([menuId], menu) =>
    targets.map(([kind, name], position) => {
      // Every third item is below the one before it.
      const parent = (position + menu) % 3 === 2 ? position - 1 : null;
      const label = position % 4 === 0 ? `Label ${position}` : null;
      return [menuId, position, parent, label, kind, uuidOfName(`${kind} ${name}`)];
    }),
  );
  const columns = {
    ...{ menu_id: "uuid", position: "integer", parent_position: "integer", label: "text" },
    ...{ target_kind: "text", target_id: "uuid" },
  };
  await insert({ table: "menu_item", columns, rows: items });
}

export const commentId = (slug: string, number: number): string => uuidOfName(`comment ${slug} ${number}`);

/** The comments of every post: their numbers, those that they reply to, and their status. */
const THREAD: readonly [number: number, parent: number | null, status: string][] = [
  ...[0, 1, 2, 3].map((number): [number, null, string] => [number, null, "VISIBLE"]),
  ...[10, 11, 12, 13].map((number): [number, number, string] => [number, 0, "VISIBLE"]),
  ...[
    [20, null, "PENDING"],
    [21, null, "SPAM"],
    [22, 0, "HIDDEN"],
    [23, 22, "VISIBLE"],
    [24, 10, "VISIBLE"],
  ].map(([number, parent, status]): [number, number | null, string] => [
    number as number,
    parent as number | null,
    status as string,
  ]),
];
export const HIDDEN_COMMENTS: readonly number[] = [20, 21, 22, 23];

async function insertComments(dataSource: DataSource, slugs: readonly string[]): Promise<void> {
  const depths = new Map<number | null, number>([[null, 0]]);
  for (const [number, parent] of THREAD) depths.set(number, (depths.get(parent) ?? 0) + 1);
  const rows = slugs.flatMap((slug, place) =>
    THREAD.map(([number, parent, status]) => {
      const text = `Comment ${number}`;
      const writtenAt = new Date(FIRST_POST + 1_000 * ((number * 7) % 11)).toISOString();
      return [
        ...[commentId(slug, number), uuidOfName(`post ${slug}`), parent === null ? null : commentId(slug, parent)],
        ...[depths.get(number), `Reader ${number % 3}`, number % 2 === 0 ? "https://reader.example/" : null],
        ...[number % 3 === 0 ? null : `key${(place * 3 + number) % 5}`.padEnd(22, "0"), `<p>${text}</p>`, text],
        ...[writtenAt, status, !HIDDEN_COMMENTS.includes(number)],
      ];
    }),
  );
  const columns = {
    ...{ id: "uuid", post_id: "uuid", parent_id: "uuid", depth: "smallint", author_name: "text", author_url: "text" },
    ...{
      author_key: "text",
      html: "text",
      text: "text",
      written_at: "timestamptz",
      status: "text",
      is_shown: "boolean",
    },
  };
  await dataSource.transaction((tx) => bulkInsert(tx, { name: "TestSite.insert", table: "comment", columns, rows }));
}

const FIRST_INSTANT = "2023-11-01T00:00:00.000Z";
export const assetKey = (name: string): string => uuidOfName(`key ${name}`).replaceAll("-", "");

/** A picture that visible posts of the block show, also as their cover by a former address, and one that only hidden posts do. They have no bytes. */
async function insertAssets(dataSource: DataSource, blocks: readonly number[]): Promise<void> {
  const insert = (rows: Omit<BulkInsert, "name">) =>
    dataSource.transaction((tx) => bulkInsert(tx, { name: "TestSite.insert", ...rows }));
  const names = blocks.flatMap((block) => [`shown-asset-${block}`, `hidden-asset-${block}`]);
  const assets = names.map((name, place) => {
    const key = assetKey(name);
    const texts = [`${name}.png`, `Alt of ${name}`, "Caption", "Credit", "3OcRJYB4d3h/iIeHeEh3eIhw+j2w", FIRST_INSTANT];
    return [
      uuidOfName(`asset ${name}`),
      key,
      key.repeat(2),
      key,
      1_000 + place,
      "image/png",
      1_500,
      1_000,
      0.25,
      0.5,
      ...texts,
    ];
  });
  const columns = {
    ...{ id: "uuid", key: "text", sha256: "text", bytes_key: "text", byte_size: "integer", content_type: "text" },
    ...{ width: "integer", height: "integer", focal_x: "double precision", focal_y: "double precision" },
    ...{ file_name: "text", alt: "text", caption: "text", credit: "text", thumb_hash: "text" },
    ...{ created_at: "timestamptz" },
  };
  await insert({ table: "asset", columns, rows: assets });
  const aliases = blocks.flatMap((block) => [
    ...[`shown-asset-${block}`, `hidden-asset-${block}`].map((name) => [`/assets/${assetKey(name)}`, name]),
    [`/covers/${block * POSTS_PER_BLOCK}.png`, `shown-asset-${block}`],
    ...(block === 0 ? [["/avatar.png", "shown-asset-0"]] : []),
  ]);
  const rows = aliases.map(([path, name]) => [path, uuidOfName(`asset ${name}`)]);
  await insert({ table: "asset_alias", columns: { path: "text", asset_id: "uuid" }, rows });
}

async function insertAliases(dataSource: DataSource, blocks: readonly number[]): Promise<void> {
  const alias = (kind: string, slug: string) => [`/${kind}/${slug}/was-here`, kind, uuidOfName(`${kind} ${slug}`)];
  const rows = blocks.flatMap((block) => [
    ...["topic", "hidden-topic"].map((prefix) => alias("tag", `${prefix}-${block}`)),
    ...["writer", "hidden-writer"].map((prefix) => alias("author", `${prefix}-${block}`)),
    ...["course", "hidden-course"].map((prefix) => alias("series", `${prefix}-${block}`)),
    alias("category", `area-${block}`),
  ]);
  const columns = { path: "text", kind: "text", target_id: "uuid" };
  await dataSource.transaction((tx) => bulkInsert(tx, { name: "TestSite.insert", table: "path_alias", columns, rows }));
}
