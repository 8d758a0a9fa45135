// What an uncached page costs over the GraphQL response that it is made of: CPU of the service, without a response cache, for pages and for their
// documents in turn.
//   npm run build; DATABASE_URL=… node bench/site.mjs [--posts 1000] [--rounds 5] [--seconds 2]
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import pg from "pg";
import { FrontDocument, PostDocument } from "../dist/site/src/__generated__/graphql.js";
import { prepareDatabase } from "./data/load.mjs";
import { startServer } from "./measure/children.mjs";
import { processCpu, used } from "./measure/cpu.mjs";
import { askOnce, closedLoop, rawGet, rawRequest } from "./measure/http-client.mjs";

const { values } = parseArgs({
  options: {
    posts: { type: "string", default: "1000" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" },
  },
});
const WARM_MS = 1_500;
const CONNECTIONS = 4;
const log = (text) => process.stderr.write(`${text}\n`);
const median = (list) => list.sort((one, other) => one - other)[list.length >> 1];

const databaseUrl = await prepareDatabase({ posts: Number(values.posts), seed: 1, dist: "dist", log });
const admin = new pg.Client({ connectionString: databaseUrl });
await admin.connect();
const { rows } = await admin.query(
  "select slug from post where visible_from <= now() order by visible_from desc limit 20",
);
await admin.end();
const server = await startServer({
  ...{ name: "ours", databaseUrl, env: { BENCH_DIST: "dist", CACHE_BYTES: "0", POOL_WAIT_MS: "30000" } },
  probe: (port) => askOnce(port, "/graphql", JSON.stringify({ query: "{ site { title } }" })),
});
try {
  const { port } = server;
  const html = { accept: "text/html" };
  const ask = (document, variables) =>
    rawRequest(port, "/graphql", JSON.stringify({ query: document.toString(), variables }));
  const pages = {
    front: [[ask(FrontDocument, { first: 10, after: null })], [rawGet(port, "/", html)]],
    post: [
      rows.map(({ slug }) => ask(PostDocument, { slug })),
      rows.map(({ slug }) => rawGet(port, `/posts/${encodeURIComponent(slug)}`, html)),
    ],
  };
  for (const [name, pair] of Object.entries(pages)) {
    const samples = [[], []];
    for (let round = 0; round <= Number(values.rounds); round += 1) {
      for (const [index, requests] of pair.entries()) {
        const before = await processCpu(server.pid);
        const milliseconds = round === 0 ? WARM_MS : Number(values.seconds) * 1_000;
        const { answered } = await closedLoop({ port, requests, connections: CONNECTIONS, milliseconds });
        if (round > 0) samples[index].push(used(before, await processCpu(server.pid)) / answered / 1_000);
      }
    }
    const [response, page] = samples.map(median);
    process.stdout.write(
      `${name}: response ${response.toFixed(2)} ms, page ${page.toFixed(2)} ms, difference ${(page - response).toFixed(2)} ms of CPU\n`,
    );
  }
  const longest = await Promise.all(
    rows.map(async ({ slug }) => (await fetch(`http://127.0.0.1:${port}/posts/${encodeURIComponent(slug)}`)).text()),
  );
  const sizes = longest
    .map((text) => [text.length, brotliCompressSync(text).length])
    .sort(([one], [other]) => other - one);
  process.stdout.write(
    `longest of ${sizes.length} post pages: ${sizes[0][0]} characters, ${sizes[0][1]} bytes in brotli\n`,
  );
} finally {
  await server.stop();
}
