// What SITE and SITE_PORT change.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { startTestApp } from "../support/app.js";

const HTML = { accept: "text/html" };
const get = async (url: string, headers: Record<string, string> = HTML) => {
  const response = await fetch(url, { headers, redirect: "manual" });
  return { status: response.status, type: response.headers.get("content-type") ?? "", body: await response.text() };
};

describe("The switches of the site", () => {
  it("serves the site at the root by default, and what the service is to programs that ask for JSON", async () => {
    const app = await startTestApp();
    try {
      const page = await get(`${app.url}/`);
      assert.equal(page.status, 200);
      assert.doesNotMatch(page.body, /GraphQL service behind/);
      const json = await get(`${app.url}/`, { accept: "application/json" });
      assert.deepEqual(JSON.parse(json.body), { service: "colophon", graphql: "/graphql" });
    } finally {
      await app.close();
    }
  });

  it("serves a page about the service with SITE=0", async () => {
    const app = await startTestApp({ SITE: "0" });
    try {
      assert.match((await get(`${app.url}/`)).body, /GraphQL service behind/);
      const missing = await get(`${app.url}/posts/none`);
      assert.deepEqual([missing.status, missing.type], [404, "application/json; charset=utf-8"]);
    } finally {
      await app.close();
    }
  });

  it("serves the site, and nothing else, on SITE_PORT", async () => {
    const app = await startTestApp({ SITE_PORT: "0" });
    try {
      assert.ok(app.siteUrl !== null && app.siteUrl !== app.url);
      assert.match((await get(`${app.url}/`)).body, /GraphQL service behind/);
      assert.equal((await get(`${app.siteUrl}/`)).status, 200);
      assert.equal((await get(`${app.siteUrl}/rich.css`)).type, "text/css; charset=utf-8");
      const graphql = await fetch(`${app.siteUrl}/graphql`, { method: "POST", body: "{}" });
      assert.notEqual(graphql.status, 200);
    } finally {
      await app.close();
    }
  });
});
