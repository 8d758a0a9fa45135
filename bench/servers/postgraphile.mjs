// PostGraphile 5 over the views of published content, which the service's anonymous reads use as well; its keys are
// declared to it by smart tags, as views have none. Runs on the Node that it asks for.
import { createServer } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makeV4Preset } from "postgraphile/presets/v4";
import { jsonPgSmartTags } from "postgraphile/utils";
import { DATABASE_URL, POOL_SIZE, PORT } from "./port.mjs";

const key = (primaryKey, foreignKey = [], unique = []) => ({ tags: { primaryKey, foreignKey, unique } });
const sorted = { attribute: { visible_from: { tags: { notNull: true } } } };
const smartTags = {
  version: 1,
  config: {
    class: {
      author: key("id", [], ["slug"]),
      tag: key("id", [], ["slug"]),
      category: key("id", ["(parent_id) references published.category (id)"], ["path"]),
      post: { ...key("id", ["(author_id) references published.author (id)"], ["slug"]), ...sorted },
      post_body: key("post_id", ["(post_id) references published.post (id)"]),
      post_category: {
        ...key("post_id,category_id", [
          "(post_id) references published.post (id)",
          "(category_id) references published.category (id)",
        ]),
        ...sorted,
      },
      category_listing: {
        ...key("post_id,category_id", [
          "(post_id) references published.post (id)",
          "(category_id) references published.category (id)",
        ]),
        ...sorted,
      },
      post_tag: {
        ...key("post_id,tag_id", [
          "(post_id) references published.post (id)",
          "(tag_id) references published.tag (id)",
        ]),
        ...sorted,
      },
    },
  },
};

// A search beyond equality is a function of one's own here.
const client = new pg.Client({ connectionString: DATABASE_URL });
await client.connect();
await client.query(`create schema if not exists bench_search`);
await client.query(`
  create or replace function bench_search.search_posts(query text) returns setof published.post language sql stable as $$
    select p.* from published.post p join published.post_body b on b.post_id = p.id
    where p.title ilike all(array(select '%' || w || '%' from unnest(string_to_array(query, ' ')) w))
       or b.text ilike all(array(select '%' || w || '%' from unnest(string_to_array(query, ' ')) w))
    order by p.visible_from desc, p.id desc $$`);
await client.end();

const preset = {
  extends: [PostGraphileAmberPreset, makeV4Preset({ dynamicJson: true })],
  plugins: [jsonPgSmartTags(smartTags)],
  pgServices: [
    makePgService({
      connectionString: DATABASE_URL,
      schemas: ["published", "bench_search"],
      poolConfig: { max: POOL_SIZE },
    }),
  ],
  grafast: { explain: false },
  grafserv: { watch: false, graphiql: false },
};

const server = createServer();
await postgraphile(preset).createServ(grafserv).addTo(server);
server.listen(PORT, "127.0.0.1");
