// Executes a request once under its key. The writes, the answer and the key are one transaction: whoever repeats the
// request gets the first answer byte for byte, also where the first one died between commit and answer, and whichever
// process is asked.
import type { DataSource, EntityManager } from "typeorm";
import { isRetryable, savepointsIn, type WriteTransaction, withRetries } from "../../platform/db/transaction.js";
import { decryptResponse, encryptResponse, hashOfKey } from "./response-encryption.js";

export interface StoredResponse {
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
  response: StoredResponse;
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
): Promise<StoredResponse> {
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
  readonly response: StoredResponse;

  constructor(response: StoredResponse) {
    super("The transaction is undone on purpose.");
    this.response = response;
  }
}

async function attempt(
  dataSource: DataSource,
  request: KeyedRequest,
  run: (tx: KeyedTransaction) => Promise<Execution>,
): Promise<StoredResponse> {
  try {
    return await dataSource.transaction(async (manager) => {
      if (!(await claimKey(manager, request))) return firstResponse(manager, request);
      const failures: unknown[] = [];
      const { response, keeps } = await run({ manager, transact: noting(savepointsIn(manager), failures) });
      // A resolver turns a deadlock into an error of its field; only another attempt of the whole can mend it.
      const timing = failures.find(isRetryable);
      if (timing !== undefined) throw timing;
      if (!keeps) throw new Undo(response);
      await cacheResponse(manager, request, response);
      return response;
    });
  } catch (error) {
    if (error instanceof Undo) return error.response;
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

async function firstResponse(manager: EntityManager, { caller, key, digest }: KeyedRequest): Promise<StoredResponse> {
  const [row]: (Omit<StoredResponse, "body"> & { digest: Buffer; body: Buffer })[] = await manager.query(
    'select digest, status, content_type as "contentType", body from idempotency_key where caller = $1 and key_hash = $2',
    [caller, hashOfKey(key)],
  );
  if (row === undefined) throw new Error("An idempotency key vanished while it was read.");
  if (!row.digest.equals(digest)) {
    throw new KeyReusedError("This Idempotency-Key was used for another request. Use a new key for a new request.");
  }
  return { status: row.status, contentType: row.contentType, body: decryptResponse(row.body, key, caller) };
}

async function cacheResponse(
  manager: EntityManager,
  { caller, key }: KeyedRequest,
  response: StoredResponse,
): Promise<void> {
  await manager.query(
    "update idempotency_key set status = $3, content_type = $4, body = $5 where caller = $1 and key_hash = $2",
    [caller, hashOfKey(key), response.status, response.contentType, encryptResponse(response.body, key, caller)],
  );
}
