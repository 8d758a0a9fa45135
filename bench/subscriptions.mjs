// Figures of subscriptions: the time from the record of a change to the client, the CPU time of one change for many subscribers, the memory of an
// idle one, and what a client costs that never reads.
//   npm run build && node bench/subscriptions.mjs [--subscribers 1000] [--changes 200] [--rounds 20]
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import WebSocket from "ws";
import { prepareDatabase } from "./data/load.mjs";
import { startServer } from "./measure/children.mjs";
import { processCpu, used } from "./measure/cpu.mjs";
import { askOnce } from "./measure/http-client.mjs";
import { forgetToken, makeToken } from "./measure/write-then-read.mjs";
import { CONTRACT } from "./workloads/contract.mjs";

const { values } = parseArgs({
  options: {
    posts: { type: "string", default: "200" },
    subscribers: { type: "string", default: "1000" },
    changes: { type: "string", default: "200" },
    rounds: { type: "string", default: "20" },
  },
});
const subscribers = Number(values.subscribers);
const DOCUMENT = "subscription Follow { changes { cursor at kind nodeId paths } }";
const log = (text) => process.stderr.write(`${text}\n`);
const quantile = (numbers, share) =>
  [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))];

const databaseUrl = await prepareDatabase({ posts: Number(values.posts), seed: 1, dist: "dist", log });
const admin = new pg.Client({ connectionString: databaseUrl });
await admin.connect();
const token = await makeToken({ dist: "dist", databaseUrl });
const probe = (port) => askOnce(port, "/graphql", JSON.stringify({ query: CONTRACT.W1 }));
const env = { BENCH_DIST: "dist", SUBSCRIPTION_CONNECTIONS: "100000", SUBSCRIPTION_PING_MS: "600000" };
const [server, other] = [
  await startServer({ name: "ours", databaseUrl, env, probe }),
  await startServer({ name: "ours", databaseUrl, env, probe }),
];
const TRANSPORTS = [
  ["WebSocket", openWebSocket],
  ["event stream", openStream],
];
const rows = [];
try {
  const site = await readSite();
  await warmUp(site);

  // The memory, by the growth from a first half to a second one.
  for (const [title, open] of TRANSPORTS) {
    const clients = [];
    const grow = async () => {
      for (let i = 0; i < subscribers; i += 1) clients.push(await open(server.port));
      await sleep(1_500);
      return megabytesOf(server.pid);
    };
    await grow();
    const first = await grow();
    await grow();
    const second = await grow();
    rows.push([
      `an idle subscriber, ${title}`,
      `${(((second - first) * 1_024) / (2 * subscribers)).toFixed(1)} kB`,
      "20 kB",
    ]);
    await closeAll(clients);
  }

  // The time, with a hundred subscribers, of changes that another process commits.
  {
    const latencies = [];
    const received = ({ at }) => latencies.push(Date.now() - Date.parse(at));
    const clients = [];
    for (let i = 0; i < 50; i += 1)
      clients.push(await openWebSocket(server.port, received), await openStream(server.port, received));
    for (let i = 0; i < Number(values.changes); i += 1) {
      await rename(other.port, site);
      await sleep(20);
    }
    await sleep(500);
    const expected = Number(values.changes) * clients.length;
    if (latencies.length < expected) log(`  Only ${latencies.length} of ${expected} events arrived.`);
    const shown = `${quantile(latencies, 0.5)} ms, 99th percentile ${quantile(latencies, 0.99)} ms, longest ${Math.max(...latencies)} ms`;
    rows.push(["from the record of a change in another process to 100 clients", shown, "20 ms (p99)"]);
    await closeAll(clients);
  }

  // The CPU time of the process with the subscribers, beyond that of the same with one.
  for (const [title, open] of TRANSPORTS) {
    const alone = await cpuOfChanges(open, 1, site);
    const many = await cpuOfChanges(open, subscribers, site);
    const shown = `${(many - alone).toFixed(1)} ms (with one: ${alone.toFixed(1)} ms)`;
    rows.push([`CPU time of a change for ${subscribers} subscribers, ${title}`, shown, "60 ms"]);
  }

  // A client that never reads, beside those that do.
  {
    let events = 0;
    const clients = [];
    for (let i = 0; i < subscribers; i += 1) clients.push(await openStream(server.port, () => (events += 1)));
    const stuck = await openStuck(server.port);
    await rename(other.port, site);
    await sleep(1_000);
    const before = await megabytesOf(server.pid);
    const changes = 3 * Number(values.changes);
    const grown = [];
    for (let i = 1; i <= changes; i += 1) {
      await rename(other.port, site);
      await sleep(20);
      if (i % Number(values.changes) > 0) continue;
      await sleep(3_000);
      grown.push(((await megabytesOf(server.pid)) - before).toFixed(1));
    }
    const lost = (changes + 1) * subscribers - events;
    const shown = `${grown.join(", ")} MB more after each ${values.changes} changes; ${lost} events missing with the others`;
    rows.push([`${subscribers} streams and one that is never read`, shown, "flat; 0"]);
    stuck.destroy();
    await closeAll(clients);
  }
  process.stdout.write(
    `| what | measured | target |\n| --- | --- | --- |\n${rows.map((row) => `| ${row.join(" | ")} |\n`).join("")}`,
  );
} finally {
  await Promise.all([server.stop(), other.stop()]);
  await forgetToken(admin);
  await admin.end();
}

async function cpuOfChanges(open, count, site) {
  const rounds = Number(values.rounds);
  const clients = [];
  let events = 0;
  for (let i = 0; i < count; i += 1) clients.push(await open(server.port, () => (events += 1)));
  await sleep(500);
  const before = await processCpu(server.pid);
  for (let round = 0; round < rounds; round += 1) {
    const expected = (round + 1) * count;
    await rename(other.port, site);
    while (events < expected) await sleep(5);
  }
  const cpu = used(before, await processCpu(server.pid)) / 1_000 / rounds;
  await closeAll(clients);
  return cpu;
}

async function graphql(port, query, variables) {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  const [result] = Object.values(data ?? {});
  if (errors || result?.errors?.length > 0) throw new Error(JSON.stringify(errors ?? result.errors));
  return result;
}

async function readSite() {
  return { ...(await graphql(server.port, "{ site { version } }")), renames: 0 };
}

/** One change that readers notice. */
async function rename(port, site) {
  site.renames += 1;
  const update =
    "mutation ($input: UpdateSiteInput!) { updateSite(input: $input) { site { version } errors { message } } }";
  const input = { expectedVersion: site.version, title: `Number ${site.renames}` };
  site.version = (await graphql(port, update, { input })).site.version;
}

async function warmUp(site) {
  const clients = [];
  for (let i = 0; i < 150; i += 1) clients.push(await openWebSocket(server.port), await openStream(server.port));
  for (let i = 0; i < 30; i += 1) await rename(other.port, site);
  await closeAll(clients);
}

async function openWebSocket(port, onEvent = () => undefined) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, "graphql-transport-ws", { perMessageDeflate: false });
  await once(socket, "open");
  socket.send('{"type":"connection_init"}');
  await once(socket, "message");
  socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: DOCUMENT } }));
  socket.on("message", (text) => {
    const { type, payload } = JSON.parse(String(text));
    if (type !== "next" || payload.errors) throw new Error(String(text));
    onEvent(payload.data.changes);
  });
  return { close: () => socket.terminate() };
}

function streamRequest(port) {
  return `GET /graphql?query=${encodeURIComponent(DOCUMENT)} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: text/event-stream\r\n\r\n`;
}

async function openStream(port, onEvent = () => undefined) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(streamRequest(port));
  await once(socket, "data");
  let text = "";
  socket.on("data", (bytes) => {
    text += bytes;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const data = /^data: (.*)$/m.exec(text.slice(0, end));
      if (data !== null) onEvent(JSON.parse(data[1]).data.changes);
      text = text.slice(end + 2);
    }
  });
  return { close: () => socket.destroy() };
}

async function openStuck(port) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.pause();
  socket.write(streamRequest(port));
  return socket;
}

async function closeAll(clients) {
  for (const client of clients) client.close();
  await sleep(500);
}

/** What the process shares with others, such as the program of Node, counts in parts (PSS). */
async function megabytesOf(pid) {
  const memory = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+)/m.exec(memory)?.[1] ?? 0) / 1_024;
}
