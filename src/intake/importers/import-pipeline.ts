// The pipeline of an import: while one batch is written, the next one is rendered and the one after that is read. Items that fail are
// reported and skipped; the import continues.
import type { EntityManager } from "typeorm";
import { type ContentEvent, recordContent } from "../../content/cache-tags/content-event.js";
import { dropIndexesOfEmptySite } from "../../content/search/index/bulk/deferred-indexes.js";
import { insertPendingEntries } from "../../content/search/index/pending-entries.js";
import { indexOutdated } from "../../content/search/index/reindex.js";
import { messageOf } from "../../lib/error-facts.js";
import type { WriteTransaction } from "../../platform/db/transaction.js";
import { jobOf } from "./batches/batch-index.js";
import { BatchRenderer, type RenderOutcome } from "./batches/batch-renderer.js";
import { CommentImport } from "./comments/comment-import.js";
import { importFiles } from "./files/file-import.js";
import type { ImportEvent, ImportedPost, ImportedSite } from "./import-event.js";
import type { ImportOptions } from "./import-options.js";
import { addNotice, addUp, emptyReport, ImportOutcome, type ImportReport } from "./import-report.js";
import { type ChangedPost, selectChanged } from "./import-selection.js";
import { updateStatistics } from "./import-session.js";
import { configureSite, importDefaults } from "./import-site.js";
import { ImportTerms } from "./import-terms.js";
import { ImportWriter, type RenderedPost } from "./import-writer.js";
import { joinTranslations } from "./links/join-translations.js";
import { rewriteInternalLinks } from "./links/rewrite-links.js";
import { PagesAndMenus } from "./pages/pages-and-menus.js";
import { ReportCollector } from "./report/report-collector.js";
import { termWork, type WrittenWork } from "./term-events.js";

/** Small enough that three batches fit into memory, large enough that the number of statements does not matter. */
const BATCH_SIZE = 100;
/** From this number on, the statistics of the planner and the search index are completed at once. */
const MANY_POSTS = 200;
/** In UTF-16 units of source. The derived content is several times as long. */
const BATCH_LENGTH = 1_000_000;
type ImportResources = { writer: ImportWriter; renderer: BatchRenderer };
type BatchInRendering = { changed: ChangedPost[]; results: Promise<RenderOutcome[]> };

/** The session is one connection, so a selection waits until the preceding batch is written. */
export class ImportPipeline {
  readonly #session: EntityManager;
  readonly #transaction: WriteTransaction;
  readonly #options: ImportOptions;
  readonly #report: ImportReport;
  readonly #collector: ReportCollector;
  readonly #comments: CommentImport;
  readonly #terms = new ImportTerms();
  #pending: ImportedPost[] = [];
  #pendingLength = 0;
  readonly #afterPosts = new PagesAndMenus();
  #rendering: BatchInRendering | null = null;
  #writing: Promise<void> = Promise.resolve();
  #site: ImportedSite | null = null;
  #resources: ImportResources | null = null;

  constructor(session: EntityManager, transaction: WriteTransaction, options: ImportOptions) {
    this.#session = session;
    this.#transaction = transaction;
    this.#options = options;
    this.#report = emptyReport(options.source, options.isDryRun);
    this.#collector = new ReportCollector(this.#report, options.locale);
    this.#comments = new CommentImport(transaction, this.#report, options);
  }

  async run(events: AsyncIterable<ImportEvent[]>): Promise<ImportReport> {
    const started = performance.now();
    try {
      for await (const batch of events) {
        for (const event of batch) await this.#handle(event);
      }
      await this.#writeComments();
      this.#comments.finish();
      await this.#resources?.renderer.close();
      const defaults = await importDefaults(this.#session, this.#options, this.#site);
      await this.#afterPosts.write(this.#transaction, this.#report, { ...this.#options, ...defaults });
      if (this.#options.files !== undefined) {
        const { files, source: sourceName, isDryRun } = this.#options;
        const given = { session: this.#session, transact: this.#transaction, report: this.#report };
        await importFiles({ ...files, ...given, sourceName, siteUrl: defaults.siteUrl, isDryRun });
      }
      const isLarge = this.#report.posts.created + this.#report.posts.updated >= MANY_POSTS;
      if (isLarge) await updateStatistics(this.#session);
      this.#report.linksRewritten = await rewriteInternalLinks(this.#transaction, this.#options);
      await joinTranslations(this.#transaction, this.#options.source, (notice) => addNotice(this.#report, notice));
      await this.#collector.finish(this.#transaction, this.#options.siteUrl ?? this.#site?.url ?? null);
      if (!this.#options.isDryRun) {
        await indexOutdated(this.#transaction, { onProgress: this.#options.onIndexing });
        if (isLarge) await insertPendingEntries(this.#transaction);
      }
    } finally {
      await this.#writing.catch(() => undefined);
      await this.#resources?.renderer.close();
    }
    this.#report.seconds = (performance.now() - started) / 1_000;
    return this.#report;
  }

  async #handle(event: ImportEvent): Promise<void> {
    this.#collector.add(event);
    this.#options.files?.source.note(event);
    switch (event.kind) {
      case "post":
        this.#pending.push(event.post);
        this.#pendingLength += event.post.source.length;
        if (this.#pending.length >= BATCH_SIZE || this.#pendingLength >= BATCH_LENGTH) await this.#flush();
        return;
      case "comment":
        return this.#comments.add(event.comment) ? this.#writeComments() : undefined;
      case "page":
      case "menu":
        return this.#afterPosts.add(event);
      case "site":
        this.#site = event.site;
        return this.#writeBetweenBatches(event.site.title ?? "the site", (tx, events) =>
          configureSite(tx, { ...event.site, timeZone: this.#options.timeZone ?? event.site.timeZone }, events),
        );
      case "notice":
        return addNotice(this.#report, event.notice);
      case "progress":
        return this.#options.onProgress?.(event.done, event.total);
      default: {
        const term = termWork(event, this.#terms);
        if (term !== null) await this.#writeBetweenBatches(term.item, term.work);
      }
    }
  }

  /** Writes the site and terms, which the following posts may refer to. */
  async #writeBetweenBatches(item: string, work: WrittenWork): Promise<void> {
    await this.#drain();
    try {
      await this.#transact(work);
      addUp(this.#report.created, this.#terms.takeCreated());
    } catch (error) {
      this.#terms.reset();
      await this.#fail(item, error);
    }
  }

  /** The posts precede their comments. */
  async #writeComments(): Promise<void> {
    await this.#drain();
    await this.#comments.write().catch((error: unknown) => this.#fail("comments", error));
  }

  async #drain(): Promise<void> {
    await this.#flush();
    await this.#writing;
    this.#startWriting();
    await this.#writing;
  }

  /** Starts the rendering of the pending batch and the writing of the batch before it. */
  async #flush(): Promise<void> {
    const posts = this.#pending;
    if (posts.length === 0) return;
    this.#pending = [];
    this.#pendingLength = 0;
    await this.#writing;
    this.#resources ??= await this.#openResources(posts.length);
    const outcome = new ImportOutcome();
    const stated = { ...this.#options, locale: this.#options.locale ?? this.#site?.locale ?? null };
    const changed = await selectChanged(this.#session, posts, stated, outcome);
    outcome.addTo(this.#report);
    const results = this.#resources.renderer.render(changed.map((post) => jobOf(post, this.#options)));
    this.#startWriting();
    this.#rendering = { changed, results };
  }

  #startWriting(): void {
    const batch = this.#rendering;
    this.#rendering = null;
    if (batch === null || this.#resources === null) return;
    this.#writing = this.#writeBatch(batch, this.#resources.writer);
    // The failure is handled where the promise is awaited; until then it must not count as an unhandled rejection.
    this.#writing.catch(() => undefined);
  }

  async #writeBatch({ changed, results }: BatchInRendering, writer: ImportWriter): Promise<void> {
    const rendered: RenderedPost[] = [];
    for (const [index, result] of (await results).entries()) {
      const post = changed[index];
      if (post === undefined) continue;
      if (!("failure" in result)) rendered.push({ ...post, ...result });
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
      this.#options.onStored?.(this.#report.posts.created + this.#report.posts.updated);
      addUp(this.#report.created, this.#terms.takeCreated());
    } catch (error) {
      this.#terms.reset();
      if (posts.length === 1) return this.#failPost(first, error);
      // Write the posts one by one, so that only those that the database rejects fail.
      for (const post of posts) await this.#write([post], writer);
    }
  }

  async #transact(work: WrittenWork): Promise<void> {
    let attempts = 0;
    await this.#transaction(async (tx) => {
      // A second attempt must not rely on ids of the first.
      if (attempts++ > 0) this.#terms.reset();
      const events: ContentEvent[] = [];
      await work(tx, events);
      // A dry run records no events, because it would block all other writers from the first event until the rollback.
      if (!this.#options.isDryRun) await recordContent(tx, [...this.#terms.takeEvents(), ...events]);
    });
  }

  async #failPost(failed: ChangedPost, error: unknown): Promise<void> {
    await this.#fail(failed.post.title || failed.post.key, error);
    this.#report.posts.failed += 1;
  }
  /** Reports a failure of one item, or throws it if the database is not reachable. */
  async #fail(item: string, error: unknown): Promise<void> {
    try {
      await this.#session.query("/* import.ping */ select 1");
    } catch {
      throw error;
    }
    addNotice(this.#report, { code: "FAILED", item, reason: `Not imported: ${messageOf(error).replace(/\.$/, "")}.` });
  }

  async #openResources(firstPosts: number): Promise<ImportResources> {
    // In a dry run readers would wait until its end.
    if (firstPosts >= BATCH_SIZE && !this.#options.isDryRun) await dropIndexesOfEmptySite(this.#transaction);
    const { locale, siteUrl } = await importDefaults(this.#session, this.#options, this.#site);
    const writer = new ImportWriter({ ...this.#options, locale, siteUrl }, this.#terms);
    return { writer, renderer: new BatchRenderer({ siteUrl }) };
  }
}
