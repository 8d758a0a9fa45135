// Holds the floors of the house: a folder imports only from lower floors, and on its own floor only leftward. The same
// list stands in docs/architecture.md.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Bottom first; on one floor, left may be imported by right. */
const FLOORS: readonly (readonly string[])[] = [
  ["lib"],
  [
    "markup",
    "config",
    "observability",
    "db",
    "events",
    "redis",
    "cache",
    "graphql",
    "limits",
    "execution",
    "rate-limit",
  ],
  ["viewer", "context", "auth"],
  [
    ...[
      "content/site-path",
      "content/surrogate-keys",
      "content/content-event",
      "content/announced-keys",
      "content/schedule",
      "content/visibility",
      "content/image",
      "content/order-direction",
      "content/input-check",
      "content/term-slug",
      "content/image.inputs",
      "content/term-memory",
    ],
    ...[
      "content/site",
      "content/search-index",
      "content/aliases",
      "content/post-counts",
      "content/authors",
      "content/categories",
      "content/tags",
      "content/posts",
      "content/series",
      "content/related",
      "content/search",
    ],
    ...["content/paths", "content/nodes", "content/entities"],
  ],
  ["importers", "idempotency"],
  ["http"],
  [
    "registry",
    "schema",
    "database-server",
    "open-database",
    "sample-site",
    "engine",
    "execute-as",
    "identify",
    "maintenance",
    "readiness",
    "watch",
    "trace",
    "answer-cache",
    "start-rate-limit",
    "trusted-documents",
    "audit",
    "doctor",
    "app",
  ],
  ["cli"],
];

const RANKS = new Map(FLOORS.flatMap((floor, level) => floor.map((room, place) => [room, { level, place }] as const)));

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}

function roomOf(file: string): string {
  const [first = "", second = ""] = relative(join(ROOT, "src"), file).replace(/\.ts$/, "").split("/");
  return first === "content" ? `content/${second}` : first;
}

function importsOf(file: string): string[] {
  const source = readFileSync(file, "utf8");
  const specifiers = [...source.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((match) => match[1] ?? "");
  return specifiers.map((specifier) => resolve(dirname(file), specifier.replace(/\.js$/, ".ts")));
}

const sources = filesBelow(join(ROOT, "src"));

test("every source file lives in a room that the floor list names", () => {
  const homeless = sources.filter((file) => !RANKS.has(roomOf(file)));
  assert.deepEqual(
    homeless.map((file) => relative(ROOT, file)),
    [],
  );
});

test("imports point down, or left on the same floor", () => {
  const upward = sources.flatMap((file) => {
    const from = RANKS.get(roomOf(file));
    return importsOf(file)
      .filter((target) => target.startsWith(join(ROOT, "src")) && roomOf(target) !== roomOf(file))
      .filter((target) => {
        const to = RANKS.get(roomOf(target));
        if (from === undefined || to === undefined) return true;
        return to.level > from.level || (to.level === from.level && to.place >= from.place);
      })
      .map((target) => `${relative(ROOT, file)} imports ${relative(ROOT, target)}`);
  });
  assert.deepEqual(upward, []);
});

test("the environment is read in src/config alone", () => {
  const readers = sources.filter((file) => readFileSync(file, "utf8").includes("process.env"));
  assert.deepEqual([...new Set(readers.map(roomOf))], ["config"]);
});

test("files stay within 250 lines and open by saying what they promise", () => {
  const long = sources.filter((file) => readFileSync(file, "utf8").split("\n").length > 251);
  assert.deepEqual(
    long.map((file) => relative(ROOT, file)),
    [],
  );
  const silent = sources.filter((file) => !/^(#!.*\n)?\/\//.test(readFileSync(file, "utf8")));
  assert.deepEqual(
    silent.map((file) => relative(ROOT, file)),
    [],
  );
});

test("docs/architecture.md shows the same floors", () => {
  const text = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
  for (const room of FLOORS.flat()) {
    assert.ok(text.includes(`\`${room}\``), `docs/architecture.md does not name the room \`${room}\``);
  }
});
