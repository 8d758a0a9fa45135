// The structured log of the process. It is created in one place, so that redaction applies to every line.
import { type DestinationStream, type Logger, type LoggerOptions, pino, stdSerializers } from "pino";

export type { Logger } from "pino";

export type LogLevel = "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";

/** Properties of a PostgreSQL error that contain values of statements and rows. */
const VALUES = ["parameters", "driverError", "detail", "where", "internalQuery"];

export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    serializers: { err: withoutValues },
    redact: {
      paths: ["authorization", "*.authorization", "password", "*.password", "databaseUrl"],
      censor: "[redacted]",
    },
  };
  return pino(options, destination ?? stdout);
}

/** Instead of pino's own destination, which at the end of the process waits forever for a terminal that was closed. */
const stdout: DestinationStream = { write: (line) => void process.stdout.write(line) };

function withoutValues(error: Error): object {
  const shown = Object.entries(stdSerializers.err(error)).filter(([name]) => !VALUES.includes(name));
  return Object.fromEntries(shown);
}
