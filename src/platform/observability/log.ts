// The process's structured log. Kept in one place so that redaction holds for every line, whoever writes it.
import { type DestinationStream, type Logger, type LoggerOptions, pino, stdSerializers } from "pino";

export type { Logger } from "pino";

export type LogLevel = "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";

/** What PostgreSQL's driver hangs on an error besides its message: values of statements and of rows. */
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

/** Not pino's own: at the end of the process that one waits for ever for a terminal that has been closed. */
const stdout: DestinationStream = { write: (line) => void process.stdout.write(line) };

function withoutValues(error: Error): object {
  const shown = Object.entries(stdSerializers.err(error)).filter(([name]) => !VALUES.includes(name));
  return Object.fromEntries(shown);
}
