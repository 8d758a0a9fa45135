// Cost of a cached response compared with the floor of HTTP itself: the service and a constant node:http server send the
// same bytes in turn, whole and as 304. A second constant server sends the headers of the service's responses as well.
//   npm run bench:cached -- [--posts 1000] [--rounds 5] [--seconds 2] [--profile FOLDER]
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { prepareDatabase } from "./data/load.mjs";
import { startServer } from "./measure/children.mjs";
import { processCpu, used } from "./measure/cpu.mjs";
import { askOnce, closedLoop, rawGet, rawRequest } from "./measure/http-client.mjs";
import { CONTRACT } from "./workloads/contract.mjs";

const { values } = parseArgs({
  options: {
    posts: { type: "string", default: "1000" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" },
    connections: { type: "string", default: "16" },
    profile: { type: "string" },
    dist: { type: "string", default: "dist" },
  },
});
const WARM_MS = 1_000;
const log = (text) => process.stderr.write(`${text}\n`);
const databaseUrl = await prepareDatabase({ posts: Number(values.posts), seed: 1, dist: values.dist, log });
const folder = await mkdtemp(join(tmpdir(), "colophon-bench-"));
const admin = new pg.Client({ connectionString: databaseUrl });
await admin.connect();
const servers = [];
try {
  const [{ slug }] = (
    await admin.query("select slug from post where visible_from <= now() order by visible_from desc limit 1")
  ).rows;
  const questions = { W1: { query: CONTRACT.W1 }, W2: { query: CONTRACT.W2, variables: { slug } } };
  const env = { BENCH_DIST: values.dist, CACHE_BYTES: "33554432", POOL_WAIT_MS: "30000" };
  const ours = await startServer({
    ...{ name: "ours", databaseUrl, env, probe: (port) => askOnce(port, "/graphql", JSON.stringify(questions.W1)) },
    nodeArguments: values.profile ? ["--cpu-prof", `--cpu-prof-dir=${values.profile}`] : [],
  });
  servers.push(ours);
  const answers = {};
  for (const [name, question] of Object.entries(questions)) {
    const response = await fetch(`http://127.0.0.1:${ours.port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(question),
    });
    answers[name] = await response.text();
  }
  const pages = { "front-page": "/", "post-page": `/posts/${slug}` };
  for (const [name, path] of Object.entries(pages)) {
    answers[name] = await (await fetch(`http://127.0.0.1:${ours.port}${path}`)).text();
  }
  const answersFile = join(folder, "answers.json");
  await writeFile(answersFile, JSON.stringify(answers));
  const probe = (port) => askOnce(port, "/W1", "{}");
  const BENCH_HEADS = JSON.stringify(await headsOf(ours.port, questions.W1));
  for (const more of [{}, { BENCH_HEADS }])
    servers.push(
      await startServer({ name: "constant", databaseUrl, env: { BENCH_ANSWERS: answersFile, ...more }, probe }),
    );
  const rows = [];
  for (const [name, question] of Object.entries(questions)) {
    const search = new URLSearchParams({ query: question.query, variables: JSON.stringify(question.variables ?? {}) });
    const path = `/graphql?${search}`;
    const preflight = { "content-type": "application/json" };
    const etag = (
      await fetch(`http://127.0.0.1:${ours.port}${path}`, { headers: { ...preflight, accept: "application/json" } })
    ).headers.get("etag");
    const requests = {
      "200 by POST": (server) =>
        server === ours
          ? rawRequest(server.port, "/graphql", JSON.stringify(question))
          : rawRequest(server.port, `/${name}`, JSON.stringify(question)),
      "200 by GET": (server) => rawGet(server.port, server === ours ? path : `/${name}`, preflight),
      "304 by GET": (server) =>
        rawGet(server.port, server === ours ? path : `/${name}`, { ...preflight, "if-none-match": etag }),
    };
    for (const [kind, requestOf] of Object.entries(requests)) {
      rows.push({ name, kind, ...(await compare(requestOf)) });
      log(`  ${name} ${kind}: ${JSON.stringify(rows.at(-1))}`);
    }
  }
  for (const [name, path] of Object.entries(pages)) {
    const etag = (await fetch(`http://127.0.0.1:${ours.port}${path}`)).headers.get("etag");
    const pathAt = (server) => (server === ours ? encodeURI(path) : `/${name}`);
    const accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    const kinds = { "200 by GET": { accept }, "304 by GET": { accept, "if-none-match": etag } };
    for (const [kind, headers] of Object.entries(kinds)) {
      rows.push({ name, kind, ...(await compare((server) => rawGet(server.port, pathAt(server), headers))) });
      log(`  ${name} ${kind}: ${JSON.stringify(rows.at(-1))}`);
    }
  }
  const markdown = report(rows);
  await mkdir(new URL("results/", import.meta.url), { recursive: true });
  await writeFile(new URL("results/cached.md", import.meta.url), markdown);
  process.stdout.write(markdown);
} finally {
  for (const server of servers) await server.stop();
  await admin.end();
  await rm(folder, { recursive: true, force: true });
}

/** The headers of a response by GET, whole and as 304, without those that Node adds by itself. */
async function headsOf(port, { query }) {
  const url = `http://127.0.0.1:${port}/graphql?${new URLSearchParams({ query })}`;
  const ask = async (more) => (await fetch(url, { headers: { "content-type": "application/json", ...more } })).headers;
  const flat = (headers) =>
    [...headers].filter(([name]) => !/^(date|connection|keep-alive|content-length)$/.test(name)).flat();
  const whole = await ask({});
  return { whole: flat(whole), bare: flat(await ask({ "if-none-match": whole.get("etag") })) };
}

/** Medians of rounds in which all take turns. */
async function compare(requestOf) {
  const samples = servers.map(() => []);
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const [index, server] of servers.entries()) {
      const load = { port: server.port, requests: [requestOf(server)], connections: Number(values.connections) };
      const before = await processCpu(server.pid);
      const milliseconds = round === 0 ? WARM_MS : Number(values.seconds) * 1_000;
      const { answered, seconds } = await closedLoop({ ...load, milliseconds });
      const cpu = used(before, await processCpu(server.pid)) / answered;
      if (round > 0) samples[index].push({ rate: answered / seconds, cpu });
    }
  }
  const median = (list, key) => list.map((one) => one[key]).sort((a, b) => a - b)[list.length >> 1];
  const [ours, constant, headed] = samples.map((list) => ({ rate: median(list, "rate"), cpu: median(list, "cpu") }));
  return { ours, constant, headed };
}

function report(rows) {
  const lines = rows.map(({ name, kind, ours, constant, headed }) => {
    const [rate, cpu] = [ours.rate / constant.rate, ours.cpu / constant.cpu];
    const beside = `${(ours.rate / headed.rate).toFixed(2)} x, ${(ours.cpu / headed.cpu).toFixed(2)} x`;
    const cells = [name, kind, Math.round(ours.rate), Math.round(constant.rate), `${rate.toFixed(2)} x`];
    return `| ${[...cells, ours.cpu.toFixed(1), constant.cpu.toFixed(1), `${cpu.toFixed(2)} x`, beside].join(" | ")} |`;
  });
  return [
    "# Cached responses compared with a constant node:http server that sends the same bytes\n",
    `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC, Node ${process.version}, ${values.connections} connections; medians of ${values.rounds} rounds of ${values.seconds} s.\n`,
    "| | | req/s | constant | ratio | CPU us | constant | ratio | both, with the same headers |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...lines,
    "",
  ].join("\n");
}
