// Former slugs find tags, authors, series and categories as they find posts: after a rename, a merge and a move, unless another visible object has
// taken the slug, and never while the object is hidden.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { withVersion } from "../../support/current-version.js";
import { ADMIN, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;

before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

interface Kind {
  kind: "tag" | "author" | "series";
  /** Creates an object with a post in this state, and returns its id. */
  create(slug: string, state: "PUBLISHED" | "DRAFT"): Promise<string>;
  update: string;
}

const dated = (state: "PUBLISHED" | "DRAFT") => (state === "DRAFT" ? { state, publishedAt: null } : { state });

const KINDS: readonly Kind[] = [
  {
    kind: "tag",
    update: "updateTag",
    create: async (slug, state) => {
      const id = await make.tag(slug);
      await make.post({ ...dated(state), tagIds: [id] });
      return encodeGlobalId("Tag", id);
    },
  },
  {
    kind: "author",
    update: "updateAuthor",
    create: async (slug, state) => {
      const id = await make.author(slug);
      await make.post({ ...dated(state), coAuthorIds: [id] });
      return encodeGlobalId("Author", id);
    },
  },
  {
    kind: "series",
    update: "updateSeries",
    create: async (slug, state) => {
      const id = await make.series(slug);
      await make.post({ ...dated(state), series: { id, position: 1 } });
      return encodeGlobalId("Series", id);
    },
  },
];

for (const { kind, create, update } of KINDS) {
  describe(`the former slugs of ${kind}`, () => {
    const rename = async (id: string, slug: string) =>
      app.accepted(ADMIN, update, await withVersion(app, { id, slug }));

    /** The current slugs of the objects that these slugs find, for an anonymous client. */
    async function found(...slugs: string[]): Promise<(string | null)[]> {
      const fields = slugs.map((slug, index) => `f${index}: ${kind}(slug: ${JSON.stringify(slug)}) { slug }`);
      const data = await app.read<Record<string, { slug: string } | null>>(null, `{ ${fields.join(" ")} }`);
      return Object.values(data).map((object) => object?.slug ?? null);
    }

    it(`a former slug finds the ${kind}, and so does each of several`, async () => {
      const id = await create(`${kind}-nr-1`, "PUBLISHED");
      for (const slug of [`${kind}-nr-2`, `${kind}-nr-3`]) await rename(id, slug);
      assert.deepEqual(
        await found(`${kind}-nr-1`, `${kind}-nr-2`, `${kind}-nr-3`, `${kind}-nr-4`, `${kind.toUpperCase()}-NR-1`),
        [...Array(3).fill(`${kind}-nr-3`), null, `${kind}-nr-3`],
      );
      await rename(id, `${kind}-nr-1`);
      assert.deepEqual(await found(`${kind}-nr-1`, `${kind}-nr-2`, `${kind}-nr-3`), Array(3).fill(`${kind}-nr-1`));
    });

    it(`a former slug of a ${kind} belongs to another one that takes it, and to the last one that had it`, async () => {
      const first = await create(`${kind}-wanted`, "PUBLISHED");
      await rename(first, `${kind}-gave-way`);
      const second = await create(`${kind}-wanted`, "PUBLISHED");
      assert.deepEqual(await found(`${kind}-wanted`, `${kind}-gave-way`), [`${kind}-wanted`, `${kind}-gave-way`]);
      await rename(second, `${kind}-moved-on`);
      assert.deepEqual(await found(`${kind}-wanted`), [`${kind}-moved-on`]);
    });

    it(`a former slug of a hidden ${kind} finds nothing, and a hidden ${kind} takes no former slug from a visible one`, async () => {
      const hidden = await create(`${kind}-secret`, "DRAFT");
      await rename(hidden, `${kind}-secret-now`);
      assert.deepEqual(await found(`${kind}-secret`, `${kind}-secret-now`), [null, null]);
      const shown = await create(`${kind}-shared`, "PUBLISHED");
      await rename(shown, `${kind}-shown`);
      await rename(hidden, `${kind}-shared`);
      assert.deepEqual(await found(`${kind}-shared`), [`${kind}-shown`]);
      const seen = await app.read(EDITOR, `{ ${kind}(slug: "${kind}-shared") { id } }`);
      assert.deepEqual(seen, { [kind]: { id: hidden } });
    });
  });
}

describe("a former slug of a merged tag", () => {
  it("the slugs of a merged tag find the target", async () => {
    const [source, target] = [
      await KINDS[0]?.create("merged", "PUBLISHED"),
      await KINDS[0]?.create("kept", "PUBLISHED"),
    ];
    await app.accepted(EDITOR, "updateTag", await withVersion(app, { id: source, slug: "merged-now" }));
    await app.accepted(EDITOR, "mergeTags", { sourceId: source, targetId: target });
    const query = '{ a: tag(slug: "merged") { slug } b: tag(slug: "merged-now") { slug } }';
    assert.deepEqual(await app.read(null, query), { a: { slug: "kept" }, b: { slug: "kept" } });
    await app.accepted(EDITOR, "deleteTag", { id: target }, "");
    assert.deepEqual(await app.read(null, query), { a: null, b: null });
  });
});

describe("a former path of a category", () => {
  async function found(...paths: string[]): Promise<(string | null)[]> {
    const fields = paths.map((path, index) => `f${index}: category(slugPath: ${JSON.stringify(path)}) { slugPath }`);
    const data = await app.read<Record<string, { slugPath: string } | null>>(null, `{ ${fields.join(" ")} }`);
    return Object.values(data).map((object) => object?.slugPath ?? null);
  }
  const tree = async (root: string): Promise<[root: string, branch: string, leaf: string]> => {
    const top = await make.category(root);
    const branch = await make.category("branch", top);
    const leaf = await make.category("leaf", branch);
    return [top, branch, leaf].map((id) => encodeGlobalId("Category", id)) as [string, string, string];
  };
  const write = async (name: string, input: { id: string; [field: string]: unknown }) =>
    app.accepted(EDITOR, name, await withVersion(app, input));

  it("the former path of every descendant finds it after a rename and after a move", async () => {
    const [root, branch] = await tree("one");
    await write("updateCategory", { id: root, slug: "uno" });
    const renamed = ["uno", "uno/branch", "uno/branch/leaf"];
    assert.deepEqual(await found("one", "one/branch", "one/branch/leaf"), renamed);
    await write("moveCategory", { id: branch, parentId: null });
    const moved = ["branch", "branch/leaf"];
    assert.deepEqual(await found("uno/branch", "uno/branch/leaf"), moved);
    assert.deepEqual(await found("one/branch", "one/branch/leaf", "one", "two"), [...moved, "uno", null]);
    await write("moveCategory", { id: branch, parentId: root });
    assert.deepEqual(await found("branch/leaf", "uno/branch/leaf"), Array(2).fill("uno/branch/leaf"));
  });

  it("the paths of a merged category and of its children lead to the target", async () => {
    const [source] = await tree("merged");
    const target = encodeGlobalId("Category", await make.category("target"));
    await write("updateCategory", { id: source, slug: "merged-now" });
    await app.accepted(EDITOR, "mergeCategories", { sourceId: source, targetId: target });
    for (const former of ["merged", "merged-now"]) {
      const paths = [former, `${former}/branch`, `${former}/branch/leaf`];
      assert.deepEqual(await found(...paths), ["target", "target/branch", "target/branch/leaf"]);
    }
  });

  it("a former path that another category takes is the other one's", async () => {
    const [root] = await tree("taken");
    await write("updateCategory", { id: root, slug: "gave-way" });
    await tree("taken");
    assert.deepEqual(await found("taken/branch", "gave-way/branch"), ["taken/branch", "gave-way/branch"]);
  });
});
