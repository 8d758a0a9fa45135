// Writes of single rows by TypeORM's query builder: the compiler checks properties and their types against the entity, and each statement
// opens with its name. Hand-written SQL is for batches, locks and hot paths.
import type { EntityManager, QueryDeepPartialEntity } from "typeorm";

/** An entity with one primary key column `id`. */
type EntityWithId = { id: string };
type EntityClass<Entity> = new () => Entity;

export async function insertRow<Entity extends EntityWithId>(
  tx: EntityManager,
  entity: EntityClass<Entity>,
  row: QueryDeepPartialEntity<Entity> & EntityWithId,
): Promise<void> {
  const insert = tx.createQueryBuilder().insert().into(entity).values(row);
  // Nothing is read back: callers know the id, and what the database fills in is loaded with the response.
  await insert.updateEntity(false).comment(`${entity.name}.insert`).execute();
}

/** Columns that `changes` does not name, or names as undefined, keep their values. */
export async function updateRow<Entity extends EntityWithId>(
  tx: EntityManager,
  entity: EntityClass<Entity>,
  id: string,
  changes: QueryDeepPartialEntity<Entity>,
): Promise<void> {
  const update = tx.createQueryBuilder().update(entity).set(changes).where("id = :id", { id });
  await update.updateEntity(false).comment(`${entity.name}.update`).execute();
}

export async function deleteRow<Entity extends EntityWithId>(
  tx: EntityManager,
  entity: EntityClass<Entity>,
  id: string,
): Promise<void> {
  await tx
    .createQueryBuilder()
    .delete()
    .from(entity)
    .where("id = :id", { id })
    .comment(`${entity.name}.delete`)
    .execute();
}
