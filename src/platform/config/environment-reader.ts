// Reads environment variables into typed values and collects all errors, so that they can be reported together.

import { DatabaseUrlError, parseDatabaseUrl } from "./database-url.js";

/** An environment variable. A test compares `.env.example` with these. */
export interface ConfigVariable {
  name: string;
  description: string;
  /** As written in the environment; empty if there is no default. */
  defaultValue: string;
}

/** A token of RFC 9110. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;

export class EnvironmentReader {
  readonly errors: string[] = [];
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #variables: readonly ConfigVariable[];

  constructor(env: Readonly<Record<string, string | undefined>>, variables: readonly ConfigVariable[]) {
    this.#env = env;
    this.#variables = variables;
  }

  /** An empty variable counts as absent, because shells and compose files write it that way. */
  text(name: string): string {
    const given = this.#env[name]?.trim();
    if (given !== undefined && given !== "") return given;
    return this.#variables.find((variable) => variable.name === name)?.defaultValue ?? "";
  }

  integer(name: string, min: number, max: number): number {
    const text = this.text(name);
    const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    this.errors.push(`${name} must be a whole number from ${min} to ${max}, but is "${text}".`);
    return min;
  }

  flag(name: string): boolean {
    const text = this.text(name).toLowerCase();
    if (["1", "true", "yes", "on"].includes(text)) return true;
    if (!["0", "false", "no", "off"].includes(text)) this.errors.push(`${name} must be 1 or 0, but is "${text}".`);
    return false;
  }

  oneOf<T extends string>(name: string, values: readonly [T, ...T[]]): T {
    const text = this.text(name);
    const value = values.find((candidate) => candidate === text);
    if (value === undefined) this.errors.push(`${name} must be one of ${values.join(", ")}, but is "${text}".`);
    return value ?? values[0];
  }

  /** The error message does not repeat the value, which may contain a password. */
  databaseUrl(name: string): string | null {
    const text = this.text(name);
    if (text === "") return null;
    try {
      parseDatabaseUrl(text);
    } catch (error) {
      if (!(error instanceof DatabaseUrlError)) throw error;
      this.errors.push(`${name} ${error.message}.`);
    }
    return text;
  }

  /** A URL with one of the protocols, such as `https:`; null if absent. The error message does not repeat the value. */
  url(name: string, protocols: readonly string[]): string | null {
    const text = this.text(name);
    if (text === "") return null;
    if (!protocols.includes(URL.canParse(text) ? new URL(text).protocol : "")) {
      this.errors.push(
        `${name} must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}.`,
      );
    }
    return text;
  }

  /** Names of HTTP headers, separated by commas; `*` is one of their characters. */
  headerNames(name: string): readonly string[] {
    const names = this.text(name)
      .split(",")
      .map((header) => header.trim())
      .filter((header) => header !== "");
    for (const header of names) {
      if (!HEADER_NAME.test(header)) {
        this.errors.push(`${name} takes names of headers such as X-Tenant, but has "${header}".`);
      }
    }
    return names;
  }

  origins(name: string): readonly string[] {
    const origins = this.text(name)
      .split(",")
      .map((origin) => origin.trim())
      .filter((origin) => origin !== "");
    for (const origin of origins) {
      if (origin !== "*" && (!URL.canParse(origin) || new URL(origin).origin !== origin)) {
        this.errors.push(`${name} takes origins such as https://example.org, but has "${origin}".`);
      }
    }
    return origins;
  }
}
