// The migration that adds assets finds the files that stored bodies refer to, so that assets which are imported later are shown in them.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { migrateDatabase, revertMigration } from "../../../src/platform/db/migrate.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";

const ASSETS = "AddAssets1796050000000";

let app: Executor;
before(async () => {
  app = await startExecutor(4);
});
after(() => app.close());

it("bodies that are stored when assets are added have the paths that they would have if they were written afterwards", async () => {
  const author = encodeGlobalId("Author", await new Factories(app.dataSource).author());
  await app.accepted(
    { ...EDITOR, role: "ADMIN" },
    "updateSite",
    { expectedVersion: 1, url: "https://www.blog.example" },
    "{ version }",
  );
  const sources = [
    "![](/wp-content/uploads/2019/05/%E5%9B%BE%20a-300x200.png) ![](/b.jpg?x=1&y=2#z)",
    "![](https://blog.example/c.png) ![](http://www.blog.example/d%2Bd.png) ![](https://elsewhere.example/e.png)",
    'No picture, `src="/f.png"`.',
    "![](/broken-%FF.png)",
    "[pdf](/files/a.pdf) [post](/posts/b) ![](/a-scaled.JPG)",
  ];
  for (const [place, source] of sources.entries())
    await app.accepted(EDITOR, "createPost", { title: `P ${place}`, authorIds: [author], body: { source } });
  await app.accepted(EDITOR, "createPage", { title: "Page", body: { source: "![](/page.png)" } });
  const read = async () => {
    const rows: { source: string; paths: string[]; urls: object }[] = await app.dataSource.query(
      `select source, array(select unnest(asset_paths) order by 1) as paths, asset_urls as urls from post_body
       union all select source, asset_paths, asset_urls from page_body order by 1`,
    );
    return rows.map(({ source, paths, urls }) => ({ source, paths, urls }));
  };
  const written = await read();
  const { url } = app.dataSource.options as { url: string };
  const names: { name: string }[] = await app.dataSource.query("select name from migration order by id desc");
  for (const { name } of names.slice(0, names.findIndex((each) => each.name === ASSETS) + 1)) {
    assert.notEqual(await revertMigration(url), null, name);
  }
  await migrateDatabase(url);
  const migrated = await read();
  // An address that is not valid UTF-8 is left out, and a link of text in code never was one.
  assert.deepEqual(
    migrated.map(({ source, paths, urls }) => ({ source, paths: [...paths].sort(), urls })),
    written.map(({ source, paths, urls }) => ({
      ...(source.includes("broken") ? { source, paths: [], urls: {} } : { source, paths: [...paths].sort(), urls }),
    })),
  );
});
