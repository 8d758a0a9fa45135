// Builds of the service against each other: the ratio of their CPU within each round, so that drift of the machine between
// rounds cancels out.
import { CONTENDERS } from "../measure/contenders.mjs";
import { table, totalCpu } from "./markdown.mjs";

export function buildsMarkdown({ workloads, figures }) {
  const [first, ...others] = Object.keys(figures.cells).filter((name) => CONTENDERS[name].isOurs);
  if (others.length === 0) return [];
  const totals = (server, workload) =>
    figures.samples
      .filter((sample) => sample.server === server && sample.workload === workload)
      .sort((one, other) => one.round - other.round)
      .map(totalCpu);
  const rows = others.map((name) => [
    CONTENDERS[name].title,
    ...workloads.map((workload) => {
      const base = totals(first, workload.name);
      const ratios = totals(name, workload.name).map((total, round) => total / base[round]);
      return spread(ratios.sort((one, other) => one - other));
    }),
  ]);
  return [
    `\n## Total CPU as a multiple of ${CONTENDERS[first].title}: median of the rounds' ratios (lowest to highest)\n`,
    table(["", ...workloads.map(({ name }) => name)], rows),
  ];
}

function spread(sorted) {
  if (sorted.length === 0) return "-";
  const [lowest, median, highest] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  return `${median.toFixed(3)} x (${lowest.toFixed(2)} to ${highest.toFixed(2)})`;
}
