// The mixed workload as Markdown.
import { CONTENDERS } from "../measure/contenders.mjs";
import { short, table, whole } from "./markdown.mjs";

const percent = (share) => (share === null ? "-" : `${(share * 100).toFixed(1)} %`);

export function mixedMarkdown({ requests, rate, seconds, phases }) {
  const rows = phases.map((phase) => [
    CONTENDERS[phase.name].title,
    String(phase.writesPerSecond),
    percent(phase.hitRate),
    `${whole(phase.serverCpu + phase.databaseCpu)} = ${whole(phase.serverCpu)} + ${whole(phase.databaseCpu)}`,
    whole(phase.writeCpu),
    `${short(phase.p50)} / ${short(phase.p99)}`,
  ]);
  return [
    "\n## Mixed workload\n",
    `${requests} distinct requests by Zipf's law, ${rate} reads per second in an open loop for ${seconds} s, beside writes of titles. Colophon`,
    "has its response cache on (32 MiB, the default); `limit-memory` has none. The CPU of the writes, measured alone, is subtracted.\n",
    table(
      ["", "writes/s", "hit rate", "CPU us per read: server + database", "CPU us per write", "p50 / p99 ms of reads"],
      rows,
    ),
  ];
}
