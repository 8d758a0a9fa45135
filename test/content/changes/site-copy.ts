// A follower of the change feed, as a builder of sites or a cache of pages: nodes by id, and pages by path. It learns of changes from the feed alone.
import { EDITOR, type Executor } from "../../support/execute.js";

const OWN_FIELDS = `
  ... on Post { title slug path publishedAt isPinned locale excerpt }
  ... on Page { title slug path publishedAt locale template }
  ... on Category { name slug path description }
  ... on Tag { name slug path }
  ... on Author { name slug path bio }
  ... on Series { title slug path description }
  ... on Menu { name slug items { label url target { id } items { label url target { id } items { label url target { id } } } } }
  ... on Site { title description url locale timeZone }
  ... on Asset { alt fileName }
  ... on Comment { authorName html text post { id } parent { id } }`;
/** A thread with its five levels, each comment with these fields. */
const threadOf = (fields: string, levels = 5): string =>
  levels === 0 ? fields : `${fields} replies(first: 20) { nodes { ${threadOf(fields, levels - 1)} } }`;
const CARD = "title path tags { name path } categories { name path } author { name path }";
const LIST = "(first: 100) { nodes { title path } }";
const PAGE_OF_POST = `${CARD} publishedAt body { html } authors { name path bio } seriesEntry { position series { title path } previous { title path } next { title path } }
  adjacent(scope: SITE) { previous { title path } next { title path } }
  commentCount comments(first: 20) { totalCount nodes { text replies(first: 20) { totalCount nodes { text } } } }`;
const PAGE_FIELDS = `
  ... on Post { ${PAGE_OF_POST} }
  ... on Page { title path body { html } parent { title path } children { title path } }
  ... on Category { name path description parent { name path } ancestors { name path } children { name path } posts(first: 100) { nodes { ${CARD} } } }
  ... on Tag { name path posts(first: 100) { nodes { ${CARD} } } }
  ... on Author { name path bio posts(first: 100) { nodes { ${CARD} } } }
  ... on Series { title path description entries { position post { title path } } }`;

interface FeedPage {
  nodes: { kind: string; nodeId: string; node: { id: string } | null; paths: string[] }[];
  cursor: string;
  hasMore: boolean;
  isReset: boolean;
}

export class SiteCopy {
  nodes = new Map<string, string>();
  pages = new Map<string, string>();
  /** Every path at which there was something: what links and addresses of readers lead to. */
  readonly knownPaths = new Set<string>(["/"]);
  #cursor = "";
  readonly #app: Executor;

  constructor(app: Executor) {
    this.#app = app;
  }

  async readEverything(): Promise<void> {
    const { changes } = await this.#app.read<{ changes: FeedPage }>(null, "{ changes { cursor } }");
    this.#cursor = changes.cursor;
    this.pages = new Map();
    this.nodes = await readNodes(this.#app);
    this.#learnPaths();
  }

  /** A reader opens a page, which is kept until a change names its path. */
  async visit(path: string): Promise<void> {
    if (!this.pages.has(path)) this.pages.set(path, await readPage(this.#app, path));
  }

  /** Applies the next changes and returns whether there are more. */
  async follow(first: number): Promise<boolean> {
    const { changes } = await this.#app.read<{ changes: FeedPage }>(
      null,
      `query ($after: String!, $first: Int!) { changes(after: $after, first: $first) {
         cursor hasMore isReset nodes { kind nodeId paths node { id ${OWN_FIELDS} } } } }`,
      { after: this.#cursor, first },
    );
    if (changes.isReset) await this.readEverything();
    for (const { nodeId, node, paths } of changes.nodes) {
      if (typeOf(nodeId) === POST) await this.#readThread(nodeId);
      if (node === null) this.nodes.delete(nodeId);
      else this.nodes.set(nodeId, JSON.stringify(node));
      // A menu and the settings of the site are on every page.
      if (isOfWholeSite(nodeId)) this.pages.clear();
      for (const path of paths) this.pages.delete(path);
    }
    this.#learnPaths();
    if (!changes.isReset) this.#cursor = changes.cursor;
    return changes.hasMore;
  }

  /** The change of a post stands for those of its comments, which appear and disappear with it. */
  async #readThread(postId: string): Promise<void> {
    for (const [id, text] of this.nodes) {
      const { post } = JSON.parse(text) as { post?: { id: string } };
      if (post?.id === postId) this.nodes.delete(id);
    }
    const { node } = await this.#app.read<{ node: { comments: Level } | null }>(
      null,
      `query ($id: ID!) { node(id: $id) { ... on Post { comments(first: 20) { nodes { ${threadOf("id")} } } } } }`,
      { id: postId },
    );
    const ids = node === null ? [] : idsBelow(node.comments);
    for (const [id, text] of await readByIds(this.#app, ids)) this.nodes.set(id, text);
  }

  #learnPaths(): void {
    for (const text of this.nodes.values()) {
      const { path, publishedAt } = JSON.parse(text) as { path?: string; publishedAt?: string };
      if (path !== undefined) this.knownPaths.add(path);
      if (path?.startsWith("/posts/") === true && publishedAt !== undefined) {
        this.knownPaths.add(`/archive/${publishedAt.slice(0, 4)}`);
      }
    }
  }
}

interface Level {
  nodes: { id: string; replies?: Level }[];
}
const idsBelow = ({ nodes }: Level): string[] =>
  nodes.flatMap(({ id, replies }) => [id, ...(replies === undefined ? [] : idsBelow(replies))]);

/** The first byte of a global id tells its type: 1 is a post, 8 the site, 11 a menu. */
const typeOf = (id: string): number => Buffer.from(id, "base64url")[0] ?? 0;
const POST = 1;
const isOfWholeSite = (id: string): boolean => [8, 11].includes(typeOf(id));

/** All nodes that an anonymous reader can see, read anew. */
export async function readNodes(app: Executor): Promise<Map<string, string>> {
  const lists = await app.read<Record<string, { nodes?: { id: string }[] } | { id: string }[] | { id: string }>>(
    null,
    `{ posts(first: 100) { nodes { id } } pages(first: 100) { nodes { id } } categories(first: 100) { nodes { id } } tags(first: 100) { nodes { id } }
       authors(first: 100) { nodes { id } } allSeries(first: 100) { nodes { id } } menus { id } site { id } }`,
  );
  // Readers cannot list assets and comments, and find those that something visible uses, and those of posts.
  const ofEditors = await app.read<Record<"assets" | "comments", { nodes: { id: string }[] }>>(
    EDITOR,
    "{ assets(first: 100) { nodes { id } } comments(first: 100) { nodes { id } } }",
  );
  const ids = Object.values({ ...lists, ...ofEditors })
    .flatMap((list) => (Array.isArray(list) ? list : "id" in list ? [list] : (list.nodes ?? [])))
    .map(({ id }) => id);
  return readByIds(app, ids);
}

/** Those of the nodes that an anonymous reader can see. */
async function readByIds(app: Executor, ids: readonly string[]): Promise<Map<string, string>> {
  const nodes = new Map<string, string>();
  for (let from = 0; from < ids.length; from += 50) {
    const read = await app.read<{ nodes: ({ id: string } | null)[] }>(
      null,
      `query ($ids: [ID!]!) { nodes(ids: $ids) { id ${OWN_FIELDS} } }`,
      { ids: ids.slice(from, from + 50) },
    );
    for (const node of read.nodes) if (node !== null) nodes.set(node.id, JSON.stringify(node));
  }
  return nodes;
}

/** What the site shows at a path; an empty text if there is nothing, or a redirect. */
export async function readPage(app: Executor, path: string): Promise<string> {
  if (path === "/") return JSON.stringify(await app.read(null, `{ posts(first: 100) { nodes { ${CARD} } } }`));
  const year = /^\/archive\/(\d{4})$/.exec(path)?.[1];
  if (year !== undefined) {
    const filter = { publishedSince: `${year}-01-02T00:00:00Z`, publishedBefore: `${year}-12-30T00:00:00Z` };
    return JSON.stringify(
      await app.read(null, `query ($f: PostFilter) { posts(filter: $f, ${LIST.slice(1)} }`, { f: filter }),
    );
  }
  const { resolvePath } = await app.read<{ resolvePath: object | null }>(
    null,
    `query ($path: String!) { resolvePath(path: $path) { ${PAGE_FIELDS} } }`,
    { path },
  );
  const text = JSON.stringify(resolvePath);
  return text === "null" || text === "{}" ? "" : text;
}
