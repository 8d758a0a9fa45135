// W8: one exchange writes a new title and reads the post, and is counted as one request. Each connection has posts of its
// own, so that no two writes expect the same version. The read has to show the title that was just written.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { mainPath } from "../service-modules.mjs";
import { CONTENDERS } from "./contenders.mjs";
import { jsonOf, rawRequest } from "./http-client.mjs";

const TOKEN_NAME = "bench";

/** `posts` are as `savePosts` has read them, with the ids by which this server knows them. */
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
  const { writeTitle, readPost } = titleClient({ name, port, token });
  const counts = new Array(connections).fill(0);
  return async (connection, index) => {
    const owned = Math.ceil((states.length - index) / connections);
    const post = states[index + (counts[index]++ % owned) * connections];
    await writeTitle(connection, post);
    return readPost(connection, post);
  };
}

/** Writes titles and reads them back. A post here has `id`, `slug`, `title`, `version` and the number of its `writes`. */
export function titleClient({ name, port, token }) {
  const contender = CONTENDERS[name];
  const headers = contender.needsToken ? { authorization: `Bearer ${token}` } : {};
  const titleOf = ({ title, writes }) => (writes === 0 ? title : `${title} ${writes}`);
  const ask = async (connection, document, variables, more) => {
    const { path, body } = contender.request({ document }, variables);
    const response = jsonOf(await connection.send(rawRequest(port, path, body, more)));
    if (response.errors) throw new Error(`${name} W8: ${JSON.stringify(response.errors).slice(0, 600)}`);
    return response;
  };
  return {
    async writeTitle(connection, post) {
      const title = titleOf({ ...post, writes: post.writes + 1 });
      const written = await ask(connection, "W8", contender.change({ ...post, title }), headers);
      post.writes += 1;
      if (contender.versionOf === undefined) return;
      const version = contender.versionOf(written.data);
      if (version !== post.version + 1) throw new Error(`${name} W8: ${JSON.stringify(written).slice(0, 600)}`);
      post.version = version;
    },
    /** Throws where another title is shown than the last one written. */
    async readPost(connection, post, document = "read") {
      const response = await ask(connection, document, { slug: post.slug });
      const shown = contender.toContract(response.data).post?.title;
      const title = titleOf(post);
      if (shown !== title) throw new Error(`${name}: expected the title "${title}", got "${shown}".`);
      return response;
    },
  };
}

/** An administrator's token, made as one makes it: by the service's own command. */
export async function makeToken(run) {
  const main = mainPath(run.dist);
  const options = ["token", "create", "--role", "admin", "--name", TOKEN_NAME];
  const env = { ...process.env, DATABASE_URL: run.databaseUrl };
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...options], { env });
  return stdout.trim();
}

export const forgetToken = (admin) => admin.query("delete from api_token where name = $1", [TOKEN_NAME]);

const TOUCHED = "post, post_body, post_category, post_tag, category_listing, post_link, revision, outbox_event";

/** Copies the posts into tables of this session, for `restorePosts`. */
export async function savePosts(admin, slugs) {
  await admin.query("drop table if exists saved_post, saved_search, saved_event");
  await admin.query(
    `create temp table saved_post as select id, slug, title, excerpt, version, updated_at from post where slug = any($1)`,
    [slugs],
  );
  await admin.query(
    "create temp table saved_search as select s.post_id, title_folded, head, doc from search_public s join saved_post k on k.id = s.post_id",
  );
  await admin.query("create temp table saved_event as select coalesce(max(id), 0) as id from outbox_event");
  const { rows } = await admin.query("select id, slug, title, version from saved_post order by slug");
  return rows;
}

/** After the writes of each server, so that the next one meets the same rows, and the next run the same site. */
export async function restorePosts(admin) {
  await admin.query(
    `update post p set title = k.title, excerpt = k.excerpt, version = k.version, updated_at = k.updated_at
     from saved_post k where p.id = k.id`,
  );
  await admin.query(
    `update search_public s set title_folded = k.title_folded, head = k.head, doc = k.doc from saved_search k
     where s.post_id = k.post_id`,
  );
  await admin.query("delete from revision r using saved_post k where r.post_id = k.id and r.version > k.version");
  await admin.query("delete from outbox_event e using saved_event k where e.id > k.id");
  await admin.query(`vacuum analyze ${TOUCHED}, search_public, post_count`);
}
