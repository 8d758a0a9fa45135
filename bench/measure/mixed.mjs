// The mixed workload: reads drawn by Zipf's law at a fixed rate, beside writes of titles through the server's own API. Tells
// the hit rate of the service's response cache and the CPU of a read; `limit-memory`, without a cache, for comparison.
import { isDeepStrictEqual } from "node:util";
import { normalise } from "../workloads/contract.mjs";
import { MIX, mixedRequests, zipf } from "../workloads/mixed.mjs";
import { startServer } from "./children.mjs";
import { CONTENDERS } from "./contenders.mjs";
import { jsonOf, onConnection, openLoop, rawRequest } from "./http-client.mjs";
import { nextCursor, postsOf, settingOf } from "./inspect.mjs";
import { warmUp, withCpu } from "./warm-up.mjs";
import { restorePosts, savePosts, titleClient } from "./write-then-read.mjs";

const WRITES_PER_SECOND = [0, 5, 50];
const READ_CONNECTIONS = 64;
const WRITE_CONNECTIONS = 4;
const WARM_MS = 2_000;
const PAGE = 10;
/** As `npm start` has it; the header tells hits from misses. */
const CACHED = { CACHE_BYTES: String(32 * 1024 * 1024), EXPOSE_CACHE_STATUS: "1" };

export async function measureMixed(run) {
  const names = run.names.filter((name) => CONTENDERS[name].isOurs || name === "limit-memory");
  if (names.length === 0) return undefined;
  run.log("Measuring the mixed workload …");
  const subjects = await chooseSubjects(run.admin);
  const saved = await savePosts(run.admin, subjects.slugs);
  const figures = { ...run.mixed, requests: 0, phases: [] };
  let reference = null;
  for (const name of names) {
    const setting = settingOf(run, name, run.databaseUrl);
    const server = await startServer({ ...setting, env: { ...setting.env, ...CACHED } });
    try {
      const cursors = await pagesOf(name, server.port, subjects.pages);
      const list = mixedRequests({ ...subjects, cursors, seed: run.seed });
      const requests = list.map(({ workload, variables }) => bytesOf({ name, port: server.port, workload, variables }));
      const responses = await readEach({ name, port: server.port, requests });
      reference ??= { name, responses };
      assertEqual({ name, responses, reference, list });
      figures.requests = requests.length;
      const rank = new Map(list.map(({ variables }, at) => [variables.slug, at]));
      const posts = (await postsOf(name, server.port, saved))
        .map((post) => ({ ...post, writes: 0 }))
        .sort((one, other) => rank.get(one.slug) - rank.get(other.slug));
      figures.phases.push(...(await measureServer({ run, server, requests, posts })));
    } finally {
      await server.stop();
      await restorePosts(run.admin);
    }
  }
  return figures;
}

async function chooseSubjects(admin) {
  const { rows } = await admin.query("select count(*)::integer as posts from post where visible_from <= now()");
  const column = async (text, limit) => (await admin.query(text, [limit])).rows.map(({ name }) => name);
  return {
    pages: Math.min(MIX.pages, Math.ceil(rows[0].posts / PAGE) - 1),
    slugs: await column(
      "select slug as name from post where visible_from <= now() order by md5(slug) limit $1",
      MIX.posts,
    ),
    tags: await column(
      `select t.slug as name from tag t where exists (select from post_tag m where m.tag_id = t.id and m.visible_from <= now())
       order by md5(t.slug) limit $1`,
      MIX.tags,
    ),
    categories: await column("select path as name from category order by path limit $1", MIX.categories),
  };
}

/** The cursors of the second page of the site and those after it. */
async function pagesOf(name, port, pages) {
  const cursors = [];
  for (let after; cursors.length < pages; cursors.push(after)) {
    after = await nextCursor({ name, port, first: PAGE, after });
  }
  return cursors;
}

function bytesOf({ name, port, workload, variables }) {
  const { path, body } = CONTENDERS[name].request(workload, variables);
  return rawRequest(port, path, body);
}

/** Each request once, which fills the cache as well. */
async function readEach({ name, port, requests }) {
  return onConnection(port, async (connection) => {
    const responses = [];
    for (const request of requests) {
      const { data, errors } = jsonOf(await connection.send(request));
      if (errors) throw new Error(`${name}: ${JSON.stringify(errors).slice(0, 600)}`);
      responses.push(normalise(CONTENDERS[name].toContract(data)));
    }
    return responses;
  });
}

function assertEqual({ name, responses, reference, list }) {
  const differing = responses.findIndex((response, i) => !isDeepStrictEqual(response, reference.responses[i]));
  if (differing < 0) return;
  const [expected, actual] = [reference.responses[differing], responses[differing]].map((value) =>
    JSON.stringify(value).slice(0, 700),
  );
  const { workload, variables } = list[differing];
  throw new Error(
    `${name} ${workload.name} ${JSON.stringify(variables)}: expected as by ${reference.name} ${expected}\ngot ${actual}`,
  );
}

/** `requests` and `posts` are in the order of their popularity. */
async function measureServer({ run, server, requests, posts }) {
  const { name, port, pid } = server;
  const { rate, seconds } = run.mixed;
  const target = { pid, admin: run.admin };
  const client = titleClient({ name, port, token: run.token });
  const counts = { reads: 0, hits: 0 };
  // The same draws in a phase for every server, however long it was warmed up.
  const reads = async (milliseconds, phase = 0) => {
    const draw = zipf(requests.length, run.seed + 1 + phase);
    Object.assign(counts, { reads: 0, hits: 0 });
    const exchange = async (connection) => {
      await connection.send(requests[draw()]);
      counts.reads += 1;
      if (connection.head.includes("; hit")) counts.hits += 1;
    };
    const { latencies } = await openLoop({ port, exchange, connections: READ_CONNECTIONS, rate, milliseconds });
    return { answered: counts.reads, latencies };
  };
  // Each connection writes posts of its own, the popular ones more often, so that no two writes expect the same version.
  const own = Array.from({ length: WRITE_CONNECTIONS }, (_, i) =>
    posts.filter((_post, at) => at % WRITE_CONNECTIONS === i),
  );
  const drawPost = zipf(Math.min(...own.map(({ length }) => length)), run.seed);
  const writes = (perSecond, milliseconds) => {
    const exchange = (connection, index) => client.writeTitle(connection, own[index][drawPost()]);
    return openLoop({ port, exchange, connections: WRITE_CONNECTIONS, rate: perSecond, milliseconds });
  };
  await warmUp({ ...target, isFirst: true, load: reads, windowMs: WARM_MS });
  const milliseconds = seconds * 1000;
  const phases = [];
  for (const writesPerSecond of WRITES_PER_SECOND) {
    await reads(WARM_MS);
    const work = async () => {
      const writing = writesPerSecond === 0 ? { latencies: [] } : writes(writesPerSecond, milliseconds);
      const [{ latencies }, { latencies: done }] = await Promise.all([
        reads(milliseconds, 1 + writesPerSecond),
        writing,
      ]);
      return { latencies, written: done.length };
    };
    phases.push({ name, writesPerSecond, ...(await withCpu(target, work)), ...counts });
  }
  const alone = await withCpu(target, () => writes(Math.max(...WRITES_PER_SECOND), milliseconds / 2));
  // A cached response that outlived a write would show here.
  await onConnection(port, async (connection) => {
    for (const post of posts) if (post.writes > 0) await client.readPost(connection, post, "W2");
  });
  return phases.map((phase) => {
    const figures = summary(phase, alone);
    run.log(`  ${name.padEnd(12)} ${JSON.stringify(figures)}`);
    return figures;
  });
}

/** `alone` are writes without reads: what they cost is subtracted from the CPU of a phase. */
function summary({ name, writesPerSecond, reads, hits, latencies, written, serverCpu, databaseCpu }, alone) {
  const perWrite = (cpu) => cpu / alone.latencies.length;
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  return {
    name,
    writesPerSecond,
    hitRate: CONTENDERS[name].isOurs ? hits / reads : null,
    serverCpu: (serverCpu - written * perWrite(alone.serverCpu)) / reads,
    databaseCpu: (databaseCpu - written * perWrite(alone.databaseCpu)) / reads,
    writeCpu: writesPerSecond === 0 ? null : perWrite(alone.serverCpu + alone.databaseCpu),
    p50: at(0.5),
    p99: at(0.99),
  };
}
