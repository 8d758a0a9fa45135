// Brings in the pictures and files to which the posts and pages of a source refer, after all of them are stored: four at a time, each as an
// asset with the aliases by which bodies find it. What is an asset already is not read again, so that a killed import goes on where it stopped.
import type { EntityManager } from "typeorm";
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import { addNotice, type ImportReport } from "../import-report.js";
import { type AbsentFile, type FileSource, type FileTexts, isAbsent, type OpenedFile } from "./file-source.js";
import { dropOwnHosts } from "./picture-hosts.js";
import { type KnownFile, knownFiles, type ReferencedFile, referencedFiles } from "./referenced-files.js";

/** What became of a file: an asset, which is new or has the same bytes, or a reason why there is none. */
export type FileOutcome = { assetId: string; isNew: boolean } | AbsentFile;

/** Where the files go. Its transactions are those of the import, one after the other. */
export interface FileStore {
  store(
    file: OpenedFile,
    texts: FileTexts,
    aliases: readonly string[],
    transact: WriteTransaction,
  ): Promise<FileOutcome>;
  /** A clause about why a file would be refused, as far as its first bytes tell. */
  refusalOf(file: OpenedFile): Promise<string | null>;
  addAliases(assetId: string, paths: readonly string[], transact: WriteTransaction): Promise<void>;
}

export interface FileOptions {
  source: FileSource;
  store: FileStore;
  /** The number of files that were looked for. */
  onFiles?: (done: number) => void;
}

export interface FileImport extends FileOptions {
  session: EntityManager;
  transact: WriteTransaction;
  report: ImportReport;
  /** The name of the source in `import_item`. */
  sourceName: string;
  siteUrl: string;
  isDryRun: boolean;
}

/** An asset has all aliases of the path for which it was made. */
type Outcome = { assetId: string; madeFor: string } | AbsentFile;

interface Reference {
  path: string;
  aliases: readonly string[];
}

const AT_ONCE = 4;
const NOT_THERE: AbsentFile = { absence: "MISSING", reason: "the source does not have it" };

export async function importFiles(options: FileImport): Promise<void> {
  const { source, store, session, sourceName, siteUrl, report, onFiles } = options;
  source.begin(siteUrl);
  const transact = oneAfterTheOther(options.transact);
  let done = 0;
  for await (const referenced of referencedFiles(session, sourceName)) {
    const batch = referenced.filter(({ path }) => source.candidates(path).length > 0);
    const paths = batch.map(({ path }) => path);
    const known = await knownFiles(session, paths);
    report.files.referenced += batch.length;
    report.files.known += known.size;
    if (!options.isDryRun) await nameForms(known, { store, transact });
    if (source.isAvailable) for (const path of known.keys()) await markUsed(path, source);
    const work = new FileBatch({ ...options, transact });
    const unknown = batch.filter(({ path }) => !known.has(path));
    await inParallel(unknown, async (file) => {
      await work.add(file);
      done += 1;
      onFiles?.(done);
    });
  }
  dropOwnHosts(report.files, source.hosts);
  if (source.isAvailable) report.files.unused = await source.countUnused();
}

/** The files that are assets already are no unused ones. */
async function markUsed(path: string, source: FileSource): Promise<void> {
  for (const { address } of source.candidates(path)) {
    const opened = await source.openLocally(address);
    if (opened !== null && !isAbsent(opened)) return;
  }
}

/** A cover finds its asset by its very path alone. */
async function nameForms(
  known: ReadonlyMap<string, KnownFile>,
  { store, transact }: Pick<FileImport, "store" | "transact">,
): Promise<void> {
  for (const [path, { assetId, isByForm }] of known) if (isByForm) await store.addAliases(assetId, [path], transact);
}

/** The session of an import is one connection. */
function oneAfterTheOther(transact: WriteTransaction): WriteTransaction {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(() => transact(work));
    last = next.catch(() => undefined);
    return next;
  };
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Of several places, most do not have the file. */
const moreTelling = (known: AbsentFile | null, next: AbsentFile): AbsentFile =>
  known === null || next.absence !== "MISSING" ? next : known;

class FileBatch {
  /** Several forms of a picture lead to one original, which is read once. */
  readonly #outcomes = new Map<string, Promise<Outcome>>();

  constructor(private readonly options: FileImport) {}

  async add(file: ReferencedFile): Promise<void> {
    const { source, isDryRun, report } = this.options;
    if (!source.isAvailable) report.files.untried += 1;
    else if (isDryRun) await this.#lookFor(file);
    else await this.#bringIn(file);
  }

  async #lookFor(file: ReferencedFile): Promise<void> {
    const { source, store, report } = this.options;
    let absence: AbsentFile | null = null;
    for (const { address } of source.candidates(file.path)) {
      const opened = await source.openLocally(address);
      if (opened === null) {
        report.files.untried += 1;
        return;
      }
      const reason = isAbsent(opened) ? null : await store.refusalOf(opened);
      if (!isAbsent(opened) && reason === null) {
        report.files.found += 1;
        return;
      }
      if (isAbsent(opened)) absence = moreTelling(absence, opened);
      else absence = { absence: "REFUSED", reason: reason ?? "" };
    }
    this.#tell(file, absence ?? NOT_THERE);
  }

  async #bringIn(file: ReferencedFile): Promise<void> {
    const { source, store, report, transact } = this.options;
    let absence: AbsentFile | null = null;
    for (const { address, aliases } of source.candidates(file.path)) {
      const outcome = await this.#assetAt(address, { path: file.path, aliases });
      if ("assetId" in outcome) {
        if (outcome.madeFor !== file.path) await store.addAliases(outcome.assetId, aliases, transact);
        report.files.found += 1;
        return;
      }
      absence = moreTelling(absence, outcome);
    }
    this.#tell(file, absence ?? NOT_THERE);
  }

  #assetAt(address: string, reference: Reference): Promise<Outcome> {
    const known = this.#outcomes.get(address);
    if (known !== undefined) return known;
    const outcome = this.#makeAsset(address, reference);
    this.#outcomes.set(address, outcome);
    return outcome;
  }

  async #makeAsset(address: string, { path, aliases }: Reference): Promise<Outcome> {
    const { source, store, transact, report } = this.options;
    const file = await source.open(address);
    if (isAbsent(file)) return file;
    try {
      const stored = await store.store(file, source.textsOf(address), aliases, transact);
      if ("absence" in stored) return stored;
      report.files[stored.isNew ? "stored" : "reused"] += 1;
      return { assetId: stored.assetId, madeFor: path };
    } finally {
      await file.discard();
    }
  }

  #tell({ path, example }: ReferencedFile, { absence, reason }: AbsentFile): void {
    const { report } = this.options;
    const count = ({ MISSING: "missing", REFUSED: "refused", FAILED: "failed" } as const)[absence];
    report.files[count] += 1;
    const sentence = `The file, which “${example}” refers to, was not stored: ${reason}.`;
    addNotice(report, { code: absence === "FAILED" ? "FAILED" : "CHANGED", item: path, reason: sentence });
  }
}
