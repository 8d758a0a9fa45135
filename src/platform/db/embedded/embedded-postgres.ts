// Gives the service a real PostgreSQL when nobody configured one: kept in a directory, shared by the processes that
// name the same directory, stopped by the last of them. The parts live beside, in embedded-*.ts.
import { findBinaries } from "./binaries.js";
import { openCluster } from "./cluster.js";
import { EmbeddedServer } from "./embedded-server.js";
import { databaseUrl } from "./lease.js";
import { boundLog } from "./server-log.js";

export { EmbeddedPostgresError } from "./embedded-error.js";

export interface EmbeddedPostgresOptions {
  /** The directory that holds the cluster; created when absent. */
  dataDir: string;
  /** Server settings beyond or instead of ours. They count for the process that launches the server. */
  settings?: Record<string, string>;
  /** More arguments for initdb. */
  initArgs?: readonly string[];
  log?: (message: string) => void;
}

export interface EmbeddedPostgres {
  /** Of an ordinary role that owns the database and may create others. The same until `stop`. */
  url: string;
  /** Whether this call made the cluster. */
  isNew: boolean;
  /** Leaves the server, and stops it unless another process still uses it. */
  stop(): Promise<void>;
}

/** For a small service on one machine: loopback only, little memory, disk use and log bounded, no SQL in the log. */
const SETTINGS: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "128MB",
  effective_cache_size: "512MB",
  max_wal_size: "512MB",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_checkpoints: "off",
};

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(await findBinaries(), options.dataDir, options.initArgs ?? []);
  const server = new EmbeddedServer(cluster, { ...SETTINGS, ...options.settings }, options.log ?? (() => undefined));
  const port = await server.open();
  const unboundLog = boundLog(cluster.logFile);
  let stopped: Promise<void> | null = null;
  return {
    url: databaseUrl(port, cluster.password),
    isNew: cluster.isNew,
    stop() {
      unboundLog();
      stopped ??= server.stop();
      return stopped;
    },
  };
}
