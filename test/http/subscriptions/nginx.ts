// Starts Debian's nginx with the configuration that docs/operations.md prints, on another port and in front of another service.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../platform/db/pgbouncer.js";
import { eventually } from "../../support/eventually.js";

const PROGRAM = "/usr/sbin/nginx";
const DOCUMENT = readFileSync(new URL("../../../../docs/operations.md", import.meta.url), "utf8");
const PRINTED = /^```nginx\n(.*?)^```/ms.exec(DOCUMENT)?.[1] ?? "";
/** What concerns TLS, which tests do without. `http2` is a part of `listen` before nginx 1.25. */
const TLS_LINE = /^ *(?:http2|ssl_certificate(?:_key)?) .*\n/gm;

export interface Nginx {
  url: string;
  stop(): Promise<void>;
}

/** Resolves when nginx accepts connections for the service at `target`. */
export async function startNginx(target: string): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), "colophon-nginx-"));
  const port = await freePort();
  const file = join(folder, "nginx.conf");
  await writeFile(file, configuration(folder, `127.0.0.1:${port}`, new URL(target).host));
  const child = spawn(PROGRAM, ["-p", folder, "-e", "stderr", "-c", file], { stdio: ["ignore", "ignore", "pipe"] });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const ended = once(child, "exit");
  await eventually(async () => child.exitCode !== null || (await accepts(port)), "nginx accepts connections");
  if (child.exitCode !== null) throw new Error(`nginx ended: ${output}`);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, address: string, service: string): string {
  const replaced = [
    [TLS_LINE, ""],
    ["listen 443 ssl;", `listen ${address};`],
    ["server 127.0.0.1:4000;", `server ${service};`],
  ] as const;
  let server = PRINTED;
  for (const [old, now] of replaced) {
    const changed = server.replace(old, now);
    assert.notEqual(changed, server, `docs/operations.md does not print ${old}.`);
    server = changed;
  }
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events {}
http {
access_log off;
${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n")}
${server}
}
`;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
