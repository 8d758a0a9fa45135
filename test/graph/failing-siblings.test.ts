// If several fields fail, the response reports one error and is otherwise complete. No rejection stays unhandled: that would end the
// process, and with it every other request.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { buildSchema, execute, type GraphQLObjectType, parse } from "graphql";
import { settleListItems } from "../../src/platform/execution/settle-list-items.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";

let app: TestApp;
let unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);

before(async () => {
  app = await startTestApp();
  const make = new Factories(app.dataSource);
  const root = await make.category("Root");
  const child = await make.category("Child", root);
  const other = await make.category("Other");
  await make.post({ slug: "both", categoryIds: [child, other] });
});
after(() => app.close());

beforeEach(() => {
  unhandled = [];
  process.on("unhandledRejection", note);
});
afterEach(async () => {
  await sleep(20);
  process.off("unhandledRejection", note);
  assert.deepEqual(unhandled, []);
});

describe("list items that fail synchronously and later", () => {
  for (const times of ["first", "second"]) {
    it(`one error is reported and later requests succeed when two items of a list fail for the ${times} time`, async () => {
      const { errors } = await app.send(`{
        post(slug: "both") {
          categories { slug parent { posts(first: 1) { nodes { title } } } posts(after: "bad") { nodes { title } } }
        }
      }`);
      assert.deepEqual(
        errors?.map(({ extensions }) => extensions.reason),
        ["CURSOR_DAMAGED"],
      );
      assert.equal((await app.query<{ site: { title: string } }>("{ site { title } }")).site.title.length > 0, true);
    });
  }

  const LIST_TYPES = ["[Item!]!", "[Item!]"];
  for (const type of LIST_TYPES) {
    it(`one error is reported when two items of a list of type ${type} fail`, async () => {
      const schema = buildSchema(`type Query { items: ${type} } type Item { late: Int! now: Int! }`);
      const items = (schema.getType("Query") as GraphQLObjectType).getFields().items;
      assert.ok(items);
      const rejected = () => sleep(5).then(() => Promise.reject(new Error("late")));
      const list = [{ late: rejected, now: 1 }, { late: 1 }];
      items.resolve = settleListItems(items.type, () => list);
      const result = await execute({ schema, document: parse("{ items { late now } }") });
      assert.equal(result.errors?.length, 1);
    });
  }

  it("one error is reported when two items of a list fail that is itself a promise", async () => {
    const schema = buildSchema("type Query { items: [Item!]! } type Item { late: Int! now: Int! }");
    const items = (schema.getType("Query") as GraphQLObjectType).getFields().items;
    assert.ok(items);
    const rejected = () => sleep(5).then(() => Promise.reject(new Error("late")));
    items.resolve = settleListItems(items.type, async () => [{ late: rejected, now: 1 }, { late: 1 }]);
    const result = await execute({ schema, document: parse("{ items { late now } }") });
    assert.equal(result.errors?.length, 1);
  });
});
