#!/usr/bin/env node
// Keeps a directory of Markdown in step with the posts and pages of a Colophon site. It takes a cursor, reads everything, and then follows the change
// feed. It may be killed at any moment: files are replaced as a whole, and the cursor is stored last, so that changes are at worst applied twice.
//   node follower.mjs http://localhost:4000/graphql folder [--once]
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const [endpoint, folder, mode] = process.argv.slice(2);
if (endpoint === undefined || folder === undefined) {
  console.error("usage: node follower.mjs <endpoint> <folder> [--once]");
  process.exit(1);
}
const POLL_MS = 2_000;
const RETRIES_MS = [1_000, 5_000, 30_000];
const STATE = join(folder, ".follower.json");
const FIELDS = {
  posts: "id title path publishedAt updatedAt tags { name } body { markdown }",
  pages: "id title path publishedAt updatedAt body { markdown }",
};

async function query(document, variables = {}) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const headers = { "content-type": "application/json", accept: "application/graphql-response+json" };
      const response = await fetch(endpoint, {
        method: "POST",
        headers,
        body: JSON.stringify({ query: document, variables }),
        signal: AbortSignal.timeout(30_000),
      });
      const { data, errors } = await response.json();
      if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join(" "));
      return data;
    } catch (error) {
      const pause = RETRIES_MS[attempt];
      if (pause === undefined) throw error;
      await sleep(pause);
    }
  }
}

/** A reader of the file sees the old or the new text, and so does a start after a crash. */
async function replaceFile(file, text) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}

/** Paths of a site have no dots as parts and no control characters. The slash below the folder keeps every file in it. */
const fileOf = (node) => `${node.path.slice(1)}.md`;

function markdownOf({ title, path, publishedAt, updatedAt, tags, body }) {
  const fields = { title, path, publishedAt, updatedAt, ...(tags && { tags: tags.map(({ name }) => name) }) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `---\n${lines.join("\n")}\n---\n\n${body.markdown}\n`;
}

/** Writes the node as it is now, or deletes its file if it is gone or hidden. */
async function apply(state, nodeId, node) {
  const [former, file] = [state.files[nodeId], node === null ? undefined : fileOf(node)];
  if (file !== undefined) {
    await replaceFile(join(folder, file), markdownOf(node));
    state.files[nodeId] = file;
  } else {
    delete state.files[nodeId];
  }
  const isUsed = Object.values(state.files).includes(former);
  if (former !== undefined && former !== file && !isUsed) await rm(join(folder, former), { force: true });
}

const save = (state) => replaceFile(STATE, `${JSON.stringify(state)}\n`);

/** The cursor is taken first: what changes during the reading comes again. */
async function readEverything() {
  const { changes } = await query("{ changes { cursor } }");
  const state = { cursor: changes.cursor, files: {} };
  for (const list of ["posts", "pages"]) {
    for (let after = null, hasNextPage = true; hasNextPage; ) {
      const document = `query ($after: String) {
        list: ${list}(first: 50, after: $after) { nodes { ${FIELDS[list]} } pageInfo { hasNextPage endCursor } } }`;
      const { list: page } = await query(document, { after });
      for (const node of page.nodes) await apply(state, node.id, node);
      ({ endCursor: after, hasNextPage } = page.pageInfo);
    }
  }
  await deleteOthers(state);
  await save(state);
  return state;
}

/** Files of nodes that are gone since, and those that a killed run left behind. */
async function deleteOthers({ files }) {
  const known = new Set(Object.values(files));
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of found.filter((each) => each.isFile() && /\.md(?:\.part)?$/.test(each.name))) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (!known.has(file.slice(join(folder, "/").length))) await rm(file, { force: true });
  }
}

const CHANGES = `query ($after: String!) { changes(after: $after, first: 50, nodeTypes: [POST, PAGE]) {
  cursor hasMore isReset nodes { nodeId node { ... on Post { ${FIELDS.posts} } ... on Page { ${FIELDS.pages} } } } } }`;

/** Applies the next changes. Returns the state, and whether there may be more. */
async function follow(state) {
  const { changes } = await query(CHANGES, { after: state.cursor });
  if (changes.isReset) return { state: await readEverything(), hasMore: false };
  for (const { nodeId, node } of changes.nodes) await apply(state, nodeId, node);
  if (changes.cursor !== state.cursor) await save(Object.assign(state, { cursor: changes.cursor }));
  return { state, hasMore: changes.hasMore };
}

await mkdir(folder, { recursive: true });
const stored = await readFile(STATE, "utf8").catch(() => null);
let state = stored === null ? await readEverything() : JSON.parse(stored);
for (let isFirst = true; ; ) {
  const followed = await follow(state);
  state = followed.state;
  if (followed.hasMore) continue;
  if (isFirst) await deleteOthers(state);
  isFirst = false;
  if (mode === "--once") break;
  await sleep(POLL_MS);
}
