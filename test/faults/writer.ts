// A client that writes continuously, each write with its own key, and repeats a write until it gets a response. It records all responses,
// so that the database can be compared with them afterwards.
import { setTimeout as sleep } from "node:timers/promises";

/** The token and the content that writers use. */
export interface WriterFixture {
  token: string;
  authorId: string;
  tagId: string;
  newCategory(name: string): Promise<string>;
}

export interface KeyedWrite {
  key: string;
  body: string;
  /** Attempts without a response, or with a 5xx response. */
  unanswered: number;
  response: { status: number; text: string } | null;
}

interface WrittenPost {
  id: string;
  version: number;
  status: string;
}

interface Payload {
  post?: WrittenPost | null;
  workingCopy?: { version: number } | null;
  category?: { id: string } | null;
  page?: { id: string } | null;
  menu?: { version: number } | null;
  errors: { code: string }[];
}

const POST = "{ post { id version status } errors { code } }";
const DOCUMENTS: Readonly<Record<string, string>> = {
  createPost: `mutation ($input: CreatePostInput!) { result: createPost(input: $input) ${POST} }`,
  updatePost: `mutation ($input: UpdatePostInput!) { result: updatePost(input: $input) ${POST} }`,
  publishPost: `mutation ($input: PublishPostInput!) { result: publishPost(input: $input) ${POST} }`,
  unpublishPost: `mutation ($input: UnpublishPostInput!) { result: unpublishPost(input: $input) ${POST} }`,
  saveWorkingCopy:
    "mutation ($input: SaveWorkingCopyInput!) { result: saveWorkingCopy(input: $input) { workingCopy { version } errors { code } } }",
  applyWorkingCopy: `mutation ($input: ApplyWorkingCopyInput!) { result: applyWorkingCopy(input: $input) ${POST} }`,
  createPage:
    "mutation ($input: CreatePageInput!) { result: createPage(input: $input) { page { id } errors { code } } }",
  saveMenu:
    "mutation ($input: SaveMenuInput!) { result: saveMenu(input: $input) { menu { version } errors { code } } }",
  moveCategory:
    "mutation ($input: MoveCategoryInput!) { result: moveCategory(input: $input) { category { id } errors { code } } }",
};
const REQUEST_MS = 10_000;
const PAUSE_MS = 20;

export class Writer {
  readonly writes: KeyedWrite[] = [];
  /** Versions that the service has acknowledged, by post. */
  readonly versions = new Map<string, number>();
  moves = 0;
  /** Pages that the service has acknowledged, the last one of which is the parent of the next. */
  readonly pages: string[] = [];
  menuVersion: number | null = null;
  /** Number of 5xx responses by status and code. */
  readonly postponed = new Map<string, number>();
  /** Writes that were rejected although they were valid. */
  readonly rejected: string[] = [];
  #post: WrittenPost | null = null;
  /** The version of the working copy of the current post; null if it has none. */
  #copyVersion: number | null = null;
  #isNested = false;

  private constructor(
    readonly name: string,
    readonly fixture: WriterFixture,
    readonly categories: readonly [string, string],
    /** Resolves to the current URL of the service; waits while the service is down. */
    readonly target: () => Promise<string>,
  ) {}

  static async create(name: string, fixture: WriterFixture, target: () => Promise<string>): Promise<Writer> {
    const categories = [await fixture.newCategory(`${name} one`), await fixture.newCategory(`${name} two`)] as const;
    return new Writer(name, fixture, categories, target);
  }

  /** Writes until `stop` is aborted; the last write may remain without a response. */
  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const [name, input] = this.#next();
      const key = `${this.name}-${this.writes.length}`;
      const body = JSON.stringify({ query: DOCUMENTS[name], variables: { input } });
      const write: KeyedWrite = { key, body, unanswered: 0, response: null };
      this.writes.push(write);
      await this.resolve(write, stop);
    }
  }

  /** Repeats the write until it gets a response or `stop` is aborted. */
  async resolve(write: KeyedWrite, stop?: AbortSignal): Promise<void> {
    while (write.response === null && stop?.aborted !== true) {
      const attempt = await this.send(write).catch(() => null);
      if (attempt === null || attempt.status >= 500) {
        write.unanswered += 1;
        if (attempt !== null) this.#countPostponement(attempt);
        await sleep(PAUSE_MS);
      } else {
        write.response = attempt;
        this.#record(write, attempt);
      }
    }
  }

  async send({ key, body }: KeyedWrite): Promise<{ status: number; text: string }> {
    const authorization = `Bearer ${this.fixture.token}`;
    const response = await fetch(`${await this.target()}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization, "idempotency-key": key },
      body,
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    return { status: response.status, text: await response.text() };
  }

  #next(): [name: string, input: Record<string, unknown>] {
    const post = this.#post;
    const title = `${this.name} writes ${this.writes.length}`;
    if (Math.random() < 0.1) {
      const parentId = this.#isNested ? null : this.categories[0];
      return ["moveCategory", { id: this.categories[1], expectedVersion: this.moves + 1, parentId }];
    }
    if (Math.random() < 0.1) {
      const parentId = this.pages.length % 5 === 0 ? null : this.pages.at(-1);
      return ["createPage", { title, parentId, body: { source: title }, publishAt: "2020-01-01T00:00:00.000Z" }];
    }
    if (Math.random() < 0.1) {
      const items = [...this.pages.slice(-3), this.categories[0]].map((targetId) => ({ targetId }));
      return ["saveMenu", { slug: this.menuSlug, name: title, expectedVersion: this.menuVersion, items }];
    }
    if (post !== null && this.#copyVersion !== null) {
      const versions = { expectedVersion: post.version, expectedWorkingCopyVersion: this.#copyVersion };
      return ["applyWorkingCopy", { postId: post.id, ...versions }];
    }
    if (post === null || Math.random() < 0.2) {
      const { authorId, tagId } = this.fixture;
      const body = { source: `# ${title}\n\nText with [a link](/posts/other).` };
      return ["createPost", { title, body, authorIds: [authorId], tagIds: [tagId], categoryIds: [this.categories[1]] }];
    }
    const input = { id: post.id, expectedVersion: post.version };
    if (Math.random() < 0.3) {
      return ["saveWorkingCopy", { postId: post.id, baseVersion: post.version, body: { source: `Saved: ${title}.` } }];
    }
    if (Math.random() < 0.4) return ["updatePost", { ...input, title, slug: title.replaceAll(" ", "-") }];
    return [post.status === "DRAFT" ? "publishPost" : "unpublishPost", input];
  }

  #countPostponement({ status, text }: { status: number; text: string }): void {
    const { errors } = JSON.parse(text) as { errors: { extensions: { code: string } }[] };
    const reason = `${status} ${errors[0]?.extensions.code}`;
    this.postponed.set(reason, (this.postponed.get(reason) ?? 0) + 1);
  }

  #record(write: KeyedWrite, { status, text }: { status: number; text: string }): void {
    const { data } = JSON.parse(text) as { data?: { result: Payload } };
    const result = data?.result;
    if (status !== 200 || result === undefined || result.errors.length > 0) {
      this.rejected.push(`${write.key} ${write.body}: ${text}`);
      this.#post = null;
      this.#copyVersion = null;
    } else if (result.page) {
      this.pages.push(result.page.id);
    } else if (result.menu) {
      this.menuVersion = result.menu.version;
    } else if (result.workingCopy) {
      this.#copyVersion = result.workingCopy.version;
    } else if (result.post) {
      this.#post = result.post;
      this.#copyVersion = null;
      this.versions.set(result.post.id, result.post.version);
    } else {
      this.#isNested = !this.#isNested;
      this.moves += 1;
    }
  }

  get menuSlug(): string {
    return `menu-${this.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
  }

  get isNested(): boolean {
    return this.#isNested;
  }
}
