// What a pool of connections is doing now.
import type { Pool } from "pg";
import type { DataSource } from "typeorm";

export interface PoolState {
  /** Open connections, idle ones included. */
  open: number;
  idle: number;
  /** Who waits for a connection. */
  waiting: number;
}

export function poolState(dataSource: DataSource): PoolState {
  const { totalCount, idleCount, waitingCount } = (dataSource.driver as unknown as { master: Pool }).master;
  return { open: totalCount, idle: idleCount, waiting: waitingCount };
}
