// Starts Debian's PgBouncer in front of a server, as the user postgres if the tests run as root, since PgBouncer refuses to run as root.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { eventually } from "../../support/eventually.js";

const PROGRAM = "/usr/sbin/pgbouncer";

export interface PgBouncer {
  /** The same URL, through the pooler. */
  through(url: string): string;
  /** Ends sessions of the server when their transaction ends, so that new ones are opened. */
  reconnect(): Promise<void>;
  stop(): Promise<void>;
}

export interface PgBouncerOptions {
  mode: "session" | "transaction";
  /** The server, with a role that may log in. */
  url: string;
  /** Passwords by role. */
  logins: Readonly<Record<string, string>>;
  settings?: Readonly<Record<string, string>>;
}

export async function startPgBouncer({ mode, url, logins, settings = {} }: PgBouncerOptions): Promise<PgBouncer> {
  const folder = await mkdtemp(join(tmpdir(), "colophon-pgbouncer-"));
  await chmod(folder, 0o755);
  const port = await freePort();
  const { hostname, port: serverPort } = new URL(url);
  const users = Object.entries({ ...logins, console: "console" });
  await writeFile(join(folder, "users.txt"), users.map(([role, password]) => `"${role}" "${password}"\n`).join(""));
  const all = {
    listen_addr: "127.0.0.1",
    listen_port: String(port),
    unix_socket_dir: "",
    auth_type: "scram-sha-256",
    auth_file: join(folder, "users.txt"),
    admin_users: "console",
    pool_mode: mode,
    default_pool_size: "20",
    max_client_conn: "200",
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  const file = join(folder, "pgbouncer.ini");
  await writeFile(
    file,
    `[databases]\n* = host=${hostname} port=${serverPort || "5432"}\n[pgbouncer]\n${lines.join("\n")}\n`,
  );
  const isRoot = process.getuid?.() === 0;
  const child = spawn(PROGRAM, [...(isRoot ? ["-u", "postgres"] : []), file], { stdio: ["ignore", "ignore", "pipe"] });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const ended = once(child, "exit");
  const through = (target: string): string => {
    const pooled = new URL(target);
    pooled.host = `127.0.0.1:${port}`;
    return pooled.href;
  };
  const onConsole = async (command: string): Promise<void> => {
    const console = new pg.Client({
      host: "127.0.0.1",
      port,
      user: "console",
      password: "console",
      database: "pgbouncer",
    });
    await console.connect();
    // The console knows only the simple protocol, and no transaction.
    await console.query(command).finally(() => console.end());
  };
  await eventually(() => /process up/.test(output) || child.exitCode !== null, "PgBouncer listens");
  if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${output}`);
  return {
    through,
    reconnect: () => onConsole("reconnect"),
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
