// W8: one exchange writes a new title and reads the post, and is counted as one request. Each connection has posts of its
// own, so that no write meets the version of another. The read has to show the title that was just written.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CONTENDERS } from "./contenders.mjs";
import { jsonOf, rawRequest } from "./http-client.mjs";

const TOKEN_NAME = "bench";

/** `posts` are as `keepPosts` has read them, with the ids by which this server knows them. */
export function writeThenRead({ name, port, posts, connections, token }) {
  const contender = CONTENDERS[name];
  if (contender.change === undefined) {
    const { path, body } = contender.request({ name: "W8" }, {});
    const bytes = rawRequest(port, path, body);
    return async (connection) => {
      await connection.send(bytes);
      return connection.send(bytes);
    };
  }
  const states = posts.map((post) => ({ ...post, writes: 0 }));
  const headers = contender.needsToken ? { authorization: `Bearer ${token}` } : {};
  const ask = async (connection, document, variables, more) => {
    const { path, body } = contender.request({ document }, variables);
    const answer = jsonOf(await connection.send(rawRequest(port, path, body, more)));
    if (answer.errors) throw new Error(`${name} W8: ${JSON.stringify(answer.errors).slice(0, 600)}`);
    return answer;
  };
  const counts = new Array(connections).fill(0);
  return async (connection, index) => {
    const owned = Math.ceil((states.length - index) / connections);
    const post = states[index + (counts[index]++ % owned) * connections];
    post.writes += 1;
    const title = `${post.title} ${post.writes}`;
    const written = await ask(connection, "W8", contender.change({ ...post, title }), headers);
    if (contender.versionOf) {
      const version = contender.versionOf(written.data);
      if (version !== post.version + 1) throw new Error(`${name} W8: ${JSON.stringify(written).slice(0, 600)}`);
      post.version = version;
    }
    const answer = await ask(connection, "read", { slug: post.slug });
    const shown = contender.toContract(answer.data).post?.title;
    if (shown !== title) throw new Error(`${name} W8: expected the title "${title}", came "${shown}".`);
    return answer;
  };
}

/** An administrator's token, made as one makes it: by the service's own command. */
export async function makeToken(run) {
  const main = fileURLToPath(new URL(`../../${run.dist}/src/cli/main.js`, import.meta.url));
  const options = ["token", "create", "--role", "admin", "--name", TOKEN_NAME];
  const env = { ...process.env, DATABASE_URL: run.databaseUrl };
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...options], { env });
  return stdout.trim();
}

export const forgetToken = (admin) => admin.query("delete from api_token where name = $1", [TOKEN_NAME]);

const TOUCHED = "post, post_body, post_category, post_tag, category_listing, post_link, revision, outbox_event";

/** Remembers the posts in this session, for `restorePosts`. */
export async function keepPosts(admin, slugs) {
  await admin.query(
    `create temp table kept_post as select id, slug, title, excerpt, version, updated_at from post where slug = any($1)`,
    [slugs],
  );
  await admin.query(
    "create temp table kept_search as select s.post_id, title_folded, head, doc from search_public s join kept_post k on k.id = s.post_id",
  );
  await admin.query("create temp table kept_event as select coalesce(max(id), 0) as id from outbox_event");
  const { rows } = await admin.query("select id, slug, title, version from kept_post order by slug");
  return rows;
}

/** After the writes of each server, so that the next one meets the same rows, and the next run the same site. */
export async function restorePosts(admin) {
  await admin.query(
    `update post p set title = k.title, excerpt = k.excerpt, version = k.version, updated_at = k.updated_at
     from kept_post k where p.id = k.id`,
  );
  await admin.query(
    `update search_public s set title_folded = k.title_folded, head = k.head, doc = k.doc from kept_search k
     where s.post_id = k.post_id`,
  );
  await admin.query("delete from revision r using kept_post k where r.post_id = k.id and r.version > k.version");
  await admin.query("delete from outbox_event e using kept_event k where e.id > k.id");
  await admin.query(`vacuum analyze ${TOUCHED}, search_public, post_count`);
}
