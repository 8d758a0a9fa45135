// The only place that reads the process's environment.
import { type Config, loadConfig } from "./config.js";

export function loadProcessConfig(): Config {
  return loadConfig(process.env);
}

/** For who wants to know all that is wrong with it. */
export function readProcessEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
