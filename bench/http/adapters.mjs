// Measures the CPU that each HTTP form of decision 0002 spends on one request:
//   npm install --prefix bench && node bench/http/adapters.mjs [rounds] [form ...]
// Server and load are two processes; the figure is the server's own accounted CPU, which a busy machine disturbs little.
import { fork } from "node:child_process";
import { once } from "node:events";
import { drive, rawPost } from "./closed-loop.mjs";
import { forms } from "./forms.mjs";

const [rounds = "3", ...wanted] = process.argv.slice(2);
const ROUNDS = Number(rounds);
const CONNECTIONS = 16;
const WARM_MS = 1_000;
const MEASURED_MS = 2_000;
const BODY = '{"query":"{ hello }"}';

async function ask(child, message) {
  child.send(message);
  const [answer] = await once(child, "message");
  return answer;
}

async function measure(form, work) {
  const child = fork(new URL("./forms.mjs", import.meta.url), [form, work], {
    env: { ...process.env, NODE_ENV: "production" },
  });
  const [{ port }] = await once(child, "message");
  const request = rawPost(port, BODY);
  await drive(port, request, CONNECTIONS, WARM_MS);
  const before = (await ask(child, "cpu")).cpu;
  const answered = await drive(port, request, CONNECTIONS, MEASURED_MS);
  const after = (await ask(child, "cpu")).cpu;
  child.kill();
  await once(child, "exit");
  const cpu = after.user - before.user + after.system - before.system;
  return { cpuPerRequest: cpu / answered, perSecond: (answered * 1_000) / MEASURED_MS };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function main() {
  const chosen = forms.filter(({ name }) => name === "constant" || wanted.length === 0 || wanted.includes(name));
  const cells = chosen.flatMap(({ name, works }) => works.map((work) => ({ form: name, work, runs: [] })));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const cell of cells) cell.runs.push(await measure(cell.form, cell.work));
  }
  const floor = median(cells[0].runs.map((run) => run.cpuPerRequest));
  console.log(`node ${process.version}, ${CONNECTIONS} connections, ${ROUNDS} rounds, medians`);
  for (const { form, work, runs } of cells) {
    const cpu = median(runs.map((run) => run.cpuPerRequest));
    const perSecond = median(runs.map((run) => run.perSecond));
    console.log(
      `${form.padEnd(38)} ${work.padEnd(7)} ${cpu.toFixed(1).padStart(7)} us/request  ${(cpu / floor).toFixed(2)} x  ${perSecond.toFixed(0).padStart(6)}/s`,
    );
  }
}

await main();
