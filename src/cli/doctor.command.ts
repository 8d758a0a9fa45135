// `colophon doctor`: is this installation well, and what is to be done where it is not?
import { Command } from "commander";
import { type Diagnosis, diagnose } from "../app/doctor/doctor.js";
import type { Finding } from "../app/doctor/finding.js";
import { readProcessEnvironment } from "../platform/config/process-config.js";
import { EXIT_CODES } from "./failure.js";

export function doctorCommand(): Command {
  return new Command("doctor")
    .description(
      "Examine settings, database and surroundings, change nothing, and say what to do. Exits with 0 if all is well.",
    )
    .option("--json", "print the findings as JSON")
    .action(async (options: { json?: boolean }) => {
      const diagnosis = await diagnose(readProcessEnvironment());
      const text = options.json === true ? JSON.stringify(diagnosis, undefined, 2) : reportOf(diagnosis);
      process.stdout.write(`${text}\n`);
      process.exitCode = exitCodeOf(diagnosis);
    });
}

/** Warnings are no failure: what warns may be meant. */
function exitCodeOf({ cause }: Diagnosis): number {
  if (cause === null) return 0;
  return cause === "other" ? EXIT_CODES.failure : EXIT_CODES[cause];
}

const MARKS: Record<Finding["status"], string> = { ok: "ok      ", warning: "warning ", failure: "FAILURE " };

function reportOf({ findings }: Diagnosis): string {
  const lines = findings.flatMap(({ check, status, message, advice }) => [
    `${MARKS[status]} ${check}: ${message}`,
    ...(advice === undefined ? [] : [`          ${advice}`]),
  ]);
  const count = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  return [...lines, "", `${count("failure")} failures, ${count("warning")} warnings.`].join("\n");
}
