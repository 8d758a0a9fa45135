// Reads variables of one environment into typed values and gathers every fault on the way, so that all of them can be
// reported together.

/** One environment variable: its name, what it means and what holds where it is absent. `.env.example` is compared with these. */
export interface ConfigVariable {
  name: string;
  description: string;
  /** As it would be written in the environment; empty for none. */
  defaultValue: string;
}

export class EnvironmentReader {
  readonly faults: string[] = [];
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #variables: readonly ConfigVariable[];

  constructor(env: Readonly<Record<string, string | undefined>>, variables: readonly ConfigVariable[]) {
    this.#env = env;
    this.#variables = variables;
  }

  /** An empty variable counts as an absent one, as shells and compose files write it. */
  text(name: string): string {
    const given = this.#env[name]?.trim();
    if (given !== undefined && given !== "") return given;
    return this.#variables.find((variable) => variable.name === name)?.defaultValue ?? "";
  }

  integer(name: string, min: number, max: number): number {
    const text = this.text(name);
    const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    this.faults.push(`${name} must be a whole number from ${min} to ${max}, but is "${text}".`);
    return min;
  }

  flag(name: string): boolean {
    const text = this.text(name).toLowerCase();
    if (["1", "true", "yes", "on"].includes(text)) return true;
    if (!["0", "false", "no", "off"].includes(text)) this.faults.push(`${name} must be 1 or 0, but is "${text}".`);
    return false;
  }

  oneOf<T extends string>(name: string, values: readonly [T, ...T[]]): T {
    const text = this.text(name);
    const value = values.find((candidate) => candidate === text);
    if (value === undefined) this.faults.push(`${name} must be one of ${values.join(", ")}, but is "${text}".`);
    return value ?? values[0];
  }

  /** The message never repeats the value: it may hold a password. */
  databaseUrl(name: string): string | null {
    const text = this.text(name);
    if (text === "") return null;
    const protocol = URL.canParse(text) ? new URL(text).protocol : "";
    if (protocol !== "postgres:" && protocol !== "postgresql:") {
      this.faults.push(`${name} must be a URL such as postgres://user:password@host:5432/name.`);
    }
    return text;
  }

  /** Of one of the protocols, such as `https:`; null where absent. The message never repeats the value. */
  url(name: string, protocols: readonly string[]): string | null {
    const text = this.text(name);
    if (text === "") return null;
    if (!protocols.includes(URL.canParse(text) ? new URL(text).protocol : "")) {
      this.faults.push(`${name} must be a URL that begins with ${protocols.map((one) => `${one}//`).join(" or ")}.`);
    }
    return text;
  }

  origins(name: string): readonly string[] {
    const origins = this.text(name)
      .split(",")
      .map((origin) => origin.trim())
      .filter((origin) => origin !== "");
    for (const origin of origins) {
      if (origin !== "*" && (!URL.canParse(origin) || new URL(origin).origin !== origin)) {
        this.faults.push(`${name} takes origins such as https://example.org, but has "${origin}".`);
      }
    }
    return origins;
  }
}
