// The timed part: rounds go over all servers in turn, so that whatever else the machine does meets each of them, and each
// figure is the median of the rounds.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startServer } from "./children.mjs";
import { CONTENDERS } from "./contenders.mjs";
import { backendCpu, peakMegabytes, processCpu, used } from "./cpu.mjs";
import { closedLoop, openLoop, rawRequest } from "./http-client.mjs";
import { settingOf } from "./inspect.mjs";
import { restorePosts, writeThenRead } from "./write-then-read.mjs";

const FIRST_WARM_MS = 2_000;
const WARM_MS = 400;
/** Enough that the open loop never waits for a free connection of its own before the server is late. */
const OPEN_CONNECTIONS = 64;

export async function measureAll(run, findings) {
  const answersFile = join(run.folder, "answers.json");
  await writeFile(answersFile, JSON.stringify(findings.raw));
  const start = (name) => {
    const setting = settingOf({ ...run, answersFile }, name, run.databaseUrl);
    if (run.profile && name === "ours") setting.nodeArguments = ["--cpu-prof", `--cpu-prof-dir=${run.profile}`];
    return startServer(setting);
  };
  const reads = run.workloads.filter(({ isWriting }) => !isWriting);
  const writes = run.workloads.filter(({ isWriting }) => isWriting);
  const figures = { cells: Object.fromEntries(run.names.map((name) => [name, {}])), memory: {} };
  if (reads.length > 0) await measureReads({ ...run, workloads: reads }, { start, findings, figures });
  if (writes.length > 0) await measureWrites({ ...run, workloads: writes }, { start, findings, figures });
  return figures;
}

async function measureReads(run, { start, findings, figures }) {
  const servers = [];
  try {
    for (const name of run.names) servers.push(await start(name));
    const samples = [];
    for (let round = 1; round <= run.rounds; round += 1) {
      for (const workload of run.workloads) {
        for (const server of servers) {
          const sample = await measure({ run, server, workload, findings, isFirst: round === 1 });
          samples.push(sample);
          logSample(run, round, sample);
        }
      }
    }
    summarise(run, { findings, samples, figures });
    if (run.isOpen) {
      for (const workload of run.workloads) {
        for (const server of servers) await measureLatencies({ run, server, workload, findings, figures });
      }
    }
    for (const server of servers) await notePeak(figures, server);
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** One server at a time, since the service listens to events, whoever wrote them; and each over the same rows. */
async function measureWrites(run, { start, findings, figures }) {
  const alone = async (name, work) => {
    const server = await start(name);
    try {
      await work(server);
      await notePeak(figures, server);
    } finally {
      await server.stop();
      await restorePosts(run.admin);
    }
  };
  for (const workload of run.workloads) {
    const samples = [];
    for (let round = 1; round <= run.rounds; round += 1) {
      for (const name of run.names) {
        await alone(name, async (server) => {
          const sample = await measure({ run, server, workload, findings, isFirst: true });
          samples.push(sample);
          logSample(run, round, sample);
        });
      }
    }
    summarise({ ...run, workloads: [workload] }, { findings, samples, figures });
    if (!run.isOpen) continue;
    for (const name of run.names) {
      await alone(name, (server) => measureLatencies({ run, server, workload, findings, figures }));
    }
  }
}

const logSample = (run, round, { workload, server, rate, serverCpu, databaseCpu }) =>
  run.log(
    `  round ${round}/${run.rounds} ${workload.padEnd(4)} ${server.padEnd(12)} ${Math.round(rate)} req/s, CPU ${us(serverCpu)} + ${us(databaseCpu)} us`,
  );

async function notePeak(figures, { name, pid }) {
  const peak = await peakMegabytes(pid);
  figures.memory[name] = Math.max(figures.memory[name] ?? 0, peak ?? 0) || null;
}

const us = (value) => (value === null ? "?" : Math.round(value));

/** What the connections do, each in its turns. */
function loadOf({ run, server, workload, findings, connections }) {
  const { name, port } = server;
  if (!workload.isWriting) return { port, connections, requests: requestsOf(server, workload, findings) };
  const posts = findings.posts[name] ?? [];
  return { port, connections, exchange: writeThenRead({ name, port, posts, connections, token: run.token }) };
}

function requestsOf(server, workload, findings) {
  const variables = findings.variables[server.name]?.[workload.name] ?? [{}];
  return variables.map((each) => {
    const { path, body } = CONTENDERS[server.name].request(workload, each);
    return rawRequest(server.port, path, body);
  });
}

async function measure({ run, server, workload, findings, isFirst }) {
  const load = loadOf({ run, server, workload, findings, connections: run.connections });
  await closedLoop({ ...load, milliseconds: isFirst ? FIRST_WARM_MS : WARM_MS });
  const before = [await processCpu(server.pid), await backendCpu(run.admin)];
  const { answered, seconds } = await closedLoop({ ...load, milliseconds: run.milliseconds });
  const after = [await processCpu(server.pid), await backendCpu(run.admin)];
  const each = (index) => {
    const microseconds = used(before[index], after[index]);
    return microseconds === null ? null : microseconds / answered;
  };
  return {
    server: server.name,
    workload: workload.name,
    rate: answered / seconds,
    serverCpu: each(0),
    databaseCpu: each(1),
  };
}

function median(list) {
  const sorted = list.filter((value) => value !== null).sort((one, other) => one - other);
  return sorted.length === 0 ? null : sorted[sorted.length >> 1];
}

function summarise(run, { findings, samples, figures }) {
  for (const name of run.names) {
    for (const { name: workload } of run.workloads) {
      const own = samples.filter((sample) => sample.server === name && sample.workload === workload);
      figures.cells[name][workload] = {
        rate: median(own.map(({ rate }) => rate)),
        serverCpu: median(own.map(({ serverCpu }) => serverCpu)),
        databaseCpu: name === "constant" ? 0 : median(own.map(({ databaseCpu }) => databaseCpu)),
        statements: findings.statements[name]?.[workload] ?? 0,
      };
    }
  }
}

async function measureLatencies({ run, server, workload, findings, figures }) {
  const cell = figures.cells[server.name][workload.name];
  const load = loadOf({ run, server, workload, findings, connections: OPEN_CONNECTIONS });
  // Started for this alone; the others are warm from their rounds.
  if (workload.isWriting) await closedLoop({ ...load, connections: run.connections, milliseconds: FIRST_WARM_MS });
  const { latencies, refused } = await openLoop({
    ...load,
    rate: cell.rate / 2,
    milliseconds: run.milliseconds,
  });
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  Object.assign(cell, { p50: at(0.5), p99: at(0.99), refused: refused / (latencies.length + refused) });
  run.log(
    `  open loop ${workload.name.padEnd(4)} ${server.name.padEnd(12)} p50 ${cell.p50?.toFixed(1)} p99 ${cell.p99?.toFixed(1)} ms, ${refused} refused`,
  );
}
