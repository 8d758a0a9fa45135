// The present state of a connection pool.
import type { Pool } from "pg";
import type { DataSource } from "typeorm";

export interface PoolState {
  /** Open connections, including idle ones. */
  open: number;
  idle: number;
  /** Requests that wait for a connection. */
  waiting: number;
}

export function poolState(dataSource: DataSource): PoolState {
  const { totalCount, idleCount, waitingCount } = (dataSource.driver as unknown as { master: Pool }).master;
  return { open: totalCount, idle: idleCount, waiting: waitingCount };
}
