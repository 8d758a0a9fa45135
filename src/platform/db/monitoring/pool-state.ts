// The present state of a connection pool.
import type { DataSource } from "typeorm";
import { poolOf } from "../data-source.js";

export interface PoolState {
  /** Open connections, including idle ones. */
  open: number;
  idle: number;
  /** Requests that wait for a connection. */
  waiting: number;
}

export function poolState(dataSource: DataSource): PoolState {
  const { totalCount, idleCount, waitingCount } = poolOf(dataSource);
  return { open: totalCount, idle: idleCount, waiting: waitingCount };
}
