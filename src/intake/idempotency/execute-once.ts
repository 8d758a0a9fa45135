// Executes a request at most once per idempotency key. The writes, the response and the key are stored in one transaction, so a repeated
// request gets the first response byte for byte, from any process, even if the first connection was lost after the commit.
import type { DataSource, EntityManager } from "typeorm";
import { isRetryable, savepointsIn, type WriteTransaction, withRetries } from "../../platform/db/transaction.js";
import { decryptResponse, encryptResponse, hashOfKey } from "./response-encryption.js";

export interface StoredResponse {
  status: number;
  contentType: string;
  body: string;
}

export interface KeyedRequest {
  /** Identifies the caller. Each caller has its own keys. */
  caller: string;
  key: string;
  /** SHA-256 of the request. */
  digest: Buffer;
}

export interface Execution {
  response: StoredResponse;
  /**
   * False if nothing can have been written, if the viewer was not allowed to write, or if an unexpected error occurred. Then nothing is
   * stored, and a repeated request is executed again.
   */
  isStored: boolean;
}

/** The key was used before for a different request. */
export class KeyReusedError extends Error {
  override readonly name = "KeyReusedError";
}

/** `run` must use these for its reads and writes. */
export interface KeyedTransaction {
  manager: EntityManager;
  transact: WriteTransaction;
  /** Whether a call of `transact` has succeeded. */
  hasWritten(): boolean;
}

export const KEY_LIFETIME = "24 hours";

export async function executeOnce(
  dataSource: DataSource,
  request: KeyedRequest,
  run: (tx: KeyedTransaction) => Promise<Execution>,
): Promise<StoredResponse> {
  return withRetries(() => attempt(dataSource, request, run));
}

/** Deletes expired keys and returns their number. */
export async function forgetExpiredKeys(dataSource: DataSource): Promise<number> {
  const [, count]: [unknown[], number] = await dataSource.query(
    "/* idempotencyKey.expire */ delete from idempotency_key where created_at < now() - $1::interval",
    [KEY_LIFETIME],
  );
  return count;
}

class Rollback extends Error {
  readonly response: StoredResponse;

  constructor(response: StoredResponse) {
    super("The transaction is rolled back on purpose.");
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
      const writes = new RecordedWrites(savepointsIn(manager));
      const { response, isStored } = await run({
        manager,
        transact: writes.transact,
        hasWritten: () => writes.succeeded > 0,
      });
      // A resolver reports a deadlock as an error of its field, but the whole transaction has to be tried again.
      const retryable = writes.failures.find(isRetryable);
      if (retryable !== undefined) throw retryable;
      if (!isStored) throw new Rollback(response);
      await storeResponse(manager, request, response);
      return response;
    });
  } catch (error) {
    if (error instanceof Rollback) return error.response;
    throw error;
  }
}

class RecordedWrites {
  succeeded = 0;
  readonly failures: unknown[] = [];
  readonly transact: WriteTransaction;

  constructor(transact: WriteTransaction) {
    this.transact = async (work) => {
      try {
        const result = await transact(work);
        this.succeeded += 1;
        return result;
      } catch (error) {
        this.failures.push(error);
        throw error;
      }
    };
  }
}

/** Waits for a concurrent request with the same key. Returns whether this request is the first. */
async function claimKey(manager: EntityManager, { caller, key, digest }: KeyedRequest): Promise<boolean> {
  await manager.query(
    "/* idempotencyKey.dropExpired */ delete from idempotency_key where caller = $1 and key_hash = $2 and created_at < now() - $3::interval",
    [caller, hashOfKey(key), KEY_LIFETIME],
  );
  const rows: unknown[] = await manager.query(
    `/* idempotencyKey.claim */ insert into idempotency_key (caller, key_hash, digest, status, content_type, body) values ($1, $2, $3, 0, '', '')
     on conflict do nothing returning caller`,
    [caller, hashOfKey(key), digest],
  );
  return rows.length > 0;
}

async function firstResponse(manager: EntityManager, { caller, key, digest }: KeyedRequest): Promise<StoredResponse> {
  const [row]: (Omit<StoredResponse, "body"> & { digest: Buffer; body: Buffer })[] = await manager.query(
    `/* idempotencyKey.response */ select digest, status, content_type as "contentType", body
     from idempotency_key where caller = $1 and key_hash = $2`,
    [caller, hashOfKey(key)],
  );
  if (row === undefined) throw new Error("The idempotency key was deleted while it was being read.");
  if (!row.digest.equals(digest)) {
    throw new KeyReusedError(
      "This Idempotency-Key was used for a different request. Use a new key for each new request.",
    );
  }
  return { status: row.status, contentType: row.contentType, body: decryptResponse(row.body, key, caller) };
}

async function storeResponse(
  manager: EntityManager,
  { caller, key }: KeyedRequest,
  response: StoredResponse,
): Promise<void> {
  await manager.query(
    `/* idempotencyKey.storeResponse */ update idempotency_key set status = $3, content_type = $4, body = $5
     where caller = $1 and key_hash = $2`,
    [caller, hashOfKey(key), response.status, response.contentType, encryptResponse(response.body, key, caller)],
  );
}
