// Markdown tables and numbers for the reports.

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export const whole = (value) => (value == null ? "-" : String(Math.round(value)));
export const short = (value) => (value == null ? "-" : value.toFixed(value < 10 ? 2 : 1));

/** CPU of server and database together; null where the system does not tell it. */
export const totalCpu = (cell) =>
  cell === undefined || cell.serverCpu === null || cell.databaseCpu === null ? null : cell.serverCpu + cell.databaseCpu;
