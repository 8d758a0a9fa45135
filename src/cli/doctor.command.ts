// `colophon doctor`: checks the installation and says how to fix what is wrong.
import { Command } from "commander";
import { type Diagnosis, diagnose } from "../app/doctor/doctor.js";
import type { Finding } from "../app/doctor/finding.js";
import { readProcessEnvironment } from "../platform/config/process-config.js";
import { EXIT_CODES } from "./failure.js";

export function doctorCommand(): Command {
  return new Command("doctor")
    .description(
      "Check configuration, environment and database without changing them, and say how to fix what is wrong. Exits with 0 if no check fails.",
    )
    .option("--json", "print the findings as JSON")
    .action(async (options: { json?: boolean }) => {
      const diagnosis = await diagnose(readProcessEnvironment());
      const text = options.json === true ? JSON.stringify(diagnosis, undefined, 2) : reportOf(diagnosis);
      process.stdout.write(`${text}\n`);
      process.exitCode = exitCodeOf(diagnosis);
    });
}

/** Warnings do not change the exit code, because their cause may be intended. */
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
