// Before anything is timed: sends every workload to every server, compares the responses with each other and counts the
// statements. Returns the variables of each server for the timed part, its own deep cursor among them.
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { normalise, WORKLOADS } from "../workloads/contract.mjs";
import { startServer } from "./children.mjs";
import { CONTENDERS, takesPart } from "./contenders.mjs";
import { askOnce, onConnection } from "./http-client.mjs";
import { searchQueries } from "./search-queries.mjs";
import { startStatementProxy } from "./statement-proxy.mjs";
import { restorePosts, savePosts, writeThenRead } from "./write-then-read.mjs";

const DEEP = 50_000;
/** On a small site, of what it has. */
const DEEPEST_SHARE = 0.65;
/** Different posts of W2 and W8 and queries of W5, so that not one row is read over and over. */
const SUBJECTS = 64;
const PAGE = 100;

/** The others' responses are compared with those of the limit. */
const REFERENCE = "limit";

export async function inspect(run) {
  const { databaseUrl, admin, names, workloads, log } = run;
  const subjects = await chooseSubjects(admin, run.seed);
  const isWriting = workloads.some((workload) => workload.isWriting);
  const saved = isWriting ? await savePosts(admin, subjects.slugs) : [];
  const proxy = await startStatementProxy(databaseUrl);
  const findings = { ...subjects, variables: {}, posts: {}, statements: {}, reference: {}, raw: {} };
  try {
    for (const name of [REFERENCE, ...names.filter((other) => other !== REFERENCE && other !== "constant")]) {
      const server = await startServer(settingOf(run, name, proxy.url));
      try {
        // The service caches reference data once a notification of the database has arrived; before, it reads them by statements.
        if (CONTENDERS[name].isOurs) await sleep(3_000);
        const depth = workloads.some(({ document }) => document === "W4") ? subjects.depth : 0;
        findings.variables[name] = await variablesOf(name, server.port, { ...subjects, depth });
        findings.posts[name] = await postsOf(name, server.port, saved);
        const counted = {};
        for (const workload of workloads) {
          if (!takesPart(name, workload)) continue;
          const asked = { name, server, workload, findings, proxy };
          counted[workload.name] = workload.isWriting ? await compareWrites(run, asked) : await compare(asked);
        }
        findings.statements[name] = counted;
        log(`  ${name.padEnd(12)} statements: ${JSON.stringify(counted).replaceAll('"', "")}`);
      } finally {
        await server.stop();
      }
      if (isWriting) await restorePosts(admin);
    }
  } finally {
    proxy.close();
  }
  return findings;
}

export function settingOf(run, name, databaseUrl) {
  const contender = CONTENDERS[name];
  // The constant server knows what is measured, and nothing else.
  const front = name === "constant" ? run.workloads[0] : WORKLOADS[0];
  return {
    name,
    script: contender.script,
    databaseUrl,
    node: contender.node,
    env: { BENCH_DIST: contender.dist ?? run.dist, BENCH_ANSWERS: run.answersFile ?? "" },
    probe: (port) => {
      const { path, body } = contender.request(front, {});
      return askOnce(port, path, body);
    },
  };
}

async function chooseSubjects(admin, seed) {
  const { rows } = await admin.query(
    `select c.path, count(*)::integer as posts from category_listing l join category c on c.id = l.category_id
     where l.visible_from <= now() group by c.path order by 2 desc, 1`,
  );
  const posts = await admin.query(
    "select slug, title from post where visible_from <= now() order by md5(slug) limit $1",
    [SUBJECTS],
  );
  const visible = await admin.query("select count(*)::integer as count from post where visible_from <= now()");
  const middling = rows[rows.length >> 1];
  return {
    rows: { W6b: rows[0].posts, W6m: middling.posts },
    depth: Math.min(DEEP, Math.floor((visible.rows[0].count * DEEPEST_SHARE) / PAGE) * PAGE),
    biggest: rows[0].path,
    middling: middling.path,
    slugs: posts.rows.map(({ slug }) => slug),
    queries: searchQueries(
      posts.rows.map(({ title }) => title),
      seed,
    ),
  };
}

/** The cursor behind the page of `first` posts that follows `after`, as this server writes it. */
export async function nextCursor({ name, port, first, after }) {
  const { path, body } = CONTENDERS[name].request({ document: "walk" }, { first, after });
  const answer = await askOnce(port, path, body);
  const cursor = answer.data?.posts.pageInfo.endCursor;
  if (!cursor) throw new Error(`${name}: expected a cursor, got ${JSON.stringify(answer).slice(0, 400)}`);
  return cursor;
}

/** A list for each workload: its requests take turns. */
async function variablesOf(name, port, subjects) {
  let after;
  for (let read = 0; read < subjects.depth; read += PAGE) after = await nextCursor({ name, port, first: PAGE, after });
  const none = [{}];
  return {
    ...{ W1: none, W3: none, W7: none, W9: none },
    W2: subjects.slugs.map((slug) => ({ slug })),
    W4: [{ after }],
    W5: subjects.queries.map((query) => ({ query })),
    W6m: [{ path: subjects.middling }],
    W6b: [{ path: subjects.biggest }],
  };
}

/** Under the ids by which this server knows them. */
export async function postsOf(name, port, saved) {
  const posts = [];
  for (const post of saved) {
    const { path, body } = CONTENDERS[name].request({ document: "identify" }, { slug: post.slug });
    const { data } = await askOnce(port, path, body);
    posts.push({ ...post, id: (data.post ?? data.postBySlug).id });
  }
  return posts;
}

/** The exchange itself compares each read with the title that was written. */
async function compareWrites(run, { name, server, findings, proxy }) {
  const posts = findings.posts[name].slice(0, 1);
  const exchange = writeThenRead({ name, port: server.port, posts, connections: 1, token: run.token });
  return onConnection(server.port, async (connection) => {
    for (let times = 0; times < 4; times += 1) await exchange(connection, 0);
    const before = proxy.counter.statements;
    const answer = await exchange(connection, 0);
    const statements = proxy.counter.statements - before;
    if (CONTENDERS[name].isOurs || !findings.raw.W8) findings.raw.W8 = JSON.stringify(answer);
    return statements;
  });
}

/** Rankings differ, so hits are not compared: servers that search an index have to find something for every query. */
async function checkSearches(name, port, workload, findings) {
  for (const variables of findings.variables[name][workload.name]) {
    const { path, body } = CONTENDERS[name].request(workload, variables);
    const { data, errors } = await askOnce(port, path, body);
    const found = data && CONTENDERS[name].toContract(data).search;
    const hits = found?.nodes ?? found;
    if (errors || !hits || (hits.length === 0 && CONTENDERS[name].findsByIndex)) {
      throw new Error(`${name} W5: ${JSON.stringify({ variables, data, errors }).slice(0, 600)}`);
    }
  }
}

async function compare({ name, server, workload, findings, proxy }) {
  if (workload.isSearched) await checkSearches(name, server.port, workload, findings);
  const variables = findings.variables[name][workload.name][0];
  const { path, body } = CONTENDERS[name].request(workload, variables);
  // Some servers prepare a statement or compile a document only after some uses.
  for (let times = 0; times < 4; times += 1) await askOnce(server.port, path, body);
  const before = proxy.counter.statements;
  const answer = await askOnce(server.port, path, body);
  const statements = proxy.counter.statements - before;
  if (answer.errors) throw new Error(`${name} ${workload.name}: ${JSON.stringify(answer.errors).slice(0, 600)}`);
  const normal = normalise(CONTENDERS[name].toContract(answer.data));
  if (name === REFERENCE) findings.reference[workload.name] = normal;
  else if (!workload.isSearched && !isDeepStrictEqual(normal, findings.reference[workload.name])) {
    throw new Error(
      `${name} ${workload.name}: expected ${JSON.stringify(findings.reference[workload.name]).slice(0, 700)}\ncame ${JSON.stringify(normal).slice(0, 700)}`,
    );
  }
  if (CONTENDERS[name].isOurs || !findings.raw[workload.name]) findings.raw[workload.name] = JSON.stringify(answer);
  return statements;
}
