// A database with a folder of Markdown imported into it, for as long as it is needed.
import * as childProcess from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { importFromBuild, mainPath } from "../service-modules.mjs";

const execFile = promisify(childProcess.execFile);

/** On the server of DATABASE_URL, or else on an embedded one; `kept` names a database that is filled once and stays. */
export async function withSite({ folder, serverUrl, kept }, use) {
  const server = serverUrl === undefined ? await startEmbedded() : { url: serverUrl, stop: async () => undefined };
  const name = kept ?? `colophon_eval_${process.pid}`;
  const admin = new pg.Client({ connectionString: server.url });
  try {
    await admin.connect();
    const { rowCount } = await admin.query("select from pg_database where datname = $1", [name]);
    if (rowCount === 0 && folder === undefined)
      throw new Error(`The server of DATABASE_URL has no database ${name}, and no folder was given to fill it from.`);
    if (rowCount === 0) await admin.query(`create database ${pg.escapeIdentifier(name)}`);
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    try {
      await withDataSource(url.href, async (dataSource) => {
        const [post] = await dataSource.query("select id from post limit 1");
        if (post === undefined && folder !== undefined) await fill(dataSource, folder);
        else await indexOutdatedRows(url.href);
        await use(dataSource);
      });
    } finally {
      if (kept === undefined) await admin.query(`drop database ${pg.escapeIdentifier(name)} with (force)`);
    }
  } finally {
    await admin.end();
    await server.stop();
  }
}

async function startEmbedded() {
  const { startEmbeddedPostgres } = await importFromBuild("startEmbeddedPostgres");
  const dataDir = await mkdtemp(join(tmpdir(), "colophon-eval-"));
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}

async function withDataSource(url, use) {
  const { migrations, createDataSource, migrateDatabase, entities } = await importFromBuild(
    "migrations",
    "createDataSource",
    "migrateDatabase",
    "entities",
  );
  await migrateDatabase(url);
  const dataSource = createDataSource(
    { url, poolSize: 4, poolWaitMs: 5_000, statementTimeoutMs: 60_000 },
    { entities, migrations },
  );
  await dataSource.initialize();
  try {
    await use(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

async function fill(dataSource, folder) {
  const { readMarkdownFolder, runImport } = await importFromBuild("readMarkdownFolder", "runImport");
  const report = await runImport(dataSource, readMarkdownFolder(resolve(folder), { timeZone: "UTC" }), {
    source: "eval",
    author: { slug: "editor", name: "Editor", bio: null },
    locale: "zh-CN",
    isDryRun: false,
  });
  await publishAll(dataSource);
  console.log(`imported and indexed in ${report.seconds.toFixed(1)} s`);
}

/** A build with another tokeniser needs another index. */
async function indexOutdatedRows(url) {
  const main = mainPath(process.env.BENCH_DIST);
  await execFile(process.execPath, [main, "reindex"], { env: { ...process.env, DATABASE_URL: url } });
}

/** A folder without dates is imported as drafts, and is to be measured all the same. */
async function publishAll(dataSource) {
  const { moveIndexRows } = await importFromBuild("moveIndexRows");
  await dataSource.transaction(async (tx) => {
    const [drafts] = await tx.query(
      `update post set state = 'PUBLISHED', published_at = created_at, visible_from = created_at
       where state <> 'TRASHED' and visible_from > now() returning id`,
    );
    for (let at = 0; at < drafts.length; at += 500)
      await moveIndexRows(
        tx,
        drafts.slice(at, at + 500).map(({ id }) => id),
      );
  });
}

/** The visible posts, with their texts folded as the service folds them; of a large site so many of them. */
export async function readPosts(dataSource, sample = null) {
  const { fold } = await importFromBuild("fold");
  const posts = await dataSource.query(
    `select p.id, p.slug, p.title, b.text, b.html, array(select c ->> 'source' from jsonb_array_elements(b.code_blocks) c) as code, array(select h ->> 'text' from jsonb_array_elements(b.table_of_contents) h) as headings,
       array(select t.name from post_tag m join tag t on t.id = m.tag_id where m.post_id = p.id) as tags
     from post p join post_body b on b.post_id = p.id where p.visible_from <= now() order by ${sample === null ? "p.slug" : "md5(p.slug), p.slug"} limit $1`,
    [sample],
  );
  const squeezed = (text) => fold(text).replace(/\s+/g, " ");
  return posts.map(({ html, code, ...post }) => {
    const imageTexts = [...html.matchAll(IMAGE_TEXT)].map(([, text]) => text).filter((text) => !text.includes("&"));
    return {
      ...post,
      imageTexts,
      codeLines: code.flatMap((source) => source.split("\n")),
      folded: {
        title: squeezed(post.title),
        text: squeezed(post.text),
        headings: post.headings.map(squeezed),
        imageTexts: imageTexts.map(squeezed),
      },
    };
  });
}

const IMAGE_TEXT = /<img[^>]* alt="([^"]+)"/g;

/** The pairs of the service, read backwards: what it folds, a query may be written in. */
export async function makeTraditional() {
  const { simplifyHan } = await importFromBuild("simplifyHan");
  const back = new Map();
  for (let code = 0x4e00; code <= 0x9fff; code += 1) {
    const character = String.fromCharCode(code);
    const simple = simplifyHan(character);
    if (simple !== character && !back.has(simple)) back.set(simple, character);
  }
  return (text) => Array.from(text, (character) => back.get(character) ?? character).join("");
}
