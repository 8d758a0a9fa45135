// Two databases that differ only in hidden rows give the same response to every anonymous request, byte for byte, including errors and
// headers, and no canary of hidden content is ever in a response or in the log.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { createSchema } from "../../src/app/schema.js";
import { readArgumentValues } from "../graph/argument-values.js";
import { type ArgumentValues, arbitraryOperation } from "../graph/random-query.js";
import { hiddenSlug, hiddenStates } from "../graph/test-site.js";
import { localLinks } from "../site/crawl.js";
import type { TestApp } from "../support/app.js";
import { readPropertyRuns, usualRuns } from "../support/environment.js";
import { canariesIn } from "./canary.js";
import { editorCursors, forgedCursors } from "./hidden-cursors.js";
import { namedRequests } from "./named-requests.js";
import { graphqlRequest, type SeenResponse, type SentRequest } from "./spied-app.js";
import { buildTwoSites, insertLoneDraft, type TwoSites } from "./two-sites.js";

const MOST_PAGES = 150;
const FEEDS = ["feed.xml", "rss.xml", "feed.json"] as const;
const RUNS = usualRuns(450);
const PREVIEW_RUNS = usualRuns(150);
const ATTEMPTS = 6;
const schema = createSchema();
let sites: TwoSites;

before(async () => {
  sites = await buildTwoSites();
});
after(() => sites.close());

async function askBoth(sent: SentRequest): Promise<SeenResponse> {
  const [full, bare] = await Promise.all([sites.full.request(sent), sites.bare.request(sent)]);
  if (!isDeepStrictEqual(full, bare) && !(await differsByErrorOrder(sent, [full, bare])))
    assert.deepEqual(full, bare, `The response to ${sent.body ?? sent.path} depends on hidden rows.`);
  const known = new Set(canariesIn(JSON.stringify(sent)));
  assert.deepEqual(
    canariesIn(full.body + full.headers.join()).filter((word) => !known.has(word)),
    [],
  );
  return full;
}

/**
 * If several fields fail that make the same parent null, the response contains the error of the field that failed first, which depends on
 * the duration of the statements. The sites are equal in this case if any of their responses are.
 */
async function differsByErrorOrder(sent: SentRequest, first: [SeenResponse, SeenResponse]): Promise<boolean> {
  if (!first.every(({ body }) => body.startsWith('{"errors":'))) return false;
  const seen = first.map((response) => new Set([withoutIndices(response)]));
  for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
    if ([...(seen[0] ?? [])].some((text) => seen[1]?.has(text))) return true;
    for (const [index, app] of [sites.full, sites.bare].entries())
      seen[index]?.add(withoutIndices(await app.request(sent)));
  }
  return false;
}

/** A response without the list indices in the paths of its errors. */
const withoutIndices = ({ status, headers, body }: SeenResponse): string => {
  const { errors, ...others } = JSON.parse(body) as { errors: { path?: (string | number)[] }[] };
  const fields = errors.map(({ path, ...error }) => ({
    ...error,
    path: path?.filter((key) => typeof key === "string"),
  }));
  return JSON.stringify({
    ...others,
    status,
    headers: headers.filter((header) => !/^content-length:/.test(header)),
    errors: fields,
  });
};

/** The body with its errors in one order: fields that fail independently do so in the order in which their statements end. */
function inOrder(body: string): string {
  if (!body.startsWith('{"errors":')) return body;
  const { errors, ...others } = JSON.parse(body) as { errors: unknown[] };
  return JSON.stringify({ errors: errors.map((error) => JSON.stringify(error)).sort(), ...others });
}

/** The values for random queries, with additional cursors of hidden rows. */
async function randomArgumentValues(): Promise<ArgumentValues> {
  const { full } = sites;
  const query = async (source: string, variables?: Record<string, unknown>) =>
    JSON.parse((await full.request(graphqlRequest(source, variables))).body).data;
  const argumentValues = await readArgumentValues({ query } as unknown as TestApp);
  const cursors = new Map(argumentValues.cursors);
  for (const more of [await editorCursors(full), await forgedCursors(full)]) {
    for (const [coordinate, presets] of more) cursors.set(coordinate, [...(cursors.get(coordinate) ?? []), ...presets]);
  }
  return { ...argumentValues, cursors };
}

it("the full site has hidden rows of every kind, and the bare site has none", async () => {
  const count = (app: TwoSites["full"], sql: string) =>
    app.dataSource.query(`select count(*)::int as count from ${sql}`);
  for (const table of ["post", "tag", "author", "series", "path_alias", "series_entry", "post_tag"]) {
    const [[all], [visible]] = await Promise.all([count(sites.full, table), count(sites.full, `published.${table}`)]);
    assert.ok(all.count > visible.count, `${table} must have a hidden row.`);
    const [[others], [otherVisible]] = await Promise.all([
      count(sites.bare, table),
      count(sites.bare, `published.${table}`),
    ]);
    assert.deepEqual(
      [others.count, otherVisible.count],
      [visible.count, visible.count],
      `${table} must have no hidden row in the bare site.`,
    );
  }
});

it("requests that name hidden objects get the same response whether or not the objects exist", async () => {
  for (const { name, sent } of namedRequests())
    await askBoth(sent).catch((error) => assert.fail(`${name}: ${error.message}`));
});

it("random operations get the same response from both sites", async (t) => {
  const argumentValues = await randomArgumentValues();
  let withData = 0;
  const property = fc.asyncProperty(arbitraryOperation(schema, argumentValues), async ({ document, variables }) => {
    const { status, body } = await askBoth(graphqlRequest(document, variables));
    assert.ok(status < 500, body);
    assert.ok(!body.includes("INTERNAL_SERVER_ERROR"), body);
    if (/"(slug|title|id)":"/.test(body)) withData += 1;
  });
  await fc.assert(property, { numRuns: RUNS, ...readPropertyRuns() });
  t.diagnostic(`${withData} responses had content`);
});

it("all pages of the site that a reader can find, and addresses of hidden objects, are the same on both sites", async (t) => {
  const hiddenPaths = [
    ...hiddenStates.flatMap((state) => [`/posts/${hiddenSlug(state, 0)}`, `/posts/${hiddenSlug(state, 0)}.md`]),
    ...["/tags/hidden-topic-0", "/authors/hidden-writer-0", "/series/hidden-course-0", "/tags/hidden-topic-0/feed.xml"],
    ...[
      "/search?q=hidden",
      "/search?q=%E9%9A%90%E8%97%8F",
      "/sitemap.xml",
      "/feed.xml",
      "/rss.xml",
      "/feed.json",
      "/llms.txt",
    ],
  ];
  const waiting = new Set(["/", ...hiddenPaths]);
  const seen = new Map<number, number>();
  for (const path of waiting) {
    const { status, body } = await askBoth({ method: "GET", path, headers: { accept: "text/html" } });
    seen.set(status, (seen.get(status) ?? 0) + 1);
    for (const link of localLinks(body, sites.full.url)) if (waiting.size < MOST_PAGES) waiting.add(link);
  }
  const found = waiting.size - hiddenPaths.length;
  t.diagnostic(`${found} pages, by status: ${JSON.stringify(Object.fromEntries(seen))}`);
  assert.ok(found > 20 && (seen.get(200) ?? 0) > 20);
});

it("every document for programs is the same on both sites: feeds, sitemaps, Markdown", async (t) => {
  const seen = new Set(["/sitemap.xml", "/robots.txt", "/llms.txt", ...FEEDS.map((name) => `/${name}`)]);
  const ask = (path: string, accept = "*/*") => askBoth({ method: "GET", path, headers: { accept } });
  for (const path of seen) {
    const { status, body } = await ask(path);
    assert.equal(status, 200, path);
    const places = [...body.matchAll(/<loc>https?:\/\/[^/]+(\/[^<]+)<\/loc>/g)].map(([, place = ""]) => place);
    for (const place of places) {
      if (/^\/sitemap-/.test(place)) seen.add(place);
      else if (/^\/(?:categories|tags|authors|series)\//.test(place)) seen.add(`${place}/${FEEDS[seen.size % 3]}`);
      else if (place !== "/" && seen.size < MOST_PAGES) seen.add(`${place}.md`);
    }
  }
  const hidden = hiddenStates.flatMap((state) => [0, 1].map((block) => `/posts/${hiddenSlug(state, block)}`));
  const terms = ["/tags/hidden-topic-0", "/authors/hidden-writer-0", "/series/hidden-course-0"];
  for (const path of [...hidden, ...terms]) {
    assert.equal((await ask(`${path}.md`)).status, 404, path);
    assert.equal((await ask(path, "text/markdown")).status, 404, path);
    for (const name of FEEDS) assert.equal((await ask(`${path}/${name}`)).status, 404, path);
  }
  t.diagnostic(`${seen.size} documents`);
  assert.ok(seen.size > 40);
});

it("a cursor of a hidden row pages on like one of a row that does not exist", async () => {
  const cursors = [...(await editorCursors(sites.full)), ...(await forgedCursors(sites.full))];
  const types: Record<string, string> = { "Query.tags": "TagOrder", "Query.posts": "PostOrder" };
  for (const [coordinate, presets] of cursors) {
    const type = types[coordinate];
    for (const { args, cursors: some } of presets) {
      for (const cursor of some.slice(0, 5)) {
        const field = coordinate.slice("Query.".length);
        if (!coordinate.startsWith("Query.") || "filter" in args) continue;
        const [head, order] = type === undefined ? ["", ""] : [`$orderBy: ${type}, `, "orderBy: $orderBy, "];
        const list = (side: string) =>
          `${field}(${order}${side}: $cursor) { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } }`;
        const document = `query (${head}$cursor: String) { a: ${list("after")} b: ${list("before")} }`;
        const { body } = await askBoth(graphqlRequest(document, { ...args, cursor }));
        assert.ok(body.includes('"data":{'), body);
      }
    }
  }
});

it("a preview token opens one post, and everything else is as for anonymous readers", async () => {
  const { full } = sites;
  const [id] = await insertLoneDraft(full);
  const token = await full.platform.signPreview(
    { postId: id ?? "", showsWorkingCopy: false },
    "2098-01-01T00:00:00.000Z",
  );
  const ask = (sent: SentRequest) =>
    full.request({ ...sent, headers: { ...sent.headers, "x-preview-token": token } }).then(({ body }) => body);
  const own = graphqlRequest(`{ post(slug: "lone-draft") { status body { text } } }`);
  assert.match(await ask(own), /"status":"DRAFT","body":\{"text":"Lone text/);
  assert.match((await askBoth(own)).body, /"post":null/);
  const sameToAll = async (sent: SentRequest) =>
    assert.equal(inOrder(await ask(sent)), inOrder((await full.request(sent)).body), sent.body);
  for (const { sent } of namedRequests()) {
    const { authorization, "x-preview-token": preview, "content-type": type } = sent.headers ?? {};
    if (type === "application/json" && (authorization ?? preview) === undefined) await sameToAll(sent);
  }
  const property = fc.asyncProperty(
    arbitraryOperation(schema, await randomArgumentValues()),
    ({ document, variables }) => sameToAll(graphqlRequest(document, variables)),
  );
  await fc.assert(property, { numRuns: PREVIEW_RUNS, ...readPropertyRuns() });
});

it("the log contains no hidden content", () => {
  assert.ok(sites.full.logLines.length > RUNS);
  for (const line of sites.full.logLines) assert.deepEqual(canariesIn(line), [], line);
});
