// Random sequences of tree operations, compared with a model that maps categories to parents: both accept and reject the same
// operations, and the visible tree is that of the model.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { withVersion } from "../../support/current-version.js";
import { readPropertyRuns } from "../../support/environment.js";
import { EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;

before(async () => {
  app = await startExecutor(4);
  make = new Factories(app.dataSource);
});
after(() => app.close());

interface ModelNode {
  slug: string;
  parent: string | null;
  /** The visible posts of the category itself. */
  posts: Set<string>;
}

/** Each step returns the expected result: null if the operation is accepted, or else the error code. */
class Model {
  readonly nodes = new Map<string, ModelNode>();
  /** The categories that formerly had each path, the latest last. */
  readonly former = new Map<string, string[]>();

  node(id: string): ModelNode {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error("The model has no such node.");
    return node;
  }

  path(id: string): string {
    const { parent, slug } = this.node(id);
    return parent === null ? slug : `${this.path(parent)}/${slug}`;
  }

  isWithin(id: string | null, root: string): boolean {
    return id !== null && (id === root || this.isWithin(this.node(id).parent, root));
  }

  subtree(root: string): string[] {
    return [...this.nodes.keys()].filter((id) => this.isWithin(id, root));
  }

  isTaken(parent: string | null, slug: string, except: readonly string[]): boolean {
    return [...this.nodes].some(([id, node]) => !except.includes(id) && node.parent === parent && node.slug === slug);
  }

  place(id: string, parent: string | null, slug: string): void {
    const before = this.subtree(id).map((each) => [each, this.path(each)] as const);
    Object.assign(this.node(id), { parent, slug });
    for (const [each, path] of before) if (this.path(each) !== path) this.remember(path, each);
  }

  remember(path: string, id: string): void {
    this.former.set(path, [...(this.former.get(path) ?? []).filter((owner) => owner !== id), id]);
  }

  move(id: string, parent: string | null): string | null {
    if (this.isWithin(parent, id)) return "CATEGORY_CYCLE";
    const { slug } = this.node(id);
    if (this.isTaken(parent, slug, [id])) return "SLUG_TAKEN";
    this.place(id, parent, slug);
    return null;
  }

  rename(id: string, slug: string): string | null {
    const { parent } = this.node(id);
    if (this.isTaken(parent, slug, [id])) return "SLUG_TAKEN";
    this.place(id, parent, slug);
    return null;
  }

  merge(source: string, target: string): string | null {
    if (source === target) return "INVALID";
    if (this.isWithin(target, source)) return "CATEGORY_CYCLE";
    const children = [...this.nodes].filter(([, node]) => node.parent === source);
    if (children.some(([, { slug }]) => this.isTaken(target, slug, [source]))) return "SLUG_TAKEN";
    const path = this.path(source);
    for (const [id, { slug }] of children) this.place(id, target, slug);
    for (const post of this.node(source).posts) this.node(target).posts.add(post);
    this.nodes.delete(source);
    for (const [former, owners] of this.former) {
      this.former.set(former, [...new Set(owners.map((owner) => (owner === source ? target : owner)))]);
    }
    this.remember(path, target);
    return null;
  }

  delete(id: string): string | null {
    const hasChildren = [...this.nodes.values()].some((node) => node.parent === id);
    if (hasChildren || this.node(id).posts.size > 0) return "CATEGORY_NOT_EMPTY";
    this.nodes.delete(id);
    return null;
  }
}

const SLUGS = ["a", "b", "网络"];
const pick = fc.nat({ max: 1_000 });
const step = fc.tuple(
  fc.constantFrom("create", "create", "move", "move", "move", "rename", "merge", "delete", "post"),
  pick,
  pick,
  fc.constantFrom(...SLUGS),
);

const globalId = (id: string): string => encodeGlobalId("Category", id);

async function codeOf(name: string, input: Record<string, unknown>): Promise<string | null> {
  return (await app.mutate(EDITOR, name, input)).errors[0]?.code ?? null;
}

async function create(model: Model, parent: string | null, slug: string): Promise<void> {
  const expected = model.isTaken(parent, slug, []) ? "SLUG_TAKEN" : null;
  const input = { name: slug, slug, parentId: parent === null ? null : globalId(parent) };
  assert.equal(await codeOf("createCategory", input), expected);
  if (expected !== null) return;
  const path = parent === null ? slug : `${model.path(parent)}/${slug}`;
  const [row] = await app.dataSource.query("select id from category where path = $1", [path]);
  model.nodes.set(row.id, { slug, parent, posts: new Set() });
}

/** Performs one step on both; the service must return what the model returns. */
const STEPS: Record<string, (model: Model, one: string, other: string | null, slug: string) => Promise<void>> = {
  create: (model, _, other, slug) => create(model, other, slug),
  async post(model, one, other) {
    const chosen = other === null ? [one] : [...new Set([one, other])];
    const { id } = await make.post({ categoryIds: chosen });
    for (const category of chosen) model.node(category).posts.add(id);
  },
  async move(model, one, other) {
    const input = { id: globalId(one), parentId: other === null ? null : globalId(other) };
    assert.equal(await codeOf("moveCategory", await withVersion(app, input)), model.move(one, other));
  },
  async rename(model, one, _, slug) {
    const input = await withVersion(app, { id: globalId(one), slug });
    assert.equal(await codeOf("updateCategory", input), model.rename(one, slug));
  },
  async merge(model, one, other) {
    if (other === null) return;
    const input = { sourceId: globalId(one), targetId: globalId(other) };
    assert.equal(await codeOf("mergeCategories", input), model.merge(one, other));
  },
  async delete(model, one) {
    assert.equal(await codeOf("deleteCategory", { id: globalId(one) }), model.delete(one));
  },
};

async function run(model: Model, [kind, first, second, slug]: [string, number, number, string]): Promise<void> {
  const ids = [...model.nodes.keys()];
  const [one, other] = [ids[first % ids.length], ids[second % (ids.length + 1)] ?? null];
  if (one === undefined) await create(model, null, slug);
  else await STEPS[kind]?.(model, one, other, slug);
}

async function compare(model: Model): Promise<void> {
  const { categories } = await app.read<{
    categories: { nodes: { slugPath: string; posts: { totalCount: number } }[] };
  }>(null, "{ categories(first: 100) { nodes { slugPath posts(first: 1) { totalCount } } } }");
  const shown = categories.nodes.map(({ slugPath, posts }) => [slugPath, posts.totalCount]);
  const expected = [...model.nodes.keys()].map((id) => {
    const posts = model.subtree(id).flatMap((below) => [...model.node(below).posts]);
    return [model.path(id), new Set(posts).size];
  });
  assert.deepEqual(Object.fromEntries(shown), Object.fromEntries(expected));
  const current = new Set(expected.map(([path]) => path));
  for (const [path, owners] of model.former) {
    const candidates = owners.filter((id) => model.nodes.has(id)).map((id) => `/categories/${model.path(id)}`);
    if (current.has(path) || candidates.length === 0) continue;
    const query = "query($path: String!) { resolvePath(path: $path) { ... on Redirect { to } } }";
    const response = await app.read<{ resolvePath: { to: string } | null }>(null, query, {
      path: `/categories/${path}`,
    });
    assert.ok(candidates.includes(response.resolvePath?.to ?? ""), `${path} leads to ${response.resolvePath?.to}`);
  }
}

it("the tree, its counts and its former paths match the model after random operations", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      await app.dataSource.query("truncate category, post, path_alias, outbox_event cascade");
      const model = new Model();
      for (const each of steps) await run(model, each);
      await compare(model);
      await assertInvariants(app.dataSource);
    }),
    { numRuns: 40, ...readPropertyRuns() },
  );
});

it("moveCategory moves a category with more posts than one statement handles", async () => {
  await app.dataSource.query("truncate category, post, path_alias, outbox_event cascade");
  const [from, to] = [await make.category("From"), await make.category("To")];
  const moved = await make.category("Many", from);
  const author = await make.author();
  const values = [author, moved, from];
  await app.dataSource.query(
    `with p as (insert into post (slug, title, state, published_at, visible_from, locale, excerpt, excerpt_source, author_id)
       select 'many-' || i, 'Many', 'PUBLISHED', now(), now(), 'en', '', 'GENERATED', $1 from generate_series(1, 4500) i
       returning id, visible_from),
     m as (insert into post_category (post_id, category_id, position, visible_from) select id, $2::uuid, 0, visible_from from p)
     insert into category_listing (post_id, category_id, visible_from)
     select p.id, c, p.visible_from from p, unnest(array[$2::uuid, $3::uuid]) c`,
    values,
  );
  await app.accepted(EDITOR, "moveCategory", { id: globalId(moved), expectedVersion: 1, parentId: globalId(to) });
  const listed: { id: string; posts: number }[] = await app.dataSource.query(
    "select category_id as id, count(*)::integer as posts from category_listing group by 1",
  );
  assert.deepEqual(
    new Map(listed.map(({ id, posts }) => [id, posts])),
    new Map([
      [moved, 4_500],
      [to, 4_500],
    ]),
  );
});
