// Every mutation of the schema: the lowest role that may call it, and inputs that are chosen at random for the rows of a site. Tests of
// access control, of events and of the response cache iterate over this list, so a new mutation needs its line here only.
import type { DataSource } from "typeorm";
import { SITE_UUID } from "../../src/content/site-path.js";
import type { Role } from "../../src/identity/viewer.js";
import { encodeGlobalId, type NodeType } from "../../src/platform/graphql/global-id.js";

export interface Chance {
  /** 0 to 1, exclusive. */
  next(): number;
}

/** A repeatable sequence of numbers (xorshift). */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0 || 1;
  return {
    next: () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      state >>>= 0;
      return state / 4_294_967_296;
    },
  };
}

export const pick = <T>(chance: Chance, list: readonly T[]): T => list[Math.floor(chance.next() * list.length)] as T;

const SITE_ID = encodeGlobalId("Site", SITE_UUID);
export const SLUGS: readonly string[] = ["one", "two", "three", "four", "five", "six"];
/** A URL that may be called and where nobody listens. */
const CLOSED_PORT = "http://127.0.0.1:1/";
const WORDS: readonly string[] = ["网络", "存储", "bridge", "kernel", "quorum", "latency"];
const LOCALES = ["zh-CN", "en", "zh-TW"] as const;
/** Words of a body: a reading time of 2, 6 and 15 minutes, where a site is built with bodies of 1 minute. */
const LENGTHS = [300, 1_200, 3_000] as const;

interface Target {
  id: string;
  version: number;
  isVisible: boolean;
  revisionIds: readonly string[];
  /** The version of the working copy; null if there is none. */
  copyVersion: number | null;
}

/** What inputs are made from. All ids are global. */
export interface Site {
  chance: Chance;
  /** Names and titles, which must not be empty unless the inputs are to be rejected. */
  words: readonly string[];
  slugs: readonly string[];
  ids: Record<
    | ("Category" | "Tag" | "Author" | "Series" | "Page" | "Asset" | "Comment")
    | ("ApiToken" | "StoredRedirect" | "Webhook" | "WebhookDelivery"),
    readonly string[]
  >;
  /** The versions of categories, tags, authors, series, pages and the site by their ids. */
  versions: ReadonlyMap<string, number>;
  posts: readonly Target[];
  menus: readonly { id: string; slug: string; version: number }[];
  comments: readonly { id: string; postId: string }[];
  /** Of authors of comments. */
  authorKeys: readonly string[];
  /** The versions of the working copies of pages by the ids of the pages. */
  pageCopies: ReadonlyMap<string, number>;
}

export type Input = Record<string, unknown>;
type MakeInput = (site: Site) => Input;

export interface MutationCase {
  /** The lowest role that may call the mutation. */
  role: Role;
  /** Whether the mutation changes something that readers of the site can see. True if absent. */
  changesContent?: boolean;
  /** At least one. For a site whose ids do not exist and whose words are empty, the first makes an input that is rejected. */
  inputs: readonly MakeInput[];
}

const some = (chance: Chance, ids: readonly string[]): string[] => ids.filter(() => chance.next() < 0.4).slice(0, 3);
const maybeOne = (chance: Chance, ids: readonly string[]): string | null =>
  chance.next() < 0.3 ? null : pick(chance, ids);
const versioned = ({ chance, posts }: Site): Input => {
  const post = pick(chance, posts);
  return { id: post.id, expectedVersion: post.version };
};
const versionedTerm = (
  { chance, ids, versions }: Site,
  type: "Category" | "Tag" | "Author" | "Series" | "Page" | "Asset" | "Webhook",
): Input => {
  const id = pick(chance, ids[type]);
  return { id, expectedVersion: versions.get(id) ?? 1 };
};
const pastInstant = ({ chance }: Site): string => `20${10 + Math.floor(chance.next() * 14)}-03-04T05:06:07Z`;
const image = (chance: Chance) =>
  chance.next() < 0.3 ? null : { url: `/images/${pick(chance, WORDS)}.png`, alt: "", width: 4, height: 3 };
const source = ({ chance, slugs }: Site): string => {
  const words = Array.from({ length: pick(chance, LENGTHS) }, () => pick(chance, WORDS));
  return `## ${pick(chance, WORDS)}\n\n${words.join(" ")} [link](/posts/${pick(chance, slugs)})`;
};

const SITE_FIELD_VALUES: Readonly<Record<string, (site: Site) => unknown>> = {
  title: ({ chance, words }) => pick(chance, words),
  description: ({ chance }) => (chance.next() < 0.3 ? null : `About ${pick(chance, WORDS)}.`),
  url: ({ chance, slugs }) => `https://${pick(chance, slugs)}.example`,
  locale: ({ chance }) => pick(chance, LOCALES),
  locales: ({ chance }) => LOCALES.filter(() => chance.next() < 0.5),
  timeZone: ({ chance }) => pick(chance, ["UTC", "Asia/Shanghai", "Pacific/Kiritimati", "America/New_York"]),
  logo: ({ chance }) => image(chance),
  icon: ({ chance }) => image(chance),
  image: ({ chance }) => image(chance),
  socialLinks: ({ chance }) => [{ name: pick(chance, WORDS), url: `https://${pick(chance, SLUGS)}.example/me` }],
  postsPerPage: ({ chance }) => 1 + Math.floor(100 * chance.next()),
};
const SITE_FIELDS = Object.keys(SITE_FIELD_VALUES);
const siteFields = (site: Site, names: readonly string[]): Input => ({
  expectedVersion: site.versions.get(SITE_ID) ?? 1,
  ...Object.fromEntries(names.map((name) => [name, SITE_FIELD_VALUES[name]?.(site)])),
});

const POST_FIELD_VALUES: Readonly<Record<string, (site: Site) => unknown>> = {
  title: ({ chance, words }) => `${pick(chance, words)} ${pick(chance, words)}`,
  slug: ({ chance, slugs }) => pick(chance, slugs),
  body: (site) => ({ source: source(site) }),
  excerpt: ({ chance }) => (chance.next() < 0.3 ? null : `About ${pick(chance, WORDS)}.`),
  cover: ({ chance }) => image(chance),
  seo: ({ chance }) => ({ title: pick(chance, WORDS), noIndex: chance.next() < 0.5 }),
  locale: ({ chance }) => pick(chance, LOCALES),
  authorIds: ({ chance, ids }) => [...new Set([pick(chance, ids.Author), ...some(chance, ids.Author)])],
  categoryIds: ({ chance, ids }) => some(chance, ids.Category),
  tagIds: ({ chance, ids }) => some(chance, ids.Tag),
  tagNames: ({ chance }) => [pick(chance, WORDS), pick(chance, WORDS).toUpperCase()],
  isPinned: ({ chance }) => chance.next() < 0.5,
  externalId: ({ chance, slugs }) => (chance.next() < 0.2 ? null : pick(chance, slugs)),
  publishedAt: (site) => pastInstant(site),
};
export const POST_FIELDS: readonly string[] = Object.keys(POST_FIELD_VALUES);
/** A creation has no former date. */
const CREATED_FIELDS = POST_FIELDS.filter((name) => name !== "publishedAt");

/** The given fields of a post with random values. */
export const postFieldValues = (site: Site, names: readonly string[]): Input =>
  Object.fromEntries(names.map((name) => [name, POST_FIELD_VALUES[name]?.(site)]));
const somePostFields = (site: Site): Input =>
  postFieldValues(
    site,
    CREATED_FIELDS.filter(() => site.chance.next() < 0.3),
  );
const PAGE_FIELD_VALUES: Readonly<Record<string, (site: Site) => unknown>> = {
  title: POST_FIELD_VALUES.title as (site: Site) => unknown,
  slug: ({ chance, slugs }) => pick(chance, slugs),
  body: (site) => ({ source: `[page](/${pick(site.chance, site.slugs)}) ${source(site)}` }),
  template: ({ chance }) => (chance.next() < 0.3 ? null : pick(chance, WORDS)),
  locale: ({ chance }) => pick(chance, LOCALES),
  cover: ({ chance }) => image(chance),
  seo: ({ chance }) => ({ title: pick(chance, WORDS), noIndex: chance.next() < 0.5 }),
};
const somePageFields = (site: Site): Input =>
  Object.fromEntries(
    Object.entries(PAGE_FIELD_VALUES)
      .filter(() => site.chance.next() < 0.3)
      .map(([name, value]) => [name, value(site)]),
  );
/** Items of every kind, some below others. */
const menuItems = (site: Site, level = 1): Input[] => {
  const { chance, ids, posts } = site;
  const targets = [
    ...ids.Category,
    ...ids.Tag,
    ...ids.Author,
    ...ids.Series,
    ...ids.Page,
    ...posts.map(({ id }) => id),
  ];
  return Array.from({ length: Math.floor(chance.next() * 6) }, () => ({
    ...(chance.next() < 0.8 ? { targetId: pick(chance, targets) } : { url: "/somewhere", label: pick(chance, WORDS) }),
    ...(level < 3 && chance.next() < 0.4 && { items: menuItems(site, level + 1) }),
  }));
};
const named = ({ chance, words, slugs }: Site): Input => ({
  ...(chance.next() < 0.6 && { name: pick(chance, words) }),
  ...(chance.next() < 0.5 && { slug: pick(chance, slugs) }),
});
const described = (site: Site): Input => ({
  ...named(site),
  ...(site.chance.next() < 0.5 && { description: `About ${pick(site.chance, WORDS)}.` }),
});
const titled = (site: Site): Input => {
  const { name, ...others } = described(site);
  const { chance, posts } = site;
  const postIds = some(
    chance,
    posts.map(({ id }) => id),
  );
  return { ...others, ...(name !== undefined && { title: name }), ...(chance.next() < 0.6 && { postIds }) };
};

const RESTORED_FIELDS = [
  "title",
  "body",
  "slug",
  "excerpt",
  "authors",
  "categories",
  "tags",
  "cover",
  "status",
  "publishedAt",
];

const hasRevision = ({ revisionIds }: Target): boolean => revisionIds.length > 0;

/** A post with a working copy, if there is one. */
function copied({ chance, posts }: Site): Target {
  const withCopy = posts.filter(({ copyVersion }) => copyVersion !== null);
  return pick(chance, withCopy.length === 0 ? posts : withCopy);
}

export const MUTATIONS: Readonly<Record<string, MutationCase>> = {
  createPost: {
    role: "AUTHOR",
    inputs: [
      (site) => {
        const authorIds = [pick(site.chance, site.ids.Author)];
        const publishAt = site.chance.next() < 0.3 ? pastInstant(site) : null;
        const fields = { title: pick(site.chance, site.words), body: { source: "text" }, authorIds, publishAt };
        return { ...fields, ...somePostFields(site) };
      },
    ],
  },
  updatePost: {
    role: "AUTHOR",
    inputs: [
      (site) => ({ ...versioned(site), ...somePostFields(site) }),
      // A single field: other changes would invalidate responses that this field alone makes stale.
      (site) => ({ ...versioned(site), ...postFieldValues(site, [pick(site.chance, POST_FIELDS)]) }),
    ],
  },
  upsertPosts: {
    role: "AUTHOR",
    inputs: [
      (site) => {
        const { chance, words, slugs, ids } = site;
        const post = () => ({
          title: pick(chance, words),
          body: { source: "text" },
          authorIds: [pick(chance, ids.Author)],
          publishAt: chance.next() < 0.5 ? pastInstant(site) : null,
          ...postFieldValues(
            site,
            CREATED_FIELDS.filter((name) => name !== "externalId" && chance.next() < 0.2),
          ),
          externalId: pick(chance, slugs),
        });
        return { posts: chance.next() < 0.5 ? [post(), post()] : [post()] };
      },
    ],
  },
  restoreRevision: {
    role: "AUTHOR",
    inputs: [
      ({ chance, posts }) => {
        const post = pick(chance, posts.some(hasRevision) ? posts.filter(hasRevision) : posts);
        const revisionId = pick(chance, hasRevision(post) ? post.revisionIds : [post.id]);
        const fields = some(chance, RESTORED_FIELDS);
        return { id: post.id, expectedVersion: post.version, revisionId, ...(chance.next() < 0.7 && { fields }) };
      },
    ],
  },
  saveWorkingCopy: {
    role: "AUTHOR",
    inputs: [
      (site) => {
        const { id: postId, version: baseVersion, copyVersion } = pick(site.chance, site.posts);
        const { isPinned, externalId, ...edits } = somePostFields(site);
        return { postId, baseVersion, expectedWorkingCopyVersion: copyVersion, ...edits };
      },
      (site) => {
        const { id: postId, expectedVersion: baseVersion } = versionedTerm(site, "Page");
        const { template, parentId, ...edits } = somePageFields(site);
        return { postId, baseVersion, expectedWorkingCopyVersion: site.pageCopies.get(String(postId)), ...edits };
      },
    ],
  },
  applyWorkingCopy: {
    role: "AUTHOR",
    inputs: [
      (site) => {
        const { id: postId, version: expectedVersion, copyVersion } = copied(site);
        const publishAt = site.chance.next() < 0.2 ? pastInstant(site) : null;
        return { postId, expectedVersion, expectedWorkingCopyVersion: copyVersion ?? 1, publishAt };
      },
      (site) => {
        const { chance, pageCopies, ids, versions } = site;
        const postId = pick(chance, pageCopies.size === 0 ? ids.Page : [...pageCopies.keys()]);
        const expectedWorkingCopyVersion = pageCopies.get(postId) ?? 1;
        return { postId, expectedVersion: versions.get(postId) ?? 1, expectedWorkingCopyVersion };
      },
    ],
  },
  discardWorkingCopy: {
    role: "AUTHOR",
    changesContent: false,
    inputs: [
      (site) => {
        const { id: postId, copyVersion } = copied(site);
        return { postId, expectedWorkingCopyVersion: copyVersion ?? 1 };
      },
    ],
  },
  publishPost: {
    role: "AUTHOR",
    inputs: [
      versioned,
      (site) => ({ ...versioned(site), at: new Date(Date.now() + 20 + 400 * site.chance.next()).toISOString() }),
      (site) => ({ ...versioned(site), at: pastInstant(site) }),
    ],
  },
  unpublishPost: { role: "AUTHOR", inputs: [versioned] },
  trashPost: { role: "AUTHOR", inputs: [versioned] },
  restorePost: { role: "AUTHOR", inputs: [versioned] },
  deletePost: { role: "AUTHOR", inputs: [versioned] },
  createPreviewToken: {
    role: "AUTHOR",
    changesContent: false,
    inputs: [({ chance, posts }) => ({ postId: pick(chance, posts).id })],
  },
  createTag: { role: "EDITOR", inputs: [(site) => ({ name: pick(site.chance, site.words), ...named(site) })] },
  updateTag: { role: "EDITOR", inputs: [(site) => ({ ...versionedTerm(site, "Tag"), ...named(site) })] },
  mergeTags: {
    role: "EDITOR",
    inputs: [({ chance, ids }) => ({ sourceId: pick(chance, ids.Tag), targetId: pick(chance, ids.Tag) })],
  },
  deleteTag: { role: "EDITOR", inputs: [({ chance, ids }) => ({ id: pick(chance, ids.Tag) })] },
  createAuthor: { role: "ADMIN", inputs: [(site) => ({ name: pick(site.chance, site.words), ...named(site) })] },
  updateAuthor: {
    role: "ADMIN",
    inputs: [
      (site) => {
        const { chance } = site;
        return { ...versionedTerm(site, "Author"), ...named(site), bio: pick(chance, WORDS), avatar: image(chance) };
      },
    ],
  },
  mergeAuthors: {
    role: "ADMIN",
    inputs: [({ chance, ids }) => ({ sourceId: pick(chance, ids.Author), targetId: pick(chance, ids.Author) })],
  },
  deleteAuthor: { role: "ADMIN", inputs: [({ chance, ids }) => ({ id: pick(chance, ids.Author) })] },
  createCategory: {
    role: "EDITOR",
    inputs: [
      (site) => {
        const { chance, words, ids } = site;
        return { name: pick(chance, words), ...described(site), parentId: maybeOne(chance, ids.Category) };
      },
    ],
  },
  updateCategory: {
    role: "EDITOR",
    inputs: [(site) => ({ ...versionedTerm(site, "Category"), ...described(site) })],
  },
  moveCategory: {
    role: "EDITOR",
    inputs: [(site) => ({ ...versionedTerm(site, "Category"), parentId: maybeOne(site.chance, site.ids.Category) })],
  },
  mergeCategories: {
    role: "EDITOR",
    inputs: [({ chance, ids }) => ({ sourceId: pick(chance, ids.Category), targetId: pick(chance, ids.Category) })],
  },
  deleteCategory: { role: "EDITOR", inputs: [({ chance, ids }) => ({ id: pick(chance, ids.Category) })] },
  createSeries: { role: "EDITOR", inputs: [(site) => ({ title: pick(site.chance, site.words), ...titled(site) })] },
  updateSeries: { role: "EDITOR", inputs: [(site) => ({ ...versionedTerm(site, "Series"), ...titled(site) })] },
  deleteSeries: { role: "EDITOR", inputs: [({ chance, ids }) => ({ id: pick(chance, ids.Series) })] },
  createPage: {
    role: "EDITOR",
    inputs: [
      (site) => {
        const { chance, words, ids } = site;
        const publishAt = chance.next() < 0.6 ? pastInstant(site) : null;
        const fields = { title: pick(chance, words), body: { source: "text" }, publishAt };
        return { ...fields, ...somePageFields(site), ...(chance.next() < 0.4 && { parentId: pick(chance, ids.Page) }) };
      },
    ],
  },
  updatePage: {
    role: "EDITOR",
    inputs: [
      (site) => ({ ...versionedTerm(site, "Page"), ...somePageFields(site) }),
      (site) => ({ ...versionedTerm(site, "Page"), parentId: maybeOne(site.chance, site.ids.Page) }),
    ],
  },
  publishPage: {
    role: "EDITOR",
    inputs: [
      (site) => versionedTerm(site, "Page"),
      (site) => ({
        ...versionedTerm(site, "Page"),
        at: new Date(Date.now() + 20 + 400 * site.chance.next()).toISOString(),
      }),
    ],
  },
  unpublishPage: { role: "EDITOR", inputs: [(site) => versionedTerm(site, "Page")] },
  deletePage: { role: "EDITOR", inputs: [(site) => versionedTerm(site, "Page")] },
  saveMenu: {
    role: "EDITOR",
    inputs: [
      (site) => {
        const menu = pick(site.chance, site.menus);
        return {
          slug: menu.slug,
          name: pick(site.chance, site.words),
          expectedVersion: menu.version,
          items: menuItems(site),
        };
      },
      (site) => ({ slug: pick(site.chance, site.slugs), name: pick(site.chance, site.words), items: menuItems(site) }),
    ],
  },
  deleteMenu: {
    role: "EDITOR",
    inputs: [
      ({ chance, menus }) => {
        const { id, version } = pick(chance, menus);
        return { id, expectedVersion: version };
      },
    ],
  },
  createUpload: {
    role: "AUTHOR",
    changesContent: false,
    inputs: [({ chance, words }) => ({ fileName: pick(chance, words), contentType: "image/png", byteSize: 10 })],
  },
  // No bytes are sent, so that both are rejected.
  completeUpload: {
    role: "AUTHOR",
    changesContent: false,
    inputs: [({ chance, slugs }) => ({ uploadId: pick(chance, slugs) })],
  },
  replaceAsset: {
    role: "AUTHOR",
    changesContent: false,
    inputs: [(site) => ({ ...versionedTerm(site, "Asset"), uploadId: pick(site.chance, site.slugs) })],
  },
  updateAsset: {
    role: "AUTHOR",
    inputs: [
      (site) => ({
        ...versionedTerm(site, "Asset"),
        alt: pick(site.chance, site.words),
        ...(site.chance.next() < 0.5 && { focalPoint: { x: site.chance.next(), y: 0.5 } }),
      }),
    ],
  },
  deleteAsset: {
    role: "AUTHOR",
    inputs: [(site) => ({ ...versionedTerm(site, "Asset"), force: site.chance.next() < 0.3 })],
  },
  addComment: {
    role: "EDITOR",
    inputs: [
      (site) => ({
        postId: pick(site.chance, site.posts).id,
        authorName: pick(site.chance, site.words),
        authorEmail: `${pick(site.chance, SLUGS)}@example.org`,
        text: `${pick(site.chance, WORDS)} *${pick(site.chance, WORDS)}*`,
        writtenAt: pastInstant(site),
        status: "VISIBLE",
      }),
      ({ chance, comments }) => {
        const { id: parentId, postId } = pick(chance, comments);
        return { postId, parentId, authorName: "Reply", text: pick(chance, WORDS), status: "VISIBLE" };
      },
    ],
  },
  moderateComments: {
    role: "EDITOR",
    inputs: [
      ({ chance, ids }) => ({
        ids: [pick(chance, ids.Comment)],
        status: pick(chance, ["VISIBLE", "PENDING", "HIDDEN", "SPAM"]),
      }),
    ],
  },
  eraseCommentAuthor: {
    role: "EDITOR",
    changesContent: false,
    inputs: [
      ({ chance, authorKeys, words }) => ({ authorKey: pick(chance, words) === "" ? "" : pick(chance, authorKeys) }),
    ],
  },
  createRedirect: {
    role: "EDITOR",
    inputs: [
      ({ chance, slugs, ids }) => ({ from: `/from/${pick(chance, slugs)}`, targetId: pick(chance, ids.Category) }),
      ({ chance, slugs, posts }) => ({
        from: `/posts/${pick(chance, slugs)}`,
        targetId: pick(chance, posts).id,
        statusCode: pick(chance, [301, 308]),
      }),
      ({ chance, slugs, ids }) => ({ from: `/${pick(chance, slugs)}`, targetId: pick(chance, ids.Page) }),
      ({ chance, slugs }) => ({
        from: `/from/${pick(chance, slugs)}`,
        to: pick(chance, [
          `/from/${pick(chance, slugs)}`,
          `/tags/${pick(chance, slugs)}`,
          "https://elsewhere.example/x",
        ]),
      }),
    ],
  },
  deleteRedirect: { role: "EDITOR", inputs: [({ chance, ids }) => ({ id: pick(chance, ids.StoredRedirect) })] },
  updateSite: {
    role: "ADMIN",
    inputs: [
      (site) => siteFields(site, ["title", ...SITE_FIELDS.filter(() => site.chance.next() < 0.3)]),
      // A single field: other changes would invalidate responses that this field alone makes stale.
      (site) => siteFields(site, [pick(site.chance, SITE_FIELDS)]),
    ],
  },
  createApiToken: {
    role: "ADMIN",
    changesContent: false,
    inputs: [({ chance, words }) => ({ name: pick(chance, words), role: "EDITOR" })],
  },
  revokeApiToken: {
    role: "ADMIN",
    changesContent: false,
    inputs: [({ chance, ids }) => ({ id: pick(chance, ids.ApiToken) })],
  },
  createWebhook: {
    role: "ADMIN",
    changesContent: false,
    inputs: [({ chance, words }) => ({ name: pick(chance, words), url: CLOSED_PORT, nodeTypes: ["POST"] })],
  },
  updateWebhook: {
    role: "ADMIN",
    changesContent: false,
    inputs: [(site) => ({ ...versionedTerm(site, "Webhook"), name: pick(site.chance, site.words), isEnabled: false })],
  },
  rotateWebhookSecret: {
    role: "ADMIN",
    changesContent: false,
    inputs: [({ chance, ids }) => ({ id: pick(chance, ids.Webhook) })],
  },
  deleteWebhook: {
    role: "ADMIN",
    changesContent: false,
    inputs: [({ chance, ids }) => ({ id: pick(chance, ids.Webhook) })],
  },
  testWebhook: {
    role: "ADMIN",
    changesContent: false,
    inputs: [({ chance, ids }) => ({ id: pick(chance, ids.Webhook) })],
  },
  redeliverWebhook: {
    role: "ADMIN",
    changesContent: false,
    inputs: [({ chance, ids }) => ({ deliveryId: pick(chance, ids.WebhookDelivery) })],
  },
};

/** The names of the mutations that change what readers can see. */
export const CONTENT_MUTATIONS: readonly string[] = Object.entries(MUTATIONS)
  .filter(([, { changesContent = true }]) => changesContent)
  .map(([name]) => name);

const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const unknownId = (type: NodeType): string => encodeGlobalId(type, UNKNOWN);
const UNKNOWN_POST: Target = {
  id: unknownId("Post"),
  version: 1,
  isVisible: true,
  revisionIds: [unknownId("Revision")],
  copyVersion: null,
};

const UNKNOWN_MENU = { id: unknownId("Menu"), slug: "none", version: 1 };

/** The rows of a database as they are now, so that most inputs for them are accepted. Of a kind without rows there is an unknown id. */
export async function readSite(
  dataSource: DataSource,
  chance: Chance,
  slugs: readonly string[] = SLUGS,
): Promise<Site> {
  // The order by slug makes the same numbers choose the same objects on every site that was built alike.
  const versions = new Map<string, number>();
  const ids = async (table: string, type: NodeType, order = "slug, id"): Promise<string[]> => {
    const rows: { id: string; version?: number }[] = await dataSource.query(`select * from ${table} order by ${order}`);
    for (const { id, version = 1 } of rows) versions.set(encodeGlobalId(type, id), version);
    return rows.length === 0 ? [unknownId(type)] : rows.map(({ id }) => encodeGlobalId(type, id));
  };
  const posts = await readPosts(dataSource);
  const menus: Site["menus"] = await dataSource.query("select id, slug, version from menu order by slug");
  const [row]: { version: number }[] = await dataSource.query("select version from site");
  if (row !== undefined) versions.set(SITE_ID, row.version);
  return {
    chance,
    words: WORDS,
    slugs,
    ids: {
      Category: await ids("category", "Category"),
      Tag: await ids("tag", "Tag"),
      Author: await ids("author", "Author"),
      Series: await ids("series", "Series"),
      Page: await ids("page", "Page", "path"),
      Asset: await ids("asset", "Asset", "key"),
      Comment: await ids("comment", "Comment", "written_at, text, id"),
      ApiToken: await ids("api_token", "ApiToken", "created_at, id"),
      StoredRedirect: await ids("path_alias", "StoredRedirect", "path, kind, target_id"),
      Webhook: await ids("webhook", "Webhook", "created_at, id"),
      WebhookDelivery: await ids("webhook_delivery", "WebhookDelivery", "created_at, id"),
    },
    comments: await readComments(dataSource),
    authorKeys: await readAuthorKeys(dataSource),
    versions,
    posts: posts.length === 0 ? [UNKNOWN_POST] : posts,
    menus:
      menus.length === 0 ? [UNKNOWN_MENU] : menus.map((menu) => ({ ...menu, id: encodeGlobalId("Menu", menu.id) })),
    pageCopies: await readPageCopies(dataSource),
  };
}

async function readComments(dataSource: DataSource): Promise<Site["comments"]> {
  const rows: { id: string; postId: string }[] = await dataSource.query(
    'select id, post_id as "postId" from comment order by written_at, text, id',
  );
  const comments = rows.map(({ id, postId }) => ({
    id: encodeGlobalId("Comment", id),
    postId: encodeGlobalId("Post", postId),
  }));
  return comments.length === 0 ? [{ id: unknownId("Comment"), postId: unknownId("Post") }] : comments;
}

async function readAuthorKeys(dataSource: DataSource): Promise<string[]> {
  const rows: { key: string }[] = await dataSource.query(
    "select distinct author_key as key from comment where author_key is not null order by 1",
  );
  return rows.length === 0 ? ["-".repeat(22)] : rows.map(({ key }) => key);
}

async function readPageCopies(dataSource: DataSource): Promise<ReadonlyMap<string, number>> {
  const rows: { id: string; version: number }[] = await dataSource.query(
    "select page_id as id, version from page_working_copy order by page_id",
  );
  return new Map(rows.map(({ id, version }) => [encodeGlobalId("Page", id), version]));
}

async function readPosts(dataSource: DataSource): Promise<Target[]> {
  const rows: Target[] = await dataSource.query(
    `select id, version, visible_from <= now() as "isVisible",
       array(select r.id from revision r where r.post_id = p.id order by r.version) as "revisionIds",
       (select w.version from working_copy w where w.post_id = p.id) as "copyVersion"
     from post p order by slug`,
  );
  return rows.map(({ id, revisionIds, ...others }) => ({
    ...others,
    id: encodeGlobalId("Post", id),
    revisionIds: revisionIds.map((revisionId) => encodeGlobalId("Revision", revisionId)),
  }));
}

/** An input of the mutation that every viewer who may call it gets rejected: its ids do not exist, or its name is empty. */
export function rejectedInput(name: string): Input {
  const [makeInput] = MUTATIONS[name]?.inputs ?? [];
  if (makeInput === undefined) throw new Error(`MUTATIONS has no input of ${name}.`);
  return makeInput({
    // Optional fields are left out.
    chance: { next: () => 0.999 },
    words: [""],
    slugs: SLUGS,
    ids: {
      Category: [unknownId("Category")],
      Tag: [unknownId("Tag")],
      Author: [unknownId("Author")],
      Series: [unknownId("Series")],
      Page: [unknownId("Page")],
      Asset: [unknownId("Asset")],
      Comment: [unknownId("Comment")],
      ApiToken: [unknownId("ApiToken")],
      StoredRedirect: [unknownId("StoredRedirect")],
      Webhook: [unknownId("Webhook")],
      WebhookDelivery: [unknownId("WebhookDelivery")],
    },
    comments: [],
    authorKeys: [],
    versions: new Map(),
    posts: [UNKNOWN_POST],
    menus: [UNKNOWN_MENU],
    pageCopies: new Map(),
  });
}
