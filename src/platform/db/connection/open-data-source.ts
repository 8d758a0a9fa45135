// Opens a data source, directly or through a pooler: if the settings of its sessions are refused, they are left to the role, and the check
// of the sessions tells what the role lacks.
import pg from "pg";
import type { DataSource } from "typeorm";
import { createDataSource, type DatabaseOptions, initializeSource, type SchemaLists } from "../data-source.js";

/**
 * What poolers say to parameters of a connection that they do not know: PgBouncer "unsupported startup parameter: options", RDS Proxy
 * "RDS Proxy currently doesn't support command-line options".
 */
const REFUSAL = /startup parameter|command-line options/i;

const refusesSettings = (error: unknown): boolean => error instanceof pg.DatabaseError && REFUSAL.test(error.message);

export async function openDataSource(options: DatabaseOptions, lists: SchemaLists): Promise<DataSource> {
  try {
    return await initializeSource(createDataSource(options, lists));
  } catch (error) {
    if (!refusesSettings(error)) throw error;
    return initializeSource(createDataSource({ ...options, settingsFrom: "role" }, lists));
  }
}
