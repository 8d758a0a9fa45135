// The pipeline of one import: while a batch is being written, the next one is being rendered and the one after it is being
// read. What fails is told and left out; the rest goes on.
import type { EntityManager } from "typeorm";
import { type ContentEvent, recordContent } from "../../content/cache-tags/content-event.js";
import { indexOutdated } from "../../content/search/index/reindex.js";
import { messageOf } from "../../lib/error-facts.js";
import type { WriteTransaction } from "../../platform/db/transaction.js";
import { BatchRenderer, type RenderOutcome } from "../../platform/markup/worker/batch-renderer.js";
import type { ImportEvent, ImportedPost, ImportedSite } from "./import-event.js";
import { addNotice, addUp, emptyReport, ImportOutcome, type ImportReport } from "./import-report.js";
import { type ChangedPost, selectChanged } from "./import-selection.js";
import { takeStatistics } from "./import-session.js";
import { configureSite, siteDefaults } from "./import-site.js";
import { ImportTerms } from "./import-terms.js";
import { ImportWriter, type RenderedPost, type WriterOptions } from "./import-writer.js";
import { rewriteLinks } from "./rewrite-links.js";

export interface ImportOptions extends Omit<WriterOptions, "locale"> {
  /** Null: the source's, else the site's. */
  locale: string | null;
  /** Where the posts lived, so that links among them are known; null: as the source says, else the site's address. */
  siteUrl?: string | null;
  isDryRun: boolean;
  onProgress?: (done: number, total: number) => void;
  /** Of the search's index, which is written when all posts are. */
  onIndexing?: (done: number, total: number) => void;
}

/** Few enough that three batches and their renderings are small, many enough that statements do not count. */
const BATCH_SIZE = 100;
/** From so many on, the planner's statistics are worth renewing at once. */
const MANY_POSTS = 1_000;
/** In UTF-16 units of source; what is derived from it is several times as long. */
const BATCH_LENGTH = 1_000_000;

/** What is to be told of it goes into the list. */
type Work = (tx: EntityManager, events: ContentEvent[]) => Promise<void>;

interface Ground {
  writer: ImportWriter;
  renderer: BatchRenderer;
}

interface BatchInRendering {
  changed: ChangedPost[];
  results: Promise<RenderOutcome[]>;
}

/** The session is one connection, so its statements are kept apart: selecting waits for the write before it. */
export class ImportPipeline {
  readonly #session: EntityManager;
  readonly #transaction: WriteTransaction;
  readonly #options: ImportOptions;
  readonly #report: ImportReport;
  readonly #terms = new ImportTerms();
  #pending: ImportedPost[] = [];
  #pendingLength = 0;
  #rendering: BatchInRendering | null = null;
  #writing: Promise<void> = Promise.resolve();
  #site: ImportedSite | null = null;
  #ground: Ground | null = null;

  constructor(session: EntityManager, transaction: WriteTransaction, options: ImportOptions) {
    this.#session = session;
    this.#transaction = transaction;
    this.#options = options;
    this.#report = emptyReport(options.source, options.isDryRun);
  }

  async run(events: AsyncIterable<ImportEvent[]>): Promise<ImportReport> {
    const started = performance.now();
    try {
      for await (const batch of events) {
        for (const event of batch) await this.#take(event);
      }
      await this.#drain();
      // The memory of its thread is wanted by the one that makes vectors.
      await this.#ground?.renderer.close();
      const { created, updated } = this.#report.posts;
      if (created + updated >= MANY_POSTS) await takeStatistics(this.#session);
      Object.assign(this.#report, await rewriteLinks(this.#transaction, this.#options));
      if (!this.#options.isDryRun) {
        const { onIndexing } = this.#options;
        await indexOutdated(this.#transaction, onIndexing === undefined ? {} : { onProgress: onIndexing });
      }
    } finally {
      await this.#writing.catch(() => undefined);
      await this.#ground?.renderer.close();
    }
    this.#report.seconds = (performance.now() - started) / 1_000;
    return this.#report;
  }

  async #take(event: ImportEvent): Promise<void> {
    switch (event.kind) {
      case "post":
        this.#pending.push(event.post);
        this.#pendingLength += event.post.source.length;
        if (this.#pending.length >= BATCH_SIZE || this.#pendingLength >= BATCH_LENGTH) await this.#flush();
        return;
      case "site":
        this.#site = event.site;
        return this.#apart(event.site.title ?? "the site", (tx, events) => configureSite(tx, event.site, events));
      case "author":
        return this.#apart(event.author.name, (tx) => this.#terms.author(tx, event.author));
      case "category":
        return this.#apart(event.path.map(({ name }) => name).join(" / "), (tx) =>
          this.#terms.category(tx, event.path, event.description),
        );
      case "tag":
        return this.#apart(event.tag.name, (tx) => this.#terms.tag(tx, event.tag));
      case "series":
        return this.#apart(event.series.name, (tx) => this.#terms.series(tx, event.series, event.description));
      case "counted":
        this.#report.notImported[event.what] = (this.#report.notImported[event.what] ?? 0) + event.count;
        return;
      case "notice":
        addNotice(this.#report, event.notice);
        return;
      case "progress":
        this.#options.onProgress?.(event.done, event.total);
    }
  }

  /** What is no post is written between batches: posts that follow may refer to it. */
  async #apart(item: string, work: Work): Promise<void> {
    await this.#drain();
    try {
      await this.#transact(work);
      addUp(this.#report.created, this.#terms.takeCreated());
    } catch (error) {
      this.#terms.reset();
      await this.#fail(item, error);
    }
  }

  async #drain(): Promise<void> {
    await this.#flush();
    await this.#writing;
    this.#startWriting();
    await this.#writing;
  }

  /** Ends with this batch being rendered and the one before it being written. */
  async #flush(): Promise<void> {
    const posts = this.#pending;
    if (posts.length === 0) return;
    this.#pending = [];
    this.#pendingLength = 0;
    await this.#writing;
    this.#ground ??= await this.#findResources();
    const outcome = new ImportOutcome();
    const locale = this.#options.locale ?? this.#site?.locale ?? null;
    const changed = await selectChanged(this.#session, posts, { ...this.#options, locale }, outcome);
    outcome.addTo(this.#report);
    const results = this.#ground.renderer.render(changed.map(({ post }) => post));
    this.#startWriting();
    this.#rendering = { changed, results };
  }

  #startWriting(): void {
    const batch = this.#rendering;
    this.#rendering = null;
    if (batch === null || this.#ground === null) return;
    this.#writing = this.#writeBatch(batch, this.#ground.writer);
    // Met where it is awaited; until then it is nobody's surprise.
    this.#writing.catch(() => undefined);
  }

  async #writeBatch({ changed, results }: BatchInRendering, writer: ImportWriter): Promise<void> {
    const rendered: RenderedPost[] = [];
    for (const [index, result] of (await results).entries()) {
      const post = changed[index];
      if (post === undefined) continue;
      if ("rendered" in result) rendered.push({ ...post, rendered: result.rendered });
      else await this.#failPost(post, new Error(result.failure));
    }
    await this.#write(rendered, writer);
  }

  async #write(posts: readonly RenderedPost[], writer: ImportWriter): Promise<void> {
    const [first] = posts;
    if (first === undefined) return;
    let outcome = new ImportOutcome();
    try {
      await this.#transact(async (tx, events) => {
        outcome = new ImportOutcome();
        events.push(...(await writer.write(tx, posts, outcome)));
      });
      outcome.addTo(this.#report);
      addUp(this.#report.created, this.#terms.takeCreated());
    } catch (error) {
      this.#terms.reset();
      if (posts.length === 1) return this.#failPost(first, error);
      // One post that the database refuses must not take its neighbours with it.
      for (const post of posts) await this.#write([post], writer);
    }
  }

  async #transact(work: Work): Promise<void> {
    let attempts = 0;
    await this.#transaction(async (tx) => {
      // A second attempt starts from what is in the database.
      if (attempts > 0) this.#terms.reset();
      attempts += 1;
      const events: ContentEvent[] = [];
      await work(tx, events);
      // A dry run would hold back every writer from its first event to its end.
      if (!this.#options.isDryRun) await recordContent(tx, [...this.#terms.takeEvents(), ...events]);
    });
  }

  async #failPost(post: ChangedPost, error: unknown): Promise<void> {
    await this.#fail(nameOf(post), error);
    this.#report.posts.failed += 1;
  }

  /** Of the item alone, as long as the database still answers. */
  async #fail(item: string, error: unknown): Promise<void> {
    try {
      await this.#session.query("select 1");
    } catch {
      throw error;
    }
    addNotice(this.#report, { code: "FAILED", item, reason: `It was refused: ${messageOf(error)}.` });
  }

  async #findResources(): Promise<Ground> {
    const site = await siteDefaults(this.#session);
    const locale = this.#options.locale ?? this.#site?.locale ?? site.locale;
    return {
      writer: new ImportWriter({ ...this.#options, locale }, this.#terms),
      renderer: new BatchRenderer({ siteUrl: this.#options.siteUrl ?? this.#site?.url ?? site.url }),
    };
  }
}

const nameOf = ({ post }: ChangedPost): string => post.title || post.key;
