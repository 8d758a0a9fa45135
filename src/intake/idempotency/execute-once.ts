// Executes a request once under its key. The writes, the answer and the key are one transaction: whoever repeats the
// request gets the first answer byte for byte, also where the first one died between commit and answer, and whichever
// process is asked.
import type { DataSource, EntityManager } from "typeorm";
import { isRetryable, savepointsIn, type WriteTransaction, withRetries } from "../../platform/db/transaction.js";
import { hashOfKey, openAnswer, sealAnswer } from "./response-encryption.js";

export interface Answer {
  status: number;
  contentType: string;
  body: string;
}

export interface KeyedRequest {
  /** Who sends it: keys of different callers never meet. */
  caller: string;
  key: string;
  /** SHA-256 of what was sent. */
  digest: Buffer;
}

export interface Execution {
  answer: Answer;
  /** False where nothing was written or something went wrong unexpectedly: then nothing stays, and a repetition runs anew. */
  keeps: boolean;
}

/** The same key came with another request. */
export class KeyReusedError extends Error {
  override readonly name = "KeyReusedError";
}

/** What `run` must use for its reads and writes. */
export interface KeyedTransaction {
  manager: EntityManager;
  transact: WriteTransaction;
}

export const KEY_LIFETIME = "24 hours";

export async function executeOnce(
  dataSource: DataSource,
  request: KeyedRequest,
  run: (tx: KeyedTransaction) => Promise<Execution>,
): Promise<Answer> {
  return withRetries(() => attempt(dataSource, request, run));
}

/** Forgets keys that have lived long enough; gives their number. */
export async function forgetExpiredKeys(dataSource: DataSource): Promise<number> {
  const [, count]: [unknown[], number] = await dataSource.query(
    "delete from idempotency_key where created_at < now() - $1::interval",
    [KEY_LIFETIME],
  );
  return count;
}

class Undo extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super("The transaction is undone on purpose.");
    this.answer = answer;
  }
}

async function attempt(
  dataSource: DataSource,
  request: KeyedRequest,
  run: (tx: KeyedTransaction) => Promise<Execution>,
): Promise<Answer> {
  try {
    return await dataSource.transaction(async (manager) => {
      if (!(await claimKey(manager, request))) return firstAnswer(manager, request);
      const failures: unknown[] = [];
      const { answer, keeps } = await run({ manager, transact: noting(savepointsIn(manager), failures) });
      // A resolver turns a deadlock into an error of its field; only another attempt of the whole can mend it.
      const timing = failures.find(isRetryable);
      if (timing !== undefined) throw timing;
      if (!keeps) throw new Undo(answer);
      await keepAnswer(manager, request, answer);
      return answer;
    });
  } catch (error) {
    if (error instanceof Undo) return error.answer;
    throw error;
  }
}

function noting(transact: WriteTransaction, failures: unknown[]): WriteTransaction {
  return (work) =>
    transact(work).catch((error: unknown) => {
      failures.push(error);
      throw error;
    });
}

/** Waits for whoever executes the same key now; true where this request is the first. */
async function claimKey(manager: EntityManager, { caller, key, digest }: KeyedRequest): Promise<boolean> {
  await manager.query(
    "delete from idempotency_key where caller = $1 and key_hash = $2 and created_at < now() - $3::interval",
    [caller, hashOfKey(key), KEY_LIFETIME],
  );
  const rows: unknown[] = await manager.query(
    `insert into idempotency_key (caller, key_hash, digest, status, content_type, body) values ($1, $2, $3, 0, '', '')
     on conflict do nothing returning caller`,
    [caller, hashOfKey(key), digest],
  );
  return rows.length > 0;
}

async function firstAnswer(manager: EntityManager, { caller, key, digest }: KeyedRequest): Promise<Answer> {
  const [row]: (Omit<Answer, "body"> & { digest: Buffer; body: Buffer })[] = await manager.query(
    'select digest, status, content_type as "contentType", body from idempotency_key where caller = $1 and key_hash = $2',
    [caller, hashOfKey(key)],
  );
  if (row === undefined) throw new Error("An idempotency key vanished while it was read.");
  if (!row.digest.equals(digest)) {
    throw new KeyReusedError("This Idempotency-Key was used for another request. Use a new key for a new request.");
  }
  return { status: row.status, contentType: row.contentType, body: openAnswer(row.body, key, caller) };
}

async function keepAnswer(manager: EntityManager, { caller, key }: KeyedRequest, answer: Answer): Promise<void> {
  await manager.query(
    "update idempotency_key set status = $3, content_type = $4, body = $5 where caller = $1 and key_hash = $2",
    [caller, hashOfKey(key), answer.status, answer.contentType, sealAnswer(answer.body, key, caller)],
  );
}
