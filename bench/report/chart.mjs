// The CPU figures as one picture: a group of bars for each workload, each bar a multiple of the hand-written `limit` on a
// logarithmic scale.
import { CONTENDERS } from "../measure/contenders.mjs";
import { totalCpu } from "./markdown.mjs";

const [BAR, GAP, LEFT, TOP, HEIGHT, BOTTOM] = [18, 26, 56, 90, 280, 46];
const LEGEND_WIDTH = 255;
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
  parts.push(...names.map((name, i) => legend(name, LEFT + (i % 4) * LEGEND_WIDTH, 38 + 17 * (i >> 2))));
  workloads.forEach(({ name: workload }, g) => {
    const left = LEFT + GAP / 2 + g * group;
    const limit = totalCpu(figures.cells.limit?.[workload]);
    const bars = names.map((name, i) =>
      bar({ name, multiple: ratioOf(figures.cells[name][workload], limit), left: left + i * BAR }),
    );
    parts.push(...bars);
    parts.push(
      `<text x="${left + (names.length * BAR) / 2}" y="${TOP + HEIGHT + 20}" text-anchor="middle" font-weight="bold">${workload}</text>`,
    );
  });
  const title = `CPU of server and database per request, as a multiple of the hand-written limit; ${setting.posts} posts (lower is better)`;
  const legendWidth = LEFT + Math.min(4, names.length) * LEGEND_WIDTH;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.max(width, legendWidth)}" height="${TOP + HEIGHT + BOTTOM}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="22" font-size="14" font-weight="bold">${title}</text>
${parts.join("\n")}
<text x="${LEFT}" y="${TOP + HEIGHT + 40}" fill="#555">Logarithmic scale. ${setting.at} UTC, ${setting.rounds} rounds, ${setting.connections} connections.</text>
</svg>
`;
}

const ratioOf = (cell, limit) => (cell === undefined ? Number.NaN : totalCpu(cell) / limit);

const scaleLine = (value, width) =>
  `<line x1="${LEFT}" x2="${width}" y1="${y(value)}" y2="${y(value)}" stroke="${value === 1 ? "#555" : "#ddd"}"/><text x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end">${value} x</text>`;

const legend = (name, x, top) =>
  `<rect x="${x}" y="${top}" width="12" height="12" fill="${CONTENDERS[name].color}"/><text x="${x + 17}" y="${top + 10}">${CONTENDERS[name].title}</text>`;

function bar({ name, multiple, left }) {
  if (!Number.isFinite(multiple)) return "";
  const top = y(multiple);
  const height = TOP + HEIGHT - top;
  const value = multiple < 10 ? multiple.toFixed(1) : Math.round(multiple);
  return `<rect x="${left}" y="${top.toFixed(1)}" width="${BAR - 2}" height="${height.toFixed(1)}" fill="${CONTENDERS[name].color}"/><text x="${left + BAR / 2 - 1}" y="${(top - 3).toFixed(1)}" font-size="9" text-anchor="middle">${value}</text>`;
}
