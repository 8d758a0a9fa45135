// Enforces the layout of `src`: the floors, the direction of imports, the size of files and folders, and unique names. The floors are
// listed once, here, and compared with the directory, with README.md and with docs/architecture.md.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SOURCE = join(ROOT, "src");
const MAX_FILES_IN_FOLDER = 15;
const MAX_LINES = 250;

/** Bottom first. A floor imports only from the floors before it; within a floor, a room imports only from the rooms before it. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  platform: [
    "config",
    "observability",
    "db",
    "events",
    "redis",
    "response-cache",
    "reference-cache",
    "graphql",
    "query-cost",
    "execution",
    "apollo-plugins",
    "rate-limit",
    "outbound",
    "markup",
    "storage",
    "pictures",
  ],
  identity: ["viewer", "context", "access", "api-tokens", "auth", "sessions"],
  content: [
    "site-path",
    "visibility",
    "order-direction",
    "input-check",
    "version-conflict",
    "images",
    "aliases",
    "change-feed",
    "cache-tags",
    "assets",
    "terms",
    "site",
    "seo",
    "search/index",
    "post-counts",
    "authors",
    "categories",
    "tags",
    "posts",
    "comments",
    "pages",
    "working-copies",
    "appearances",
    "series",
    "related",
    "search",
    "menus",
    "paths",
    "webhooks",
    "nodes",
    "changes",
    "entities",
  ],
  intake: ["idempotency", "importers"],
  http: [],
  app: ["registry", "schema", "bridge", "start", "app", "audit", "doctor"],
  cli: [],
};

const FLOOR_NAMES = Object.keys(FLOORS);
const ROOMS = Object.entries(FLOORS).flatMap(([floor, rooms]) =>
  rooms.length === 0 ? [floor] : rooms.map((room) => `${floor}/${room}`),
);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function nameOf(file: string): string {
  return relative(SOURCE, file).replace(/\.ts$/, "");
}

/** The longest room whose name begins the path; null where no room is listed for it. */
function roomOf(file: string): string | null {
  const path = nameOf(file);
  const rooms = ROOMS.filter((room) => path === room || path.startsWith(`${room}/`));
  return rooms.sort((one, other) => other.length - one.length)[0] ?? null;
}

function importsOf(file: string): string[] {
  const source = readFileSync(file, "utf8");
  const specifiers = [...source.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((match) => match[1] ?? "");
  return specifiers.map((specifier) => resolve(dirname(file), specifier.replace(/\.js$/, ".ts")));
}

function repeated(names: readonly (readonly [name: string, place: string])[]): string[] {
  const places = new Map<string, string[]>();
  for (const [name, place] of names) places.set(name, [...(places.get(name) ?? []), place]);
  return [...places].filter(([, found]) => found.length > 1).map(([name, found]) => `${name}: ${found.join(", ")}`);
}

const sources = filesBelow(SOURCE);

test("the folders below src are the floors, and no file lies beside them", () => {
  const entries = readdirSync(SOURCE).sort();
  assert.deepEqual(entries, [...FLOOR_NAMES].sort(), "src must hold one folder for each floor and nothing else.");
});

test("every source file belongs to a room of a floor", () => {
  const homeless = sources.filter((file) => roomOf(file) === null).map(nameOf);
  assert.deepEqual(homeless, [], "Add the room to FLOORS in this file, or move the file into a room that is listed.");
});

test("imports point to a lower floor, or to an earlier room of the same floor", () => {
  const upward = sources.flatMap((file) => {
    const from = roomOf(file);
    return importsOf(file)
      .filter((target) => target.startsWith(SOURCE) && roomOf(target) !== from)
      .filter((target) => ROOMS.indexOf(roomOf(target) ?? "") >= ROOMS.indexOf(from ?? ""))
      .map((target) => `${nameOf(file)} imports ${nameOf(target)}`);
  });
  assert.deepEqual(upward, [], "Move the imported code to a lower room, or move the importing code up.");
});

test("the environment is read only in src/platform/config", () => {
  const readers = sources.filter((file) => readFileSync(file, "utf8").includes("process.env"));
  assert.deepEqual([...new Set(readers.map(roomOf))], ["platform/config"]);
});

test("resolvers take SelectingInfo, which is all that a compiled query passes them", () => {
  const resolverFloors = sources.filter((file) => /^(?:content|identity)\//.test(nameOf(file)));
  const users = resolverFloors.filter((file) => readFileSync(file, "utf8").includes("GraphQLResolveInfo")).map(nameOf);
  assert.deepEqual(
    users,
    [],
    "Import SelectingInfo from platform/graphql/look-ahead.js instead of GraphQLResolveInfo.",
  );
});

test("files stay within 250 lines and open with a comment that describes them", () => {
  const long = sources.filter((file) => readFileSync(file, "utf8").split("\n").length > MAX_LINES + 1).map(nameOf);
  assert.deepEqual(long, [], `Split files that are longer than ${MAX_LINES} lines.`);
  const silent = sources.filter((file) => !/^(#!.*\n)?\/\//.test(readFileSync(file, "utf8"))).map(nameOf);
  assert.deepEqual(silent, [], "Open each file with one to three sentences that describe it.");
});

test("a folder holds at most 15 files", () => {
  const counts = new Map<string, number>();
  for (const file of sources) counts.set(dirname(nameOf(file)), (counts.get(dirname(nameOf(file))) ?? 0) + 1);
  const full = [...counts]
    .filter(([, count]) => count > MAX_FILES_IN_FOLDER)
    .map(([folder, count]) => `${folder}: ${count}`);
  assert.deepEqual(full, [], "Move the files of one noun into a folder of their own.");
});

test("no two files and no two exported names are the same", () => {
  assert.deepEqual(repeated(sources.map((file) => [basename(file), nameOf(file)])), []);
  const exported = sources.flatMap((file) => {
    const declarations = readFileSync(file, "utf8").matchAll(
      /^export (?:default )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm,
    );
    return [...new Set([...declarations].map((match) => match[1] ?? ""))].map((name) => [name, nameOf(file)] as const);
  });
  assert.deepEqual(repeated(exported), [], "Rename one of them, so that a search for a name finds one thing.");
});

/** What the service may know of the site. */
const SITE_ENTRIES = ["site.ts", "site-reply.ts", "api/site-api.ts"];

test("the site imports nothing of the service, which imports only its entries", () => {
  const SITE = join(ROOT, "site/src");
  const files = filesBelow(SITE);
  const outward = files.flatMap((file) => importsOf(file).filter((target) => !target.startsWith(`${SITE}/`)));
  assert.deepEqual(outward, [], "The graph is the only way of the site to data.");
  const inward = sources.flatMap((file) => importsOf(file).filter((target) => target.startsWith(SITE)));
  const inner = inward.filter((target) => !SITE_ENTRIES.includes(relative(SITE, target)));
  assert.deepEqual(inner, []);
  const own = files.filter((file) => !file.includes("__generated__"));
  const long = own.filter((file) => readFileSync(file, "utf8").split("\n").length > MAX_LINES + 1);
  assert.deepEqual(long, [], `Split files that are longer than ${MAX_LINES} lines.`);
  const silent = own.filter((file) => !readFileSync(file, "utf8").startsWith("//"));
  assert.deepEqual(silent, [], "Open each file with one to three sentences that describe it.");
});

test("README.md lists every folder of the repository", () => {
  const ignored = readFileSync(join(ROOT, ".gitignore"), "utf8")
    .split("\n")
    .map((line) => line.replace(/\/$/, ""));
  const folders = readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .filter((name) => name !== "src" && !ignored.includes(name) && !/^dist-/.test(name));
  const tree = /## The tree\n\n```\n([\s\S]*?)\n```/.exec(readFileSync(join(ROOT, "README.md"), "utf8"))?.[1] ?? "";
  const lines = tree.split("\n").filter((line) => /^\w/.test(line) && !line.startsWith("src/"));
  const listed = lines.flatMap((line) => (line.split(/ {2,}/)[0] ?? "").split(", "));
  assert.deepEqual(listed.sort(), folders.sort(), "The tree in README.md must list each folder beside src once.");
});

test("README.md and docs/architecture.md list the floors and their rooms", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const listed = [...readme.matchAll(/^src\/(\w[\w-]*)\/? /gm)].map((match) => match[1]);
  assert.deepEqual(listed, FLOOR_NAMES, "The tree in README.md must list the floors of src in their order.");
  const architecture = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
  for (const room of ROOMS)
    assert.ok(architecture.includes(`\`${room}\``), `docs/architecture.md does not name the room \`${room}\`.`);
});
