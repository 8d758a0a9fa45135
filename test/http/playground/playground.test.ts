// The playground as a browser loads it: a page, its files, and a policy that allows no other server.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startTinyApp, type TinyApp } from "../tiny-app.js";

const BROWSER = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

describe("the playground", () => {
  let app: TinyApp;
  before(async () => {
    app = await startTinyApp();
  });
  after(() => app.close());

  const openPage = () => fetch(`${app.url}/graphql`, { headers: BROWSER });

  /** The URLs of everything that the page loads by itself, resolved as a browser would. */
  async function findAssets(): Promise<URL[]> {
    const html = await (await openPage()).text();
    const base = /<base href="([^"]+)">/.exec(html)?.[1] ?? "";
    return [...html.matchAll(/(?:src|href)="([^"]+)"/g)]
      .map(([, target]) => new URL(target ?? "", new URL(base, app.url)))
      .filter(({ pathname }) => !pathname.endsWith("/"));
  }

  it("opens for a browser that opens the endpoint", async () => {
    const response = await openPage();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.match(await response.text(), /AltairGraphQL\.init/);
  });

  it("does not open for a client that sends an operation or does not accept HTML", async () => {
    const response = await fetch(`${app.url}/graphql?query={__typename}`, { headers: BROWSER });
    assert.deepEqual(await response.json(), { data: { __typename: "Query" } });
    assert.equal((await fetch(`${app.url}/graphql`)).status, 400);
  });

  it("contains the starter queries", async () => {
    assert.match(await (await openPage()).text(), /\{ echo\(text: "a"\) \}/);
  });

  it("loads files of this server only", async () => {
    const assets = await findAssets();
    assert.ok(assets.length > 10);
    for (const url of assets) {
      assert.equal(url.origin, app.url);
      assert.equal((await fetch(url)).status, 200, url.pathname);
    }
  });

  it("serves its files as immutable, compressed by type", async () => {
    const [script] = (await findAssets()).filter(({ pathname }) => pathname.endsWith("/main.js"));
    assert.ok(script);
    const { headers } = await fetch(script, { headers: { "accept-encoding": "gzip" } });
    assert.equal(headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.equal(headers.get("content-encoding"), "gzip");
    assert.equal(headers.get("content-type"), "text/javascript; charset=utf-8");
    const plain = await fetch(script, { headers: { "accept-encoding": "identity" } });
    assert.equal(plain.headers.get("content-encoding"), null);
    assert.ok(Number(plain.headers.get("content-length")) > 3 * Number(headers.get("content-length")));
  });

  it("executes only scripts with the nonce of the response, and connects to this server only", async () => {
    const nonceOf = async () => {
      const response = await openPage();
      const policy = response.headers.get("content-security-policy") ?? "";
      const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
      assert.match(policy, /default-src 'none'.*connect-src 'self'.*frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /script-src[^;]*unsafe|https?:|\*/);
      const html = await response.text();
      for (const [tag] of html.matchAll(/<script[^>]*>/g)) assert.match(tag, /\ssrc=|\snonce="/);
      assert.ok(html.includes(`nonce="${nonce}"`));
      return nonce;
    };
    assert.notEqual(await nonceOf(), await nonceOf());
  });

  for (const name of [
    "package.json",
    "../package.json",
    "%2e%2e/package.json",
    "..%2fpackage.json",
    "index.js",
    "assets",
    "assets/i18n/README.md",
    "",
  ]) {
    it(`responds to the file name ${JSON.stringify(name)} with 404`, async () => {
      const [asset] = await findAssets();
      const folder = asset?.href.replace(/[^/]+$/, "");
      assert.equal((await fetch(`${folder}${name}`)).status, 404);
    });
  }

  it("is absent if it is switched off", async () => {
    const without = await startTinyApp({ playground: { enabled: false, starterQueries: [] } });
    try {
      assert.equal((await fetch(`${without.url}/graphql`, { headers: BROWSER })).status, 400);
      assert.equal((await fetch(`${without.url}/graphql/playground/main.js`)).status, 404);
      assert.equal((await fetch(without.url, { headers: BROWSER, redirect: "manual" })).status, 200);
    } finally {
      await without.close();
    }
  });
});
