// A service that cannot start reports the reason and ends: nothing that it has opened keeps its process alive.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { it } from "node:test";
import { startServeProcess } from "./faults/serve-process.js";
import { createScratchDatabase } from "./support/database.js";

it("ends with one line on standard error if its port is in use", async () => {
  const scratch = await createScratchDatabase();
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const address = holder.address();
  const port = String(typeof address === "object" && address !== null ? address.port : 0);
  try {
    // Rejects when the process has ended; a process that hangs would time out.
    const start = startServeProcess({ databaseUrl: scratch.url, env: { PORT: port } });
    await assert.rejects(
      start,
      new RegExp(`ended with 1: colophon: Expected to listen on 127\\.0\\.0\\.1:${port}, got EADDRINUSE`),
    );
  } finally {
    holder.close();
    await scratch.drop();
  }
});
