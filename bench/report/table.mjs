// The figures as Markdown: CPU first, because it is what a noisy machine disturbs least.
import { CONTENDERS } from "../measure/contenders.mjs";

/** CPU of server and database together, as a multiple of `limit` that is wanted of ours. */
export const TARGETS = { W1: 1.3, W2: 1.05, W3: 1.4, W4: 1.6, W6m: 1.35, W6b: 0.4 };

export const totalCpu = (cell) =>
  cell === undefined || cell.serverCpu === null || cell.databaseCpu === null ? null : cell.serverCpu + cell.databaseCpu;

const whole = (value) => (value == null ? "-" : String(Math.round(value)));
const short = (value) => (value == null ? "-" : value.toFixed(value < 10 ? 2 : 1));
const refusals = ({ refused }) => (refused > 0 ? ` (${(refused * 100).toFixed(1)} % refused)` : "");
const ratio = (one, other) => (one === null || !other ? "-" : `${(one / other).toFixed(2)} x`);

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function reportMarkdown({ setting, workloads, figures }) {
  const names = Object.keys(figures.cells);
  const grid = (text) =>
    table(
      ["", ...workloads.map(({ name }) => name)],
      names.map((name) => [
        CONTENDERS[name].title,
        ...workloads.map((w) => text(figures.cells[name][w.name], w.name, name)),
      ]),
    );
  const against = (other) => (cell, workload) => ratio(totalCpu(cell), totalCpu(figures.cells[other]?.[workload]));
  const sections = [
    `# ${setting.posts} posts, ${setting.connections} connections\n`,
    `${setting.at} UTC, ${setting.machine}, Node ${setting.node}, PostgreSQL ${setting.postgres}; medians of ${setting.rounds} rounds of ${setting.milliseconds / 1000} s.`,
    `W4 is ${setting.depth} posts deep; W6m lists ${setting.rows.W6m} posts, W6b ${setting.rows.W6b}.`,
    `\n${workloads.map(({ name, title }) => `${name}: ${title}`).join("; ")}.`,
    ...workloads.flatMap(({ note }) => note ?? []),
    "\n## CPU microseconds a request: server + database (SQL statements)\n",
    grid(
      (cell) => `${whole(totalCpu(cell))} = ${whole(cell.serverCpu)} + ${whole(cell.databaseCpu)} (${cell.statements})`,
    ),
  ];
  if (names.includes("limit")) {
    sections.push("\n## CPU in all, as a multiple of the hand-written limit\n", grid(against("limit")));
    const targets = workloads.map(({ name }) => (TARGETS[name] ? `${name} ${TARGETS[name]} x` : null)).filter(Boolean);
    if (targets.length > 0) sections.push(`\nTargets of Colophon: ${targets.join(", ")}.`);
  }
  if (names.includes("postgraphile")) {
    sections.push("\n## CPU in all, as a multiple of PostGraphile\n", grid(against("postgraphile")));
  }
  sections.push(
    "\n## Requests a second, closed loop\n",
    grid((cell) => whole(cell.rate)),
  );
  if (setting.isOpen) {
    sections.push(
      "\n## p50 / p99 in milliseconds, open loop at half of that rate\n",
      grid((cell) => `${short(cell.p50)} / ${short(cell.p99)}${refusals(cell)}`),
    );
  }
  sections.push(
    "\n## Peak memory of the server's process\n",
    table(
      ["", "MB"],
      names.map((name) => [CONTENDERS[name].title, whole(figures.memory[name])]),
    ),
  );
  return `${sections.join("\n")}\n`;
}
