// A service that cannot start says so and ends: nothing that it has opened before may keep its process alive.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { it } from "node:test";
import { startServeProcess } from "./faults/serve-process.js";
import { createScratchDatabase } from "./support/database.js";

it("ends with a clear line where its port is taken", async () => {
  const scratch = await createScratchDatabase();
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const address = holder.address();
  const port = String(typeof address === "object" && address !== null ? address.port : 0);
  try {
    // Rejects once the process has ended, and never where it hangs.
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
