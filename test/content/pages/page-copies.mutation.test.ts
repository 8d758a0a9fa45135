// Working copies of pages: the same mutations, with the id of a page.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { ADMIN, authorViewer, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

interface Page {
  id: string;
  version: number;
  path: string;
  title: string;
  status: string;
  workingCopy: { version: number; isBehind: boolean; title: string; body: { source: string } } | null;
}
const COPY = `{ version baseVersion isBehind title slug excerpt locale body { source html links { url } } authors { id } categories { id }
  tags { id } tagNames cover { url } seo { title canonicalUrl } }`;
const PAGE = `{ id version path title status body { source html } seo { title } locale workingCopy ${COPY}
  revisions(first: 20) { nodes { kind title } } }`;

let app: Executor;
before(async () => {
  app = await startExecutor(4);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

const create = (title: string, more: Record<string, unknown> = {}): Promise<Page> =>
  app.accepted(EDITOR, "createPage", { title, body: { source: `About ${title}.` }, ...more }, PAGE);
const save = (page: Page, expected: number | null, more: Record<string, unknown>): Promise<Page["workingCopy"]> =>
  app.accepted(
    EDITOR,
    "saveWorkingCopy",
    { postId: page.id, baseVersion: page.version, expectedWorkingCopyVersion: expected, ...more },
    COPY,
  );
const versions = (page: Page, expectedWorkingCopyVersion: number) => ({
  ...{ postId: page.id, expectedVersion: page.version, expectedWorkingCopyVersion },
});

async function send(name: "applyWorkingCopy" | "discardWorkingCopy", input: Record<string, unknown>) {
  const document = `mutation ($input: ${name === "applyWorkingCopy" ? "Apply" : "Discard"}WorkingCopyInput!) {
    ${name}(input: $input) { post { id } page ${PAGE} errors { code path } } }`;
  const data = await app.read<Record<string, { post: null; page: Page | null; errors: object[] }>>(EDITOR, document, {
    input,
  });
  return data[name] ?? { post: null, page: null, errors: [] };
}

describe("the working copy of a page", () => {
  it("is saved beside the page without a trace, and applied as one write", async () => {
    const parent = await create("Docs", { publishAt: "2020-01-01T00:00:00.000Z" });
    const page = await create("Setup", { parentId: parent.id, publishAt: "2020-01-01T00:00:00.000Z" });
    const before = await app.fingerprint();
    const seo = { canonicalUrl: "https://example.org/setup" };
    await save(page, null, { title: "Set-up" });
    const copy = await save(page, 1, {
      slug: "set-up",
      body: { source: "See [more](more)." },
      seo,
      cover: { url: "/c.png", alt: "" },
    });
    const { page_working_copy: _, ...others } = await app.fingerprint();
    const { page_working_copy: __, ...same } = before;
    assert.deepEqual(others, same);
    assert.deepEqual(copy, {
      ...{ version: 2, baseVersion: 1, isBehind: false, title: "Set-up", slug: "set-up", excerpt: null, locale: "en" },
      body: {
        source: "See [more](more).",
        html: '<p>See <a href="more">more</a>.</p>',
        links: [{ url: "more" }],
      },
      ...{ authors: [], categories: [], tags: [], tagNames: [], cover: { url: "/c.png" } },
      seo: { title: "Set-up", canonicalUrl: "https://example.org/setup" },
    });
    const anonymous = await app.executeAs<{ page: Page }>(
      null,
      `{ page(path: "/docs/setup") { title workingCopy { title } } }`,
    );
    assert.deepEqual(anonymous.data, { page: { title: "Setup", workingCopy: null } });
    assert.deepEqual(
      anonymous.errors.map(({ extensions }) => extensions.code),
      ["FORBIDDEN"],
    );
    const { page: after, errors } = await send("applyWorkingCopy", versions(page, 2));
    assert.deepEqual(errors, []);
    assert.deepEqual(
      [after?.version, after?.title, after?.path, after?.workingCopy],
      [2, "Set-up", "/docs/set-up", null],
    );
    const moved = await app.read<{ resolvePath: { to: string } }>(
      null,
      `{ resolvePath(path: "/docs/setup") { ... on Redirect { to } } }`,
    );
    assert.equal(moved.resolvePath.to, "/docs/set-up");
  });

  it("publishes the page with it, and is refused as that of a post is", async () => {
    const page = await create("Imprint");
    await save(page, null, { title: "Imprint of the site" });
    const conflict = [{ code: "WORKING_COPY_CONFLICT", path: ["input", "expectedWorkingCopyVersion"] }];
    assert.deepEqual((await send("applyWorkingCopy", versions(page, 2))).errors, conflict);
    const changed = await app.accepted<Page>(
      EDITOR,
      "updatePage",
      { id: page.id, expectedVersion: 1, template: "wide" },
      PAGE,
    );
    assert.equal(changed.workingCopy?.isBehind, true);
    const behind = [{ code: "VERSION_CONFLICT", path: ["input", "expectedVersion"] }];
    assert.deepEqual((await send("applyWorkingCopy", versions(changed, 1))).errors, behind);
    assert.equal((await send("applyWorkingCopy", versions(page, 1))).errors.length, 1);
    await save(changed, 1, {});
    const { page: published } = await send("applyWorkingCopy", {
      ...versions(changed, 2),
      publishAt: "2021-01-01T00:00:00.000Z",
    });
    assert.deepEqual(
      [published?.status, published?.title, published?.version],
      ["PUBLISHED", "Imprint of the site", 3],
    );
    await save(published as Page, null, { title: "Again" });
    const twice = [{ code: "ALREADY_PUBLISHED", path: ["input", "publishAt"] }];
    const again = { ...versions(published as Page, 3), publishAt: "2021-01-01T00:00:00.000Z" };
    assert.deepEqual((await send("applyWorkingCopy", again)).errors, twice);
    const discarded = await send("discardWorkingCopy", { postId: page.id, expectedWorkingCopyVersion: 3 });
    assert.deepEqual([discarded.errors, discarded.page?.workingCopy, discarded.page?.version], [[], null, 3]);
  });

  it("has no fields that only posts have, and is for editors", async () => {
    const page = await create("Contact");
    const input = { postId: page.id, baseVersion: 1, tagNames: ["x"], excerpt: "x" };
    assert.deepEqual(await app.refused(ADMIN, "saveWorkingCopy", input), [
      "INVALID input.excerpt",
      "INVALID input.tagNames",
    ]);
    const viewer = authorViewer(await new Factories(app.dataSource).author());
    const title = { postId: page.id, baseVersion: 1, title: "x" };
    assert.deepEqual(await app.refused(viewer, "saveWorkingCopy", title), ["FORBIDDEN undefined"]);
  });
});
