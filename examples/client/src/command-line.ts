// Turns the command line and the environment into one command, or throws a Failure that says what is wrong with them.
import { parseArgs } from "node:util";
import { Failure } from "./failure.js";
import type { Endpoint } from "./graphql-client.js";

export type Command =
  | { name: "help" }
  | { name: "list"; categoryPath: string | undefined; first: number; after: string | undefined }
  | { name: "show"; slug: string };

export interface Invocation {
  command: Command;
  endpoint: Endpoint;
}

export const usage = `Usage: npm start -- <command>

  list [category path]   posts, newest first; without a path also the categories
      --first N          so many, 1 to 100 (20)
      --after CURSOR     the page after this cursor, which the page before ends with
  show <slug>            one post

      --persisted        send hashes of the documents instead of their text
      --help             this text

COLOPHON_URL names the server; http://127.0.0.1:4000/graphql where it is not set.
Exit codes: 0 done, 1 GraphQL errors, 2 wrong usage, 3 not found, 4 no GraphQL answer.
`;

const DEFAULT_URL = "http://127.0.0.1:4000/graphql";
const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;

const options = {
  first: { type: "string" },
  after: { type: "string" },
  persisted: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export function parseInvocation(args: readonly string[], url: string | undefined): Invocation {
  const { values, positionals } = parseOptions(args);
  const endpoint = { url: parseUrl(url ?? DEFAULT_URL), isPersisted: values.persisted === true };
  if (values.help === true || positionals.length === 0) return { command: { name: "help" }, endpoint };
  return { command: parseCommand(positionals, values), endpoint };
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Failure("misused", error instanceof Error ? error.message : String(error));
  }
}

function parseCommand(positionals: readonly string[], values: { first?: string; after?: string }): Command {
  const [name, argument, ...rest] = positionals;
  if (rest.length > 0) throw new Failure("misused", `Expected one argument to ${name}, got also ${rest.join(" ")}.`);
  if (name === "list") {
    return { name, categoryPath: argument, first: parsePageSize(values.first), after: values.after };
  }
  if (name !== "show") throw new Failure("misused", `Expected the command list or show, got ${name}.`);
  if (argument === undefined) throw new Failure("misused", "Expected the slug of a post after show.");
  if (values.first !== undefined || values.after !== undefined) {
    throw new Failure("misused", "Expected --first and --after with list only.");
  }
  return { name, slug: argument };
}

function parsePageSize(first: string | undefined): number {
  if (first === undefined) return DEFAULT_PAGE_SIZE;
  const size = Number(first);
  if (!/^\d+$/.test(first) || size < 1 || size > MAX_PAGE_SIZE) {
    throw new Failure("misused", `Expected --first to be a number from 1 to ${MAX_PAGE_SIZE}, got ${first}.`);
  }
  return size;
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new Failure("misused", `Expected COLOPHON_URL to be an http or https URL, got ${text}.`);
  }
  return url;
}
