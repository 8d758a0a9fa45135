// Costs of pictures: an upload of 5 MB until the asset exists, the CPU time of encoding 12 megapixels to 960 pixels as WebP, requests a second of a
// variant beside a program that does nothing but send the same bytes, latency of GraphQL while pictures are encoded, and memory.
//   npm run build && node bench/assets.mjs [--posts 1000] [--rounds 5] [--seconds 3] [--rate 100] [--connections 16]
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import sharp from "sharp";
import { prepareDatabase } from "./data/load.mjs";
import { startServer } from "./measure/children.mjs";
import { processCpu, used } from "./measure/cpu.mjs";
import { askOnce, closedLoop, openLoop, rawGet, rawRequest } from "./measure/http-client.mjs";
import { forgetToken, makeToken } from "./measure/write-then-read.mjs";
import { CONTRACT } from "./workloads/contract.mjs";

const { values } = parseArgs({
  options: {
    posts: { type: "string", default: "1000" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "3" },
    rate: { type: "string", default: "100" },
    connections: { type: "string", default: "16" },
  },
});
const rounds = Number(values.rounds);
const milliseconds = Number(values.seconds) * 1_000;
const WINDOW_MS = 1_000;
const log = (text) => process.stderr.write(`${text}\n`);
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

const databaseUrl = await prepareDatabase({ posts: Number(values.posts), seed: 1, dist: "dist", log });
const folder = await mkdtemp(join(tmpdir(), "colophon-bench-"));
const admin = new pg.Client({ connectionString: databaseUrl });
await admin.connect();
const token = await makeToken({ dist: "dist", databaseUrl });
const W1 = JSON.stringify({ query: CONTRACT.W1 });
const server = await startServer({
  ...{ name: "ours", databaseUrl, env: { BENCH_DIST: "dist", ASSETS_DIR: folder } },
  probe: (port) => askOnce(port, "/graphql", W1),
});
let constant = null;
try {
  const photographs = await Promise.all(Array.from({ length: rounds + 3 }, (_, index) => photograph(index)));
  log(`  ${photographs.length} photographs of ${(photographs[0].length / 1e6).toFixed(1)} MB and 12 megapixels`);
  await warmUp();
  const restMegabytes = await megabytes();
  const watch = watchMemory();

  const uploads = [];
  const assets = [];
  for (const bytes of photographs) {
    const started = performance.now();
    assets.push(await upload(bytes));
    uploads.push(performance.now() - started);
  }
  await publish(assets);
  const bases = await Promise.all(assets.map(baseOf));

  const encodings = [];
  for (const base of bases.slice(0, rounds)) {
    const before = await childrenCpu();
    await bytesOf(`${base}/w960.webp`);
    encodings.push((await childrenCpu()) - before);
  }

  const path = `${bases[0]}/w960.webp`;
  constant = await startConstant(path);
  const rates = { service: [], constant: [] };
  const costs = { service: [], constant: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, { port, pid }] of Object.entries({ service: server, constant })) {
      const load = { port, requests: [rawGet(port, path, {})], connections: Number(values.connections) };
      const before = await processCpu(pid);
      const { answered, seconds } = await closedLoop({ ...load, milliseconds: round === 0 ? 1_000 : milliseconds });
      if (round === 0) continue;
      rates[name].push(answered / seconds);
      costs[name].push(used(before, await processCpu(pid)) / answered);
    }
  }

  const queries = { port: server.port, requests: [rawRequest(server.port, "/graphql", W1)], connections: 16 };
  const load = { ...queries, rate: Number(values.rate), milliseconds: WINDOW_MS };
  await openLoop(load);
  const idle = [];
  const busy = [];
  const variants = bases.flatMap((base) =>
    ["w2560", "w1920", "w1280", "w640", "w320"].flatMap((name) => [`${base}/${name}.webp`, `${base}/${name}.jpg`]),
  );
  // Short windows in turn, so that other work of the machine falls on both.
  for (let window = 0; window < 5 * rounds; window += 1) {
    idle.push(...(await openLoop(load)).latencies);
    let isOver = false;
    const encode = async () => {
      while (!isOver && variants.length > 0) await bytesOf(variants.pop());
    };
    const encoders = [encode(), encode()];
    busy.push(...(await openLoop(load)).latencies);
    isOver = true;
    await Promise.all(encoders);
  }
  if (variants.length === 0) log("  Too few variants for the duration: encoding ended before the measurement.");
  const ratio = median(rates.service) / median(rates.constant);
  const rows = [
    [
      "5 MB, from `createUpload` to the asset",
      `${Math.round(median(uploads))} ms (first ${Math.round(uploads[0])} ms)`,
      "1,000 ms",
    ],
    ["CPU time of 12 megapixels JPEG to 960 pixels WebP", `${Math.round(median(encodings))} ms`, "350 ms"],
    [
      "a variant, requests a second",
      `${Math.round(median(rates.service))}, ${ratio.toFixed(2)} × the floor; ${Math.round(median(costs.service))} µs of CPU, ${Math.round(median(costs.constant))} µs for the floor`,
      "0.6 ×",
    ],
    [
      "99th percentile of GraphQL during two encodings",
      `${p99(busy).toFixed(1)} ms, else ${p99(idle).toFixed(1)} ms: ${(p99(busy) / p99(idle)).toFixed(2)} ×; median ${median(busy).toFixed(1)} and ${median(idle).toFixed(1)} ms`,
      "1.3 ×",
    ],
    [
      "memory at the peak with the processes that decode, beyond a service that responds to queries",
      `${Math.round(watch.stop() - restMegabytes)} MB`,
      "250 MB",
    ],
  ];
  process.stdout.write(
    `| what | measured | target |\n| --- | --- | --- |\n${rows.map((row) => `| ${row.join(" | ")} |\n`).join("")}`,
  );
} finally {
  constant?.stop();
  await server.stop();
  await forgetToken(admin);
  await admin.end();
  await rm(folder, { recursive: true, force: true });
}

/** Coarse noise over a gradient: about as hard to compress as a landscape. */
async function photograph(seed) {
  const noise = { type: "gaussian", mean: 128, sigma: 40 };
  const grain = await sharp({ create: { width: 2_000, height: 1_500, channels: 3, noise } })
    .png()
    .toBuffer();
  return sharp(grain)
    .resize(4_000, 3_000)
    .modulate({ hue: 40 * seed })
    .jpeg({ quality: 88 })
    .toBuffer();
}

async function graphql(query, variables) {
  const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  const [result] = Object.values(data ?? {});
  if (errors || result?.errors?.length > 0) throw new Error(JSON.stringify(errors ?? result.errors));
  return result;
}

async function upload(bytes) {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const input = { fileName: "photograph.jpg", contentType: "image/jpeg", byteSize: bytes.length, sha256 };
  const create = `mutation ($input: CreateUploadInput!) { createUpload(input: $input) {
    upload { uploadId url headers { name value } } errors { code message } } }`;
  const { upload: target } = await graphql(create, { input });
  const url = new URL(target.url, `http://127.0.0.1:${server.port}`);
  const headers = Object.fromEntries(target.headers.map(({ name, value }) => [name, value]));
  const sent = await fetch(url, { method: "PUT", body: bytes, headers });
  if (!sent.ok) throw new Error(`The upload was responded to with ${sent.status}.`);
  const complete = `mutation ($input: CompleteUploadInput!) { completeUpload(input: $input) { asset { id } errors { code message } } }`;
  return (await graphql(complete, { input: { uploadId: target.uploadId } })).asset.id;
}

/** A public post for each, so that the bytes need no signature. */
async function publish(ids) {
  const create = `mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id } errors { code message } } }`;
  const author = await graphql("{ authors(first: 1) { nodes { id } } }");
  for (const assetId of ids) {
    const input = { title: "Picture", authorIds: [author.nodes[0].id], body: { source: "x" } };
    await graphql(create, {
      input: { ...input, cover: { assetId, alt: "A lake" }, publishAt: "2020-01-01T00:00:00.000Z" },
    });
  }
}

async function baseOf(id) {
  const { url } = await graphql("query ($id: ID!) { asset(id: $id) { url(preset: W960) } }", { id });
  const { pathname, search } = new URL(url, "http://127.0.0.1");
  if (search !== "") throw new Error("The asset is not public.");
  return pathname.replace(/\/[^/]*$/, "");
}

async function bytesOf(path) {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function childrenOf(pid) {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, "utf8").catch(() => "")),
  );
  return lists.join(" ").split(/\s+/).filter(Boolean);
}

/** In milliseconds. */
async function childrenCpu() {
  const all = await Promise.all((await childrenOf(server.pid)).map(processCpu));
  return all.reduce((sum, cpu) => sum + used(new Map(), cpu), 0) / 1_000;
}

/** What the process shares with others, such as the program of Node, counts in parts (PSS). */
async function megabytesOf(pid) {
  const memory = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss:\s+(\d+)/m.exec(memory)?.[1] ?? 0) / 1_024;
}

async function megabytes() {
  const pids = [server.pid, ...(await childrenOf(server.pid))];
  return (await Promise.all(pids.map(megabytesOf))).reduce((sum, each) => sum + each, 0);
}

function watchMemory() {
  let peak = 0;
  const timer = setInterval(async () => {
    peak = Math.max(peak, await megabytes());
  }, 100);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

/** Its memory is then that of a service that responds to queries, not that of one that has just started. */
async function warmUp() {
  const requests = [rawRequest(server.port, "/graphql", W1)];
  await closedLoop({ port: server.port, requests, connections: Number(values.connections), milliseconds: 4_000 });
}

/** The floor: the same bytes under the same headers, from memory. */
async function startConstant(path) {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const headers = [...response.headers].filter(([name]) => !/^(date|connection|keep-alive)$/.test(name)).flat();
  const program = `
    const { createServer } = require("node:http");
    const { bytes, headers } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    const body = Buffer.from(bytes, "base64");
    createServer((request, response) => response.writeHead(200, headers).end(body))
      .listen(0, "127.0.0.1", function () { console.log(this.address().port); });`;
  const child = spawn(process.execPath, ["-e", program], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify({ bytes: bytes.toString("base64"), headers }));
  const [port] = await once(child.stdout, "data");
  return { port: Number(String(port)), pid: child.pid, stop: () => child.kill() };
}

function p99(latencies) {
  return latencies.sort((one, other) => one - other)[Math.floor(latencies.length * 0.99)];
}
