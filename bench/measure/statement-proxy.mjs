// Stands between a server and PostgreSQL and counts the statements that pass, whatever library sends them: Query and
// Execute messages of the protocol. Used while answers are compared, never while anything is timed.
import { connect, createServer } from "node:net";

const QUERY = 0x51;
const EXECUTE = 0x45;

export async function startStatementProxy(databaseUrl) {
  const target = new URL(databaseUrl);
  const counter = { statements: 0 };
  const sockets = new Set();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    const count = createCounter(counter);
    client.on("data", (chunk) => count(chunk));
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        client.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = Object.assign(new URL(databaseUrl), { hostname: "127.0.0.1", port: String(server.address().port) }).href;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url, counter, close };
}

/** Follows the messages of one connection, which may be cut anywhere. The first has no type byte. */
function createCounter(counter) {
  let pending = Buffer.alloc(0);
  let isStarted = false;
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const head = isStarted ? 5 : 4;
      if (pending.length < head) return;
      const size = pending.readUInt32BE(head - 4) + head - 4;
      if (pending.length < size) return;
      if (isStarted && (pending[0] === QUERY || pending[0] === EXECUTE)) counter.statements += 1;
      isStarted = true;
      pending = pending.subarray(size);
    }
  };
}
