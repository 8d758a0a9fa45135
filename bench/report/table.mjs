// The figures as Markdown: CPU first, because a noisy machine disturbs it least.
import { CONTENDERS } from "../measure/contenders.mjs";
import { buildsMarkdown } from "./builds.mjs";
import { short, table, totalCpu, whole } from "./markdown.mjs";
import { mixedMarkdown } from "./mixed.mjs";

const refusals = ({ refused }) => (refused > 0 ? ` (${(refused * 100).toFixed(1)} % rejected)` : "");
const ratio = (one, other) => (!one || !other ? "-" : `${(one / other).toFixed(2)} x`);

const RELATIVE_TO = [
  ["limit", "`limit`"],
  ["limit-memory", "`limit-memory`"],
  ["postgraphile", "PostGraphile"],
];

/** On a busy machine CPU may still vary when the warm-up has reached its bound. */
function unsettledNote(samples) {
  const count = samples.filter(({ isSettled }) => !isSettled).length;
  return count === 0 ? [] : [`CPU had not settled at the end of ${count} of ${samples.length} warm-ups.`];
}

export function reportMarkdown({ setting, workloads, figures }) {
  const names = Object.keys(figures.cells);
  const grid = (text) =>
    table(
      ["", ...workloads.map(({ name }) => name)],
      names.map((name) => [
        CONTENDERS[name].title,
        ...workloads.map((w) => (figures.cells[name][w.name] ? text(figures.cells[name][w.name], w.name) : "-")),
      ]),
    );
  const relativeTo = (other) => (cell, workload) => ratio(totalCpu(cell), totalCpu(figures.cells[other]?.[workload]));
  const sections = [
    `# ${setting.posts} posts, ${setting.connections} connections\n`,
    `${setting.at} UTC, ${setting.machine}, Node ${setting.node}, PostgreSQL ${setting.postgres}; medians of ${setting.rounds} rounds of ${setting.milliseconds / 1000} s.`,
    `W4 starts ${setting.depth} posts deep; the category of W6m has ${setting.rows.W6m} posts, that of W6b ${setting.rows.W6b}.`,
    ...unsettledNote(figures.samples),
    `\n${workloads.map(({ name, title }) => `${name}: ${title}`).join("; ")}.`,
    ...workloads.flatMap(({ note }) => note ?? []),
    "\n## CPU microseconds per request: server + database (SQL statements)\n",
    grid(
      (cell) => `${whole(totalCpu(cell))} = ${whole(cell.serverCpu)} + ${whole(cell.databaseCpu)} (${cell.statements})`,
    ),
  ];
  for (const [other, title] of RELATIVE_TO) {
    if (names.includes(other)) sections.push(`\n## Total CPU as a multiple of ${title}\n`, grid(relativeTo(other)));
  }
  sections.push(...buildsMarkdown({ workloads, figures }));
  if (figures.mixed) sections.push(...mixedMarkdown(figures.mixed));
  sections.push(
    "\n## Requests per second, closed loop\n",
    grid((cell) => whole(cell.rate)),
  );
  if (setting.isOpen) {
    sections.push(
      "\n## p50 / p99 latency in milliseconds, open loop at half of that rate\n",
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
