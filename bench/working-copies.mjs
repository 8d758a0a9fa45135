// Cost of an autosave: saves of working copies with a body of 50 kB, each connection on a post of its own. Prints saves a second and the CPU time
// of a save in the service and in PostgreSQL, as medians of rounds, beside an ordinary change of the same posts by `updatePost`, and beside the
// floor: a program that does nothing but send the same texts to PostgreSQL, one prepared update in a transaction each.
//   npm run build && node bench/working-copies.mjs [--posts 1000] [--rounds 5] [--seconds 2] [--connections 8] [--kilobytes 50]
import { parseArgs } from "node:util";
import pg from "pg";
import { prepareDatabase } from "./data/load.mjs";
import { startServer } from "./measure/children.mjs";
import { backendCpu, processCpu, used } from "./measure/cpu.mjs";
import { askOnce, closedLoop, jsonOf, rawRequest } from "./measure/http-client.mjs";
import { forgetToken, makeToken } from "./measure/write-then-read.mjs";

const { values } = parseArgs({
  options: {
    posts: { type: "string", default: "1000" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" },
    connections: { type: "string", default: "8" },
    kilobytes: { type: "string", default: "50" },
    profile: { type: "string" },
  },
});
const SAVE = `mutation ($input: SaveWorkingCopyInput!) { saveWorkingCopy(input: $input) {
  workingCopy { version isBehind savedAt } errors { code message } } }`;
const UPDATE = `mutation ($input: UpdatePostInput!) { updatePost(input: $input) { post { version } errors { code message } } }`;
const log = (text) => process.stderr.write(`${text}\n`);
const connections = Number(values.connections);

const databaseUrl = await prepareDatabase({ posts: Number(values.posts), seed: 1, dist: "dist", log });
const admin = new pg.Client({ connectionString: databaseUrl });
await admin.connect();
const token = await makeToken({ dist: "dist", databaseUrl });
const POSTS = JSON.stringify({ query: `{ posts(first: ${connections}) { nodes { id version } } }` });
const server = await startServer({
  ...{
    name: "ours",
    databaseUrl,
    env: { BENCH_DIST: "dist", POOL_WAIT_MS: "30000" },
    probe: (port) => askOnce(port, "/graphql", POSTS),
  },
  nodeArguments: values.profile ? ["--cpu-prof", `--cpu-prof-dir=${values.profile}`] : [],
});
try {
  await admin.query("truncate working_copy, ended_working_copy");
  const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: POSTS,
  });
  const posts = (await response.json()).data.posts.nodes.map((post) => ({ ...post, copy: null, saves: 0 }));
  const send = async (connection, query, input) => {
    const body = JSON.stringify({ query, variables: { input } });
    const headers = { authorization: `Bearer ${token}` };
    const { data, errors } = jsonOf(await connection.send(rawRequest(server.port, "/graphql", body, headers)));
    const [result] = Object.values(data ?? {});
    if (errors || result.errors.length > 0) throw new Error(JSON.stringify(errors ?? result.errors));
    return result;
  };
  const { rows } = await admin.query("select source from post_body order by post_id limit 200");
  const sources = rows.map(({ source }) => source);
  // The texts of other posts, which begin somewhere else in each save.
  const text = (post) => {
    let body = "";
    for (let place = post.saves++; Buffer.byteLength(body) < Number(values.kilobytes) * 1_000; place += 1) {
      body += `${sources[place % sources.length]}\n\n`;
    }
    return body;
  };
  const save = async (connection, index) => {
    const post = posts[index];
    const input = {
      postId: post.id,
      baseVersion: post.version,
      expectedWorkingCopyVersion: post.copy,
      body: { source: text(post) },
    };
    post.copy = (await send(connection, SAVE, input)).workingCopy.version;
  };
  const update = async (connection, index) => {
    const post = posts[index];
    const input = { id: post.id, expectedVersion: post.version, body: { source: text(post) } };
    post.version = (await send(connection, UPDATE, input)).post.version;
  };
  const samples = { saveWorkingCopy: [], updatePost: [] };
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const [name, exchange] of Object.entries({ saveWorkingCopy: save, updatePost: update })) {
      const sample = await measure(exchange);
      if (round > 0) samples[name].push(sample);
    }
  }
  samples.floor = [await floor(text)];
  console.table(Object.fromEntries(Object.entries(samples).map(([name, rows]) => [name, medians(rows)])));
} finally {
  await server.stop();
  await forgetToken(admin);
  await admin.end();
}

/** Its CPU is that of this process, in which nothing else runs meanwhile. */
async function floor(text) {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      return client;
    }),
  );
  const { rows } = await admin.query("select post_id as id from working_copy order by 1");
  const statement = "update working_copy set source = $2, version = version + 1, saved_at = now() where post_id = $1";
  const run = async (milliseconds) => {
    let saves = 0;
    const until = performance.now() + milliseconds;
    const each = async (client, { id }) => {
      for (const post = { saves: 0 }; performance.now() < until; saves += 1) {
        await client.query("begin");
        await client.query({ name: "floor", text: statement, values: [id, text(post)] });
        await client.query("commit");
      }
    };
    await Promise.all(clients.map((client, index) => each(client, rows[index])));
    return saves;
  };
  await run(1_000);
  const before = [process.cpuUsage(), await backendCpu(admin), performance.now()];
  const saves = await run(Number(values.seconds) * 1_000);
  const { user, system } = process.cpuUsage(before[0]);
  const seconds = (performance.now() - before[2]) / 1_000;
  const [service, database] = [user + system, used(before[1], await backendCpu(admin))].map(
    (time) => time / saves / 1_000,
  );
  for (const client of clients) await client.end();
  return {
    "per second": saves / seconds,
    "service ms": service,
    "PostgreSQL ms": database,
    "CPU ms": service + database,
  };
}

async function measure(exchange) {
  const before = [await processCpu(server.pid), await backendCpu(admin)];
  const { answered, seconds } = await closedLoop({
    port: server.port,
    exchange,
    connections,
    milliseconds: Number(values.seconds) * 1_000,
  });
  const after = [await processCpu(server.pid), await backendCpu(admin)];
  const [service, database] = before.map((reading, place) => used(reading, after[place]) / answered / 1_000);
  return {
    "per second": answered / seconds,
    "service ms": service,
    "PostgreSQL ms": database,
    "CPU ms": service + database,
  };
}

function medians(rows) {
  const middle = (name) => rows.map((row) => row[name]).sort((one, other) => one - other)[rows.length >> 1];
  return Object.fromEntries(Object.keys(rows[0]).map((name) => [name, Number(middle(name).toFixed(2))]));
}
