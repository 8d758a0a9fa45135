// Every field of every Update…Input of the schema, set alone, is stored and read back, and nothing else of the object changes. The fields
// come from the schema, so that a new one fails here until it has a value in CASES and the write path stores it.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import {
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  getNamedType,
  isInputObjectType,
  isLeafType,
} from "graphql";
import { createSchema } from "../../src/app/schema.js";
import { ADMIN, type Executor, startExecutor } from "../support/execute.js";
import { assertInvariants } from "../support/invariants.js";

const THIS_FILE = "test/content/update-inputs.test.ts";

interface FieldCase {
  /** The value that the input is given. */
  value: unknown;
  /** The fields of the object that show it, by their path, with the value they then have. */
  reads: Record<string, unknown>;
  /** Fields that follow from the value and may change with it; a path stands for everything below it. */
  derived: readonly string[];
  /** Mutations that the object passes through before the change. */
  steps?: readonly (readonly [mutation: string, input: Record<string, unknown>])[];
}

/** A field whose value is read from the field of the same name. */
const same = (field: string, value: unknown, ...derived: string[]): FieldCase => ({
  value,
  reads: { [field]: value },
  derived,
});

/** A slug, which is the last part of the path and of the URL. */
const slugAt = (prefix: string, others: FieldCase["reads"] = {}): FieldCase => ({
  value: "after",
  reads: { slug: "after", path: `${prefix}after`, ...others },
  derived: ["url", "markdownUrl"],
});

interface ObjectCases {
  /** The input of a creation that sets all fields. */
  creation: Record<string, unknown>;
  /** The fields without which an object cannot be created. */
  required: readonly string[];
  /** Fields that every change sets. */
  always?: readonly string[];
  /** Fields that a creation does not have. */
  onlyInUpdate?: readonly string[];
  fields: Record<string, FieldCase>;
}

const image = (name: string) => ({
  url: `https://example.org/${name}.png`,
  alt: name,
  width: name.length,
  height: 2 * name.length,
});
const SEO_BEFORE = {
  title: "Before",
  description: "Before",
  canonicalUrl: "https://example.org/before",
  noIndex: false,
};
const SEO_AFTER = { title: "After", description: "After", canonicalUrl: "https://example.org/after", noIndex: true };
const shown = (path: string, value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([name, each]) => [`${path}.${name}`, each]));

/** The cases of each input; ids are those of objects that exist. */
const CASES = (
  ids: Record<"authors" | "categories" | "tags" | "posts" | "pages", string[]>,
): Record<string, ObjectCases> => ({
  UpdateAuthorInput: {
    creation: { name: "Before", slug: "before", bio: "Before", avatar: image("before") },
    required: ["name"],
    always: ["version", "seo"],
    fields: {
      name: same("name", "After"),
      slug: slugAt("/authors/"),
      bio: same("bio", "After"),
      avatar: { value: image("after"), reads: shown("avatar", image("after")), derived: [] },
    },
  },
  UpdateCategoryInput: {
    creation: { name: "Before", slug: "before", description: "Before" },
    required: ["name"],
    always: ["version", "seo"],
    fields: {
      name: same("name", "After"),
      slug: slugAt("/categories/", { slugPath: "after" }),
      description: same("description", "After"),
    },
  },
  UpdateTagInput: {
    creation: { name: "Before", slug: "before" },
    required: ["name"],
    always: ["version", "seo"],
    fields: { name: same("name", "After"), slug: slugAt("/tags/") },
  },
  UpdateWebhookInput: {
    creation: {
      ...{ name: "Before", url: "http://127.0.0.1:1/before", nodeTypes: ["PAGE"], debounceSeconds: 5 },
      document: "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
    },
    required: ["name", "url"],
    always: ["version"],
    onlyInUpdate: ["isEnabled"],
    fields: {
      name: same("name", "After"),
      url: same("url", "http://127.0.0.1:1/after"),
      nodeTypes: { value: ["TAG"], reads: { "nodeTypes.0": "TAG" }, derived: ["nodeTypes"] },
      document: same("document", "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }"),
      debounceSeconds: same("debounceSeconds", 6),
      isEnabled: same("isEnabled", false),
    },
  },
  UpdateSeriesInput: {
    creation: { title: "Before", slug: "before", description: "Before", postIds: ids.posts.slice(0, 1) },
    required: ["title"],
    always: ["version", "seo"],
    fields: {
      title: same("title", "After"),
      slug: slugAt("/series/"),
      description: same("description", "After"),
      postIds: {
        value: ids.posts.slice(1),
        reads: { "entries.0.post.id": ids.posts[1], "entries.1.post.id": ids.posts[2] },
        derived: ["entries", "postCount"],
      },
    },
  },
  UpdatePageInput: {
    creation: {
      title: "Before",
      slug: "before",
      parentId: ids.pages[0],
      body: { source: "Before", format: "MARKDOWN" },
      template: "Before",
      locale: "en",
      cover: image("before"),
      seo: { ...SEO_BEFORE, image: image("seo-before") },
    },
    required: ["title", "body", "slug"],
    always: ["version", "updatedAt", "seo.structuredData"],
    onlyInUpdate: ["publishedAt"],
    fields: {
      title: same("title", "After"),
      slug: same("slug", "after", "path", "url"),
      parentId: {
        value: ids.pages[1],
        reads: { "parent.id": ids.pages[1] },
        derived: ["parent", "path", "url"],
      },
      body: {
        value: { source: "<p>After</p>", format: "HTML" },
        reads: { "body.source": "<p>After</p>", "body.format": "HTML", "body.text": "After" },
        derived: ["body"],
      },
      template: same("template", "After"),
      locale: same("locale", "zh-CN"),
      cover: { value: image("after"), reads: shown("cover", image("after")), derived: [] },
      seo: {
        value: { ...SEO_AFTER, image: image("seo-after") },
        reads: {
          "seo.title": "After",
          "seo.description": "After",
          "seo.canonicalUrl": "https://example.org/after",
          "seo.noIndex": true,
        },
        derived: [],
      },
      publishedAt: {
        value: "2012-03-04T05:06:07.000Z",
        reads: { publishedAt: "2012-03-04T05:06:07.000Z" },
        derived: [],
        steps: [["publishPage", { at: "2011-03-04T05:06:07.000Z" }]],
      },
    },
  },
  UpdatePostInput: {
    creation: {
      title: "Before",
      slug: "before",
      body: { source: "Before", format: "MARKDOWN" },
      excerpt: "Before",
      locale: "en",
      authorIds: ids.authors.slice(0, 1),
      categoryIds: ids.categories.slice(0, 1),
      tagIds: ids.tags.slice(0, 1),
      tagNames: ["Before"],
      isPinned: false,
      externalId: "before",
      cover: image("before"),
      seo: { ...SEO_BEFORE, image: image("seo-before") },
    },
    required: ["title", "body", "authorIds"],
    always: ["version", "updatedAt", "seo.structuredData"],
    onlyInUpdate: ["publishedAt"],
    fields: {
      title: same("title", "After"),
      slug: slugAt("/posts/"),
      body: {
        value: { source: "<p>After</p>", format: "HTML" },
        reads: { "body.source": "<p>After</p>", "body.format": "HTML", "body.text": "After" },
        derived: ["body"],
      },
      excerpt: same("excerpt", "After"),
      locale: same("locale", "zh-CN"),
      authorIds: {
        value: ids.authors.slice(1),
        reads: { "author.id": ids.authors[1], "authors.0.id": ids.authors[1], "authors.1.id": ids.authors[2] },
        derived: ["author", "authors"],
      },
      categoryIds: {
        value: ids.categories.slice(1),
        reads: { "categories.0.id": ids.categories[1], "categories.1.id": ids.categories[2] },
        derived: ["categories"],
      },
      tagIds: {
        value: ids.tags.slice(1),
        reads: { "tags.0.id": ids.tags[1], "tags.1.id": ids.tags[2] },
        derived: ["tags"],
      },
      tagNames: {
        value: ["After one", "After two"],
        reads: { "tags.0.name": "After one", "tags.1.name": "After two" },
        derived: ["tags"],
      },
      isPinned: same("isPinned", true),
      externalId: same("externalId", "after"),
      cover: { value: image("after"), reads: shown("cover", image("after")), derived: [] },
      seo: {
        value: { ...SEO_AFTER, image: image("seo-after") },
        reads: {
          "seo.title": "After",
          "seo.description": "After",
          "seo.canonicalUrl": "https://example.org/after",
          "seo.noIndex": true,
        },
        derived: [],
      },
      publishedAt: {
        value: "2012-03-04T05:06:07.000Z",
        reads: { publishedAt: "2012-03-04T05:06:07.000Z" },
        derived: ["adjacent"],
        steps: [["publishPost", { at: "2011-03-04T05:06:07.000Z" }]],
      },
    },
  },
});

/** Fields of an input that name the object and are no change of it. */
const ADDRESS = new Set(["id", "expectedVersion"]);

const schema = createSchema();
const fieldsOf = (input: string): string[] =>
  Object.keys((schema.getType(input) as GraphQLInputObjectType).getFields()).filter((field) => !ADDRESS.has(field));
/** The site is never created, and an asset is made of an upload; site.mutation.test.ts and assets.mutation.test.ts test their inputs. */
const INPUTS = Object.keys(schema.getTypeMap()).filter((name) => /^Update(?!Site|Asset)\w+Input$/.test(name));

/** All that a query can select of an object by itself: its leaves, those of the objects in it, and the ids of the objects in those. */
function selectionOf(type: GraphQLObjectType, depth = 2): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const fieldType = getNamedType(field.type);
    if (isLeafType(fieldType)) return depth > 0 || field.name === "id" ? [field.name] : [];
    if (depth === 0 || fieldType.name.endsWith("Connection")) return [];
    const selection = selectionOf(fieldType as GraphQLObjectType, depth - 1);
    return selection === "" ? [] : [`${field.name} ${selection}`];
  });
  return fields.length === 0 ? "" : `{ ${fields.join(" ")} }`;
}

/** The leaves of an object by their path. */
function leavesOf(value: unknown, path = ""): [path: string, value: unknown][] {
  if (value === null || typeof value !== "object") return [[path, value]];
  return Object.entries(value).flatMap(([name, each]) => leavesOf(each, path === "" ? name : `${path}.${name}`));
}

const isBelow = (path: string, roots: readonly string[]): boolean =>
  roots.some((root) => path === root || path.startsWith(`${root}.`));

interface Changed {
  id: string;
  version?: number;
}

let app: Executor;
let cases: Record<string, ObjectCases>;
let made = 0;

before(async () => {
  app = await startExecutor(4);
  const create = async (mutation: string, inputs: object[]) => {
    const created: string[] = [];
    for (const input of inputs) created.push((await app.accepted<{ id: string }>(ADMIN, mutation, { ...input })).id);
    return created;
  };
  const named = (...names: string[]) => names.map((name) => ({ name }));
  const authors = await create("createAuthor", named("A", "B", "C"));
  const posts = ["P", "Q", "R"].map((title) => ({ title, body: { source: "x" }, authorIds: authors.slice(0, 1) }));
  cases = CASES({
    authors,
    categories: await create("createCategory", named("A", "B", "C")),
    tags: await create("createTag", named("A", "B", "C")),
    posts: await create("createPost", posts),
    pages: await create(
      "createPage",
      ["A", "B"].map((title) => ({ title, body: { source: "x" } })),
    ),
  });
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

/** The same with names of its own, since no two objects of a kind share a slug. */
function unique<T>(value: T): T {
  made += 1;
  return JSON.parse(JSON.stringify(value).replace(/\b(before|after)\b/gi, `$1-${made}`)) as T;
}

/** A post belongs to one series at most. */
async function dissolve(noun: string, id: string): Promise<void> {
  if (noun === "Series") await app.accepted(ADMIN, "deleteSeries", { id }, "");
}

for (const input of INPUTS) {
  const noun = input.slice("Update".length, -"Input".length);
  const selection = selectionOf(schema.getType(noun) as GraphQLObjectType);
  const hint =
    noun === "Post"
      ? 'In POST_COLUMNS (posts/post.columns.ts) its column must have the source "content" and a group that is read, and FIELD_CHECKS in posts/writing/post-input.ts must set it.'
      : "The service must set the field, and its statement must write the column.";

  const objectCases = (): ObjectCases => {
    const known = cases[input];
    assert.ok(known, `The test has no object for ${input}. Add one to CASES in ${THIS_FILE}.`);
    return known;
  };

  /** The case of a field, whose absence is explained. */
  const caseOf = (field: string): FieldCase => {
    const known = objectCases().fields[field];
    assert.ok(known, `The test has no value for ${input}.${field}. Add one to CASES in ${THIS_FILE}.`);
    return unique(known);
  };

  const expectReads = (object: Map<string, unknown>, field: string, reads: FieldCase["reads"], mutation: string) => {
    for (const [path, expected] of Object.entries(reads)) {
      assert.ok(
        object.has(path),
        `${noun} has no field ${path}. Give it to the type (@Field), or name the fields that show ${input}.${field} in CASES in ${THIS_FILE}.`,
      );
      const message = `${mutation} did not store ${field}: expected ${noun}.${path} to be ${JSON.stringify(expected)}, got ${JSON.stringify(object.get(path))}. ${hint}`;
      assert.deepEqual(object.get(path), expected, message);
    }
  };

  describe(input, () => {
    it(`${input} has only fields that Create${noun}Input has`, () => {
      const created = new Set(fieldsOf(`Create${noun}Input`));
      const { creation, onlyInUpdate = [] } = objectCases();
      const shared = fieldsOf(input).filter((field) => !onlyInUpdate.includes(field));
      const missing = shared.filter((field) => !created.has(field));
      assert.deepEqual(missing, [], `Add ${missing.join(", ")} to Create${noun}Input as well.`);
      const unset = shared.filter((field) => !(field in creation));
      assert.deepEqual(unset, [], `Set ${unset.join(", ")} in the creation of ${input} in CASES in ${THIS_FILE}.`);
    });

    for (const field of fieldsOf(input)) {
      it(`create${noun} stores ${field}`, async () => {
        const { value, reads } = caseOf(field);
        const { creation, required, onlyInUpdate = [] } = objectCases();
        if (onlyInUpdate.includes(field)) {
          assert.ok(!fieldsOf(`Create${noun}Input`).includes(field), `Create${noun}Input has ${field} after all.`);
          return;
        }
        const given = Object.fromEntries(Object.entries(unique(creation)).filter(([name]) => required.includes(name)));
        const created = await app.accepted<{ id: string }>(
          ADMIN,
          `create${noun}`,
          { ...given, [field]: value },
          selection,
        );
        expectReads(new Map(leavesOf(created)), field, reads, `create${noun}`);
        await dissolve(noun, created.id);
      });

      it(`update${noun} stores ${field} alone and changes nothing else`, async () => {
        const { value, derived, reads, steps = [] } = caseOf(field);
        const { creation, always = [] } = objectCases();
        const type = getNamedType((schema.getType(input) as GraphQLInputObjectType).getFields()[field]?.type);
        if (isInputObjectType(type)) {
          // An image has either a URL or an asset; assets.mutation.test.ts tests the latter.
          const names = Object.keys(type.getFields()).filter((name) => name !== "assetId");
          assert.deepEqual(
            Object.keys(value as object).sort(),
            names.sort(),
            `Set every field of ${type.name} in the value of ${input}.${field} in CASES in ${THIS_FILE}.`,
          );
        }
        let created = await app.accepted<Changed>(ADMIN, `create${noun}`, unique(creation), selection);
        for (const [mutation, more] of steps) {
          const step = { id: created.id, expectedVersion: created.version, ...more };
          created = await app.accepted<Changed>(ADMIN, mutation, step, selection);
        }
        const change = {
          id: created.id,
          [field]: value,
          ...(created.version === undefined ? {} : { expectedVersion: created.version }),
        };
        await app.accepted(ADMIN, `update${noun}`, change);
        const read = await app.read<{ node: object }>(
          ADMIN,
          `query($id: ID!) { node(id: $id) { ... on ${noun} ${selection} } }`,
          { id: created.id },
        );
        const [before, changed] = [new Map(leavesOf(created)), new Map(leavesOf(read.node))];
        for (const [path, expected] of Object.entries(reads)) {
          assert.notDeepEqual(before.get(path), expected, `The creation of ${input} in CASES sets ${path} already.`);
        }
        expectReads(changed, field, reads, `update${noun}`);
        const mayChange = [...Object.keys(reads), ...derived, ...always];
        const others = (leaves: Map<string, unknown>) =>
          Object.fromEntries([...leaves].filter(([path]) => !isBelow(path, mayChange)));
        assert.deepEqual(others(changed), others(before), `update${noun} with ${field} alone changed other fields.`);
        await dissolve(noun, created.id);
      });
    }
  });
}
