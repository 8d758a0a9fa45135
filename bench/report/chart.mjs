// The CPU figures as one picture: a group of bars for each workload, each bar a multiple of the hand-written limit on a
// logarithmic scale, with our target as a line.
import { CONTENDERS } from "../measure/contenders.mjs";
import { TARGETS, totalCpu } from "./table.mjs";

const COLOURS = {
  ours: "#0b6e4f",
  limit: "#8a8f98",
  constant: "#c9ccd1",
  mercurius: "#3b6fb6",
  naive: "#c8553d",
  postgraphile: "#8b5fbf",
};
const [BAR, GAP, LEFT, TOP, HEIGHT, BOTTOM] = [18, 26, 56, 74, 280, 46];
const [LEAST, MOST] = [0.1, 100];
const y = (multiple) => {
  const share = Math.log(Math.min(MOST, Math.max(LEAST, multiple)) / LEAST) / Math.log(MOST / LEAST);
  return TOP + HEIGHT * (1 - share);
};

export function chartSvg({ setting, workloads, figures }) {
  const names = Object.keys(figures.cells).filter((name) => name !== "constant");
  const group = names.length * BAR + GAP;
  const width = Math.max(640, LEFT + workloads.length * group + 20);
  const parts = [0.1, 1, 10, 100].map((value) => scaleLine(value, width));
  parts.push(...names.map((name, i) => legend(name, LEFT + i * 215)));
  workloads.forEach(({ name: workload }, g) => {
    const left = LEFT + GAP / 2 + g * group;
    const limit = totalCpu(figures.cells.limit?.[workload]);
    const bars = names.map((name, i) =>
      bar({ name, multiple: totalCpu(figures.cells[name][workload]) / limit, left: left + i * BAR }),
    );
    parts.push(...bars);
    if (TARGETS[workload]) {
      const at = y(TARGETS[workload]).toFixed(1);
      parts.push(
        `<line x1="${left - 3}" x2="${left + BAR + 1}" y1="${at}" y2="${at}" stroke="#d40000" stroke-width="2"/>`,
      );
    }
    parts.push(
      `<text x="${left + (names.length * BAR) / 2}" y="${TOP + HEIGHT + 20}" text-anchor="middle" font-weight="bold">${workload}</text>`,
    );
  });
  const title = `CPU of server and database a request, as a multiple of hand-written SQL; ${setting.posts} posts (less is better)`;
  const legendWidth = LEFT + names.length * 215;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.max(width, legendWidth)}" height="${TOP + HEIGHT + BOTTOM}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="22" font-size="14" font-weight="bold">${title}</text>
${parts.join("\n")}
<text x="${LEFT}" y="${TOP + HEIGHT + 40}" fill="#555">Logarithmic; red line: target. ${setting.at} UTC, ${setting.rounds} rounds, ${setting.connections} connections.</text>
</svg>
`;
}

const scaleLine = (value, width) =>
  `<line x1="${LEFT}" x2="${width}" y1="${y(value)}" y2="${y(value)}" stroke="${value === 1 ? "#555" : "#ddd"}"/><text x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end">${value} x</text>`;

const legend = (name, x) =>
  `<rect x="${x}" y="38" width="12" height="12" fill="${COLOURS[name]}"/><text x="${x + 17}" y="48">${CONTENDERS[name].title}</text>`;

function bar({ name, multiple, left }) {
  if (!Number.isFinite(multiple)) return "";
  const top = y(multiple);
  const height = TOP + HEIGHT - top;
  const value = multiple < 10 ? multiple.toFixed(1) : Math.round(multiple);
  return `<rect x="${left}" y="${top.toFixed(1)}" width="${BAR - 2}" height="${height.toFixed(1)}" fill="${COLOURS[name]}"/><text x="${left + BAR / 2 - 1}" y="${(top - 3).toFixed(1)}" font-size="9" text-anchor="middle">${value}</text>`;
}
