// Reads the environment of the process; no other module does.
import { type Config, loadConfig } from "./config.js";

export function loadProcessConfig(): Config {
  return loadConfig(process.env);
}

/** The unchecked environment, for `colophon doctor`, which reports its errors. */
export function readProcessEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
