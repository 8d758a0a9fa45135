// Transient errors of PostgreSQL, such as deadlocks: the transaction is retried a bounded number of times, and takes effect once.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import type { EntityManager } from "typeorm";
import { isRetryable, ownTransactions } from "../../src/platform/db/transaction.js";
import { createFormatError } from "../../src/platform/graphql/format-error.js";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { createLog } from "../../src/platform/observability/log.js";
import { EDITOR, type Executor, startExecutor } from "../support/execute.js";
import { Factories } from "../support/factories.js";
import { assertInvariants } from "../support/invariants.js";

let app: Executor;
let authorId: string;

before(async () => {
  app = await startExecutor(16);
  authorId = encodeGlobalId("Author", await new Factories(app.dataSource).author("Retried"));
  await app.dataSource.query("create table account (id integer primary key, balance integer not null)");
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

const reset = () => app.dataSource.query("truncate account; insert into account values (1, 0), (2, 0)");

async function balances(): Promise<number[]> {
  const rows: { balance: number }[] = await app.dataSource.query("select balance from account order by id");
  return rows.map(({ balance }) => balance);
}

const add = (tx: EntityManager, id: number): Promise<unknown> =>
  tx.query("update account set balance = balance + 1 where id = $1", [id]);

/** Resolves for all callers when the given number of them has arrived. */
function meeting(size: number): () => Promise<void> {
  let come = 0;
  let open: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    come += 1;
    if (come >= size) open();
    return all;
  };
}

describe("a transaction", () => {
  it("a transaction that is aborted by a deadlock is retried and takes effect once", async () => {
    await reset();
    const transact = ownTransactions(app.dataSource);
    const met = meeting(2);
    let attempts = 0;
    const crossing = (first: number, second: number) =>
      transact(async (tx) => {
        attempts += 1;
        await add(tx, first);
        await met();
        await add(tx, second);
      });
    await Promise.all([crossing(1, 2), crossing(2, 1)]);
    assert.deepEqual(await balances(), [2, 2]);
    // On a busy machine PostgreSQL may abort both transactions of a pair.
    assert.ok(attempts >= 3, String(attempts));
  });

  it("a transaction that cannot be serialized is retried and takes effect once", async () => {
    await reset();
    const transact = ownTransactions(app.dataSource);
    const met = meeting(3);
    let attempts = 0;
    const readAndWrite = () =>
      transact(async (tx) => {
        attempts += 1;
        await tx.query("set transaction isolation level serializable");
        const [{ balance }] = await tx.query("select balance from account where id = 1");
        await met();
        await tx.query("update account set balance = $1 where id = 1", [balance + 1]);
      });
    await Promise.all([readAndWrite(), readAndWrite(), readAndWrite()]);
    assert.deepEqual(await balances(), [3, 0]);
    assert.ok(attempts > 3);
  });

  it("a transaction fails after five attempts, without effect", async () => {
    await reset();
    let attempts = 0;
    const hopeless = ownTransactions(app.dataSource)(async (tx) => {
      attempts += 1;
      await add(tx, 1);
      await tx.query("do $$ begin raise exception 'no' using errcode = '40001'; end $$");
    });
    await assert.rejects(hopeless, (error) => isRetryable(error));
    assert.deepEqual([attempts, await balances()], [5, [0, 0]]);
  });

  it("a transaction is not retried after other errors", async () => {
    await reset();
    let attempts = 0;
    const wrong = ownTransactions(app.dataSource)(async (tx) => {
      attempts += 1;
      await tx.query("insert into account values (1, 0)");
    });
    await assert.rejects(wrong, (error) => !isRetryable(error));
    assert.equal(attempts, 1);
  });
});

it("a write that fails all its attempts gets SERVICE_UNAVAILABLE, without SQL in the message", async () => {
  const failure = await app.dataSource
    .query("do $$ begin raise exception 'secret' using errcode = '40P01'; end $$")
    .catch((error: Error) => error);
  const shown = createFormatError(createLog("silent"))({ message: "secret" }, failure);
  assert.equal(shown.extensions?.code, "SERVICE_UNAVAILABLE");
  assert.doesNotMatch(JSON.stringify(shown), /secret|raise/);
});

it("a mutation whose transaction is retried makes one version, one revision and one event", async () => {
  const post = { title: "Unlucky", body: { source: "x" }, authorIds: [authorId] };
  const { id } = await app.accepted<{ id: string }>(EDITOR, "createPost", post);
  await app.dataSource.query("create sequence attempt");
  await app.dataSource.query(
    `create function fail_at_first() returns trigger language plpgsql as $$ begin
       if nextval('attempt') < 4 then raise exception 'unlucky' using errcode = '40P01'; end if; return new; end $$`,
  );
  await app.dataSource.query("create trigger unlucky before insert on outbox_event execute function fail_at_first()");
  try {
    const known = (await app.events()).at(-1)?.id;
    const input = { id, expectedVersion: 1, slug: "lucky-in-the-end" };
    assert.deepEqual(await app.accepted(EDITOR, "updatePost", input, "{ version slug }"), {
      version: 2,
      slug: "lucky-in-the-end",
    });
    assert.equal((await app.events(known)).length, 1);
    const [{ attempts }] = await app.dataSource.query("select last_value::integer as attempts from attempt");
    assert.equal(attempts, 4);
  } finally {
    await app.dataSource.query("drop trigger unlucky on outbox_event");
  }
});
