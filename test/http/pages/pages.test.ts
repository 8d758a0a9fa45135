// The pages that a browser gets: at the root, and those of the documentation. They load nothing, and every link on them leads somewhere.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { openDocumentation } from "../../../src/http/pages/documentation.js";
import { rootPage } from "../../../src/http/pages/root-page.js";
import { startTinyApp, type TinyApp } from "../tiny-app.js";

const BROWSER = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

let app: TinyApp;
before(async () => {
  app = await startTinyApp();
});
after(() => app.close());

async function open(path: string): Promise<{ html: string; headers: Headers }> {
  const response = await fetch(app.url + path, { headers: BROWSER, redirect: "manual" });
  assert.equal(response.status, 200, path);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8", path);
  return { html: await response.text(), headers: response.headers };
}

it("a browser gets a page at the root that says what this is and leads to the playground, the documentation and the health checks", async () => {
  const { html, headers } = await open("/");
  assert.match(html, /<h1>Colophon<\/h1>/);
  assert.match(html, /GraphQL service/);
  const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, target]) => target);
  assert.deepEqual(links, ["/graphql", "/docs/", "/livez", "/readyz"]);
  assert.match(headers.get("vary") ?? "", /Accept/);
});

it("other clients get JSON at the root", async () => {
  for (const accept of [undefined, "*/*", "application/json"]) {
    const response = await fetch(app.url, accept === undefined ? {} : { headers: { accept } });
    assert.deepEqual(await response.json(), { service: "colophon", graphql: "/graphql" });
  }
});

it("the page at the root names neither the playground nor the documentation if they are not there", async () => {
  const { body } = rootPage({ graphql: "/graphql", hasPlayground: false, documentation: null });
  assert.doesNotMatch(String(body), /href="\/(?:graphql|docs)/);
  const empty = await mkdtemp(join(tmpdir(), "colophon-docs-"));
  try {
    assert.equal(await openDocumentation(empty), null);
    assert.equal(await openDocumentation(join(empty, "absent")), null);
  } finally {
    await rm(empty, { recursive: true });
  }
});

it("every page that can be reached from the root is served, has a policy without scripts, and all its links and fragments lead somewhere", async () => {
  const opened = new Map<string, string>();
  const waiting = ["/"];
  const fragments: [from: string, path: string, id: string][] = [];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (opened.has(path)) continue;
    const { html, headers } = await open(path);
    opened.set(path, html);
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /^default-src 'none'; style-src 'sha256-[^']+'; /);
    assert.doesNotMatch(html, /<title>[^<]*`/, path);
    assert.doesNotMatch(html, /<(?:script|img|link|iframe)\b|\bstyle="/, path);
    for (const [, href = ""] of html.matchAll(/href="([^"]+)"/g)) {
      if (/^[a-z]+:/.test(href)) continue;
      const { pathname, hash } = new URL(href, app.url + path);
      if (pathname === "/graphql" || pathname.endsWith("z")) continue;
      waiting.push(pathname);
      if (hash !== "") fragments.push([path, pathname, decodeURIComponent(hash.slice(1))]);
    }
  }
  assert.ok(opened.size > 30, String(opened.size));
  const dead = fragments.filter(([, path, id]) => opened.get(path)?.includes(` id="${id}"`) !== true);
  assert.deepEqual(dead, []);
});

for (const path of ["/docs/nothing", "/docs/errors.md", "/docs/../package", "/docs/%2e%2e/package", "/docsx"]) {
  it(`there is no page at ${path}`, async () => {
    assert.equal((await fetch(app.url + path, { headers: BROWSER })).status, 404);
  });
}

it("a block of code names its language", async () => {
  const { html } = await open("/docs/operations");
  assert.match(html, /<code class="language-yaml">/);
});

it("the documentation is found without the last slash, and by HEAD", async () => {
  assert.equal((await open("/docs")).html, (await open("/docs/")).html);
  const head = await fetch(`${app.url}/docs/errors`, { method: "HEAD", headers: BROWSER });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
});
