// The log of the services that tests start. It prints errors only, in a form to be read: a test that fails because of an internal
// error shows its cause, although the client is only given an id.
import { createLog, type Logger } from "../../src/platform/observability/log.js";

interface LoggedError {
  msg?: string;
  errorId?: string;
  err?: { message: string; stack?: string };
}

export interface TestLog {
  log: Logger;
  /** The cause of the internal error with this id, as it was logged. */
  causeOf(errorId: unknown): string | undefined;
}

export function createTestLog(print = (text: string): void => void process.stderr.write(text)): TestLog {
  const causes = new Map<unknown, string>();
  const write = (line: string): void => {
    const { msg = "", errorId, err } = JSON.parse(line) as LoggedError;
    const cause = err?.stack ?? err?.message ?? line.trim();
    if (errorId !== undefined) causes.set(errorId, cause);
    print(`The service under test logged an error: ${msg}${errorId === undefined ? "" : ` (${errorId})`}\n${cause}\n`);
  };
  return { log: createLog("error", { write }), causeOf: (errorId) => causes.get(errorId) };
}
