// Starts the servers as processes of their own, waits until they answer, and ends those and nothing else.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const running = new Set();
/** Whatever ends the bench, its servers end with it. */
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
]) {
  process.once(signal, () => process.exit(code));
}

const START_MS = 60_000;
const END_MS = 5_000;

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** `probe(port)` resolves once the server answers. */
export async function startServer({
  name,
  script: scriptName = name,
  databaseUrl,
  env,
  node,
  nodeArguments = [],
  probe,
}) {
  const port = await freePort();
  const script = fileURLToPath(new URL(`../servers/${scriptName}.mjs`, import.meta.url));
  const child = spawn(node ?? process.execPath, [...nodeArguments, script], {
    env: { ...process.env, NODE_ENV: "production", ...env, PORT: String(port), DATABASE_URL: databaseUrl },
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  let said = "";
  child.stderr.on("data", (text) => {
    said = (said + text).slice(-4_000);
  });
  const server = { name, port, pid: child.pid, stop: () => stop(child) };
  const until = Date.now() + START_MS;
  for (;;) {
    const failure = await probe(port).then(
      () => null,
      (error) => error,
    );
    if (failure === null) return server;
    if (child.exitCode !== null || Date.now() > until) {
      await stop(child);
      throw new Error(`${name} did not start: ${failure.message}\n${said}`);
    }
    await sleep(100);
  }
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = globalThis.setTimeout(() => child.kill("SIGKILL"), END_MS);
  await ended;
  clearTimeout(timer);
}
