// Provides a real PostgreSQL server if no database is configured. Its data lives in one directory; all processes that use the
// directory share the server, and the last one stops it.
import { findBinaries } from "./binaries.js";
import { openCluster } from "./cluster.js";
import { EmbeddedServer } from "./embedded-server.js";
import { databaseUrl } from "./lease.js";
import { limitLogSize } from "./server-log.js";

export { EmbeddedPostgresError } from "./embedded-error.js";

export interface EmbeddedPostgresOptions {
  /** The directory of the cluster; created if it does not exist. */
  dataDir: string;
  /** Server settings that extend or override the defaults. They apply if this process launches the server. */
  settings?: Record<string, string>;
  /** Additional arguments for initdb. */
  initArgs?: readonly string[];
  log?: (message: string) => void;
}

export interface EmbeddedPostgres {
  /** URL for an ordinary role that owns the database and may create others. It does not change until `stop`. */
  url: string;
  /** Whether this call created the cluster. */
  isNew: boolean;
  /** Disconnects from the server, and stops it unless another process uses it. */
  stop(): Promise<void>;
}

/** Settings for a small service on one machine: loopback only, little memory, bounded disk use, no SQL in the log. */
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
  const stopLimitingLog = limitLogSize(cluster.logFile);
  let stopped: Promise<void> | null = null;
  return {
    url: databaseUrl(port, cluster.password),
    isNew: cluster.isNew,
    stop() {
      stopLimitingLog();
      stopped ??= server.stop();
      return stopped;
    },
  };
}
