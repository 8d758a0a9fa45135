// The timed part: rounds go over all servers in turn, in alternating order, so that other load on the machine meets each of
// them alike. Each figure is the median of the rounds.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startServer } from "./children.mjs";
import { CONTENDERS, takesPart } from "./contenders.mjs";
import { peakMegabytes } from "./cpu.mjs";
import { closedLoop, openLoop, rawRequest } from "./http-client.mjs";
import { settingOf } from "./inspect.mjs";
import { warmUp, withCpu } from "./warm-up.mjs";
import { restorePosts, writeThenRead } from "./write-then-read.mjs";

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
  const cells = Object.fromEntries(run.names.map((name) => [name, {}]));
  const figures = { cells, memory: {}, samples: [] };
  if (reads.length > 0) await measureReads({ ...run, workloads: reads }, { start, findings, figures });
  if (writes.length > 0) await measureWrites({ ...run, workloads: writes }, { start, findings, figures });
  return figures;
}

const inTurn = (list, round) => (round % 2 === 1 ? list : list.toReversed());

async function measureReads(run, { start, findings, figures }) {
  const servers = [];
  const participants = (workload) => servers.filter(({ name }) => takesPart(name, workload));
  try {
    for (const name of run.names) servers.push(await start(name));
    for (let round = 1; round <= run.rounds; round += 1) {
      for (const workload of run.workloads) {
        for (const server of inTurn(participants(workload), round)) {
          const sample = await measure({ run, server, workload, findings, round, isFirst: round === 1 });
          figures.samples.push(sample);
        }
      }
    }
    summarise(run, { findings, figures });
    if (run.isOpen) {
      for (const workload of run.workloads) {
        for (const server of participants(workload))
          await measureLatencies({ run, server, workload, findings, figures });
      }
    }
    for (const server of servers) await notePeak(figures, server);
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** One server at a time, because the service listens to events whoever wrote them; each starts from the same rows. */
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
    for (let round = 1; round <= run.rounds; round += 1) {
      for (const name of inTurn(run.names, round)) {
        await alone(name, async (server) => {
          figures.samples.push(await measure({ run, server, workload, findings, round, isFirst: true }));
        });
      }
    }
    summarise({ ...run, workloads: [workload] }, { findings, figures });
    if (!run.isOpen) continue;
    for (const name of run.names) {
      await alone(name, (server) => measureLatencies({ run, server, workload, findings, figures }));
    }
  }
}

async function notePeak(figures, { name, pid }) {
  const peak = await peakMegabytes(pid);
  figures.memory[name] = Math.max(figures.memory[name] ?? 0, peak ?? 0) || null;
}

const us = (value) => (value === null ? "?" : Math.round(value));

/** The load of all connections: requests in turn, or exchanges of a write and a read. */
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

async function measure({ run, server, workload, findings, round, isFirst }) {
  const load = loadOf({ run, server, workload, findings, connections: run.connections });
  const loop = (milliseconds) => closedLoop({ ...load, milliseconds });
  const target = { pid: server.pid, admin: run.admin };
  const isSettled = await warmUp({ ...target, isFirst, load: loop });
  const { answered, seconds, ...cpu } = await withCpu(target, () => loop(run.milliseconds));
  const each = (microseconds) => (microseconds === null ? null : microseconds / answered);
  const [serverCpu, databaseCpu] = [each(cpu.serverCpu), server.name === "constant" ? 0 : each(cpu.databaseCpu)];
  const sample = {
    round,
    server: server.name,
    workload: workload.name,
    rate: answered / seconds,
    serverCpu,
    databaseCpu,
  };
  run.log(
    `  round ${round}/${run.rounds} ${sample.workload.padEnd(4)} ${sample.server.padEnd(12)} ${Math.round(sample.rate)} req/s, CPU ${us(serverCpu)} + ${us(databaseCpu)} us${isSettled ? "" : ", not settled"}`,
  );
  return { ...sample, isSettled };
}

export function median(list) {
  const sorted = list.filter((value) => value !== null).sort((one, other) => one - other);
  return sorted.length === 0 ? null : sorted[sorted.length >> 1];
}

function summarise(run, { findings, figures }) {
  for (const name of run.names) {
    for (const workload of run.workloads) {
      const own = figures.samples.filter((sample) => sample.server === name && sample.workload === workload.name);
      if (own.length === 0) continue;
      figures.cells[name][workload.name] = {
        rate: median(own.map(({ rate }) => rate)),
        serverCpu: median(own.map(({ serverCpu }) => serverCpu)),
        databaseCpu: median(own.map(({ databaseCpu }) => databaseCpu)),
        statements: findings.statements[name]?.[workload.name] ?? 0,
      };
    }
  }
}

async function measureLatencies({ run, server, workload, findings, figures }) {
  const cell = figures.cells[server.name][workload.name];
  const load = loadOf({ run, server, workload, findings, connections: OPEN_CONNECTIONS });
  // The servers of the writes have just been started; the others are warm from their rounds.
  if (workload.isWriting) {
    const loop = (milliseconds) => closedLoop({ ...load, connections: run.connections, milliseconds });
    await warmUp({ pid: server.pid, admin: run.admin, isFirst: true, load: loop });
  }
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
