// No path makes the site fail: what is not a document is not found, and nothing is revealed by how.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { startTestApp, type TestApp } from "../support/app.js";
import { readPropertyRuns, usualRuns } from "../support/environment.js";
import { Factories } from "../support/factories.js";
import { readDocument } from "./site-reader.js";

let app: TestApp;
before(async () => {
  app = await startTestApp();
  const make = new Factories(app.dataSource);
  await make.post({ slug: "a", title: "A", tagIds: [await make.tag("a")], categoryIds: [await make.category("a")] });
  await make.page({ title: "a" });
});
after(() => app.close());

const EXPECTED = new Set([200, 301, 302, 308, 400, 404]);

it("paths made of the parts of real ones, encoded or not", async () => {
  const part = fc.constantFrom(
    ...["feed.xml", "rss.xml", "feed.json", "sitemap", "-2026-11", "-terms", ".xml", ".md", "robots.txt", "llms.txt"],
    ...[
      "/",
      "/",
      "//",
      "posts",
      "tags",
      "categories",
      "series",
      "authors",
      "a",
      "a",
      ".",
      "..",
      "%2F",
      "%2e",
      "%ff",
      "%00",
    ],
    ...[
      "%E4%B8%AD",
      "%F0%9F%98%80",
      "%ED%A0%80",
      "constructor",
      "__proto__",
      "-0000-00",
      "-99999-01",
      "-2026-11-2",
      "%",
      "%5C",
    ],
  );
  const accept = fc.constantFrom("*/*", "text/markdown", "text/html");
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), accept, async (parts, accepted) => {
      const path = `/${parts.join("")}`;
      const { status, body } = await readDocument(new URL(app.url).origin + path, { accept: accepted });
      assert.ok(EXPECTED.has(status), `${status} ${path} ${body}`);
    }),
    { numRuns: usualRuns(300), ...readPropertyRuns() },
  );
});
