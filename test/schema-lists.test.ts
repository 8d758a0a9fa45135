// Every list of the schema is bounded: a connection by the size of its page, a list in an input by a maximum, and any other list by what is
// stated here. A new list that is none of these fails a test.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import {
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
} from "graphql";
import { createSchema } from "../src/app/schema.js";
import { encodeGlobalId, type NodeType } from "../src/platform/graphql/global-id.js";
import { LiveStream } from "./http/subscriptions/live-clients.js";
import { startTestApp, type TestApp } from "./support/app.js";
import { Factories } from "./support/factories.js";

const schema = createSchema();
const isList = (type: GraphQLInputType | GraphQLOutputType): boolean => isListType(getNullableType(type));

interface InputList {
  max: number;
  /** A value of the list; each call returns another one. */
  value: () => unknown;
  /** The mutation whose input has the list, with the other fields that it needs. A field of `PostFilter` otherwise. */
  mutation?: { name: string; others?: () => Record<string, unknown> | Promise<Record<string, unknown>> };
}

let app: TestApp;
let token: string;
let post: { id: string; expectedVersion: number };
let series: { id: string; expectedVersion: number };

before(async () => {
  app = await startTestApp();
  token = await app.tokenFor("ADMIN");
  const make = new Factories(app.dataSource);
  post = { id: encodeGlobalId("Post", (await make.post({ title: "Listed" })).id), expectedVersion: 1 };
  series = { id: encodeGlobalId("Series", await make.series("Parts")), expectedVersion: 1 };
});
after(() => app.close());

const idOf = (type: NodeType) => () => encodeGlobalId(type, randomUUID());
let texts = 0;
const text = () => {
  texts += 1;
  return `text-${texts}`;
};

const menuItem = () => ({ url: "/x", label: "x" });

const body = { title: "Post", body: { source: "Text." } };
const create = { name: "createPost", others: () => body };
const update = { name: "updatePost", others: () => post };
const siteVersion = async () => {
  const { site } = await app.query<{ site: { version: number } }>("{ site { version } }");
  return { expectedVersion: site.version };
};
const webhookVersion = async () => {
  const input = { name: "Listed", url: "http://127.0.0.1:1/" };
  const document = "mutation ($i: CreateWebhookInput!) { createWebhook(input: $i) { webhook { id version } } }";
  type Created = { createWebhook: { webhook: { id: string; version: number } } };
  const { createWebhook } = await app.query<Created>(document, { i: input }, { token });
  return { id: createWebhook.webhook.id, expectedVersion: createWebhook.webhook.version };
};
const POST_LISTS: Readonly<Record<string, Omit<InputList, "mutation">>> = {
  authorIds: { max: 20, value: idOf("Author") },
  categoryIds: { max: 50, value: idOf("Category") },
  tagIds: { max: 100, value: idOf("Tag") },
  tagNames: { max: 100, value: text },
};
const listsOfPost = (input: string, mutation?: InputList["mutation"]): Record<string, InputList> =>
  Object.fromEntries(
    Object.entries(POST_LISTS).map(([name, list]) => [`${input}.${name}`, { ...list, ...(mutation && { mutation }) }]),
  );
const matchesOf = (input: string, type: NodeType): Record<string, InputList> =>
  Object.fromEntries(["anyOf", "allOf", "noneOf"].map((name) => [`${input}.${name}`, { max: 100, value: idOf(type) }]));

const INPUT_LISTS: Readonly<Record<string, InputList>> = {
  "Query.nodes(ids)": { max: 100, value: idOf("Post") },
  ...matchesOf("CategoryMatch", "Category"),
  ...matchesOf("TagMatch", "Tag"),
  "PostFilter.authorIds": { max: 100, value: idOf("Author") },
  "PostFilter.externalIds": { max: 100, value: text },
  "PostFilter.slugs": { max: 100, value: text },
  "Query.changes(nodeTypes)": { max: 10, value: () => "POST" },
  "Subscription.changes(nodeTypes)": { max: 10, value: () => "POST" },
  "Query.pages(statuses)": { max: 4, value: () => "DRAFT" },
  "Query.comments(statuses)": { max: 4, value: () => "SPAM" },
  "SaveMenuInput.items": {
    max: 200,
    value: menuItem,
    mutation: { name: "saveMenu", others: () => ({ slug: text(), name: "Menu" }) },
  },
  "MenuItemInput.items": { max: 200, value: menuItem },
  "PostFilter.statuses": { max: 4, value: () => "DRAFT" },
  ...listsOfPost("CreatePostInput", create),
  ...listsOfPost("UpdatePostInput", update),
  ...listsOfPost("SaveWorkingCopyInput", {
    name: "saveWorkingCopy",
    others: () => ({ postId: post.id, baseVersion: 1 }),
  }),
  ...listsOfPost("UpsertPostInput"),
  "RestoreRevisionInput.fields": {
    max: 14,
    value: () => "title",
    mutation: {
      name: "restoreRevision",
      others: () => ({ ...post, revisionId: encodeGlobalId("Revision", randomUUID()) }),
    },
  },
  "UpsertPostsInput.posts": {
    max: 100,
    value: () => ({ ...body, externalId: "one" }),
    mutation: { name: "upsertPosts" },
  },
  "CreateSeriesInput.postIds": {
    max: 500,
    value: idOf("Post"),
    mutation: { name: "createSeries", others: () => ({ title: "Series" }) },
  },
  "UpdateSeriesInput.postIds": {
    max: 500,
    value: idOf("Post"),
    mutation: { name: "updateSeries", others: () => series },
  },
  "CreateWebhookInput.nodeTypes": {
    max: 10,
    value: () => "POST",
    mutation: { name: "createWebhook", others: () => ({ name: "Webhook", url: "http://127.0.0.1:1/" }) },
  },
  "UpdateWebhookInput.nodeTypes": {
    max: 10,
    value: () => "POST",
    mutation: { name: "updateWebhook", others: webhookVersion },
  },
  "ModerateCommentsInput.ids": {
    max: 100,
    value: idOf("Comment"),
    mutation: { name: "moderateComments", others: () => ({ status: "SPAM" }) },
  },
  "UpdateSiteInput.locales": { max: 50, value: text, mutation: { name: "updateSite", others: siteVersion } },
  "UpdateSiteInput.socialLinks": {
    max: 50,
    value: () => ({ name: "GitHub", url: "https://github.example/me" }),
    mutation: { name: "updateSite", others: siteVersion },
  },
};

/** What bounds each list that is neither a connection nor in an input. */
const OTHER_LISTS: Readonly<Record<string, string>> = {
  "ArchiveYear.months": "12 months",
  "Body.codeBlocks": "the size of a body",
  "Body.images": "the size of a body",
  "Body.links": "the size of a body",
  "Body.tableOfContents": "the size of a body",
  "Category.ancestors": "the levels of categories, 16",
  "Category.children": "500",
  "Change.paths": "500",
  "ChangePage.nodes": "the argument first",
  "Menu.items": "200 items of the menu, as in the input",
  "MenuItem.items": "200 items of the menu, as in the input",
  "ModerateCommentsPayload.comments": "the input, 100",
  "Page.children": "500",
  "Query.menus": "100, the number of menus that can be saved",
  "Post.authors": "20, as in the inputs",
  "Post.categories": "50, as in the inputs",
  "Post.tags": "100, as in the inputs",
  "Post.related": "the argument first",
  "Post.translations": "50",
  "PostSearchEdge.snippets": "3",
  "Revision.authors": "20, as in the inputs",
  "Revision.categories": "50, as in the inputs",
  "Revision.changedFields": "the fields of a revision, 14",
  "Revision.tags": "100, as in the inputs",
  "Query.archive": "the years of the calendar",
  "Query.nodes": "the argument ids",
  "Query.postPaths": "4000, the size of a part",
  "Query.suggest": "the argument first",
  "Refusal.path": "the levels of an input",
  "RelatedPost.reasons": "the values of RelatedReason",
  "SearchFacets.categories": "50",
  "SearchFacets.years": "the years of the calendar",
  "Series.entries": "500",
  "Site.locales": "50, as in the input",
  "UploadTarget.headers": "the headers that a store signs",
  "Site.socialLinks": "50, as in the input",
  "SlugTaken.path": "the levels of an input",
  "Snippet.highlights": "the length of a snippet",
  "UpsertPostResult.errors": "the input",
  "WorkingCopy.authors": "20, as in the inputs",
  "WorkingCopy.categories": "50, as in the inputs",
  "WorkingCopy.tagNames": "100, as in the inputs",
  "WorkingCopy.tags": "100, as in the inputs",
  "WorkingCopyConflict.path": "the levels of an input",
  "UpsertPostsPayload.results": "the input, 100",
  "VersionConflict.path": "the levels of an input",
  "Webhook.nodeTypes": "the types of changes, 10",
};

describe("the lists of the schema", () => {
  const objects = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith("__"),
  );
  const fields = objects.flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields()).map((field) => ({
          owner: type.name,
          coordinate: `${type.name}.${field.name}`,
          field,
        }))
      : [],
  );

  it("every connection takes the size of its page", () => {
    const connections = fields.filter(({ field }) => getNamedType(field.type).name.endsWith("Connection"));
    assert.ok(connections.length > 10);
    const without = connections.filter(({ field }) => !field.args.some(({ name }) => name === "first"));
    assert.deepEqual(
      without.map(({ coordinate }) => coordinate),
      [],
      "Give each of these fields the arguments of a connection.",
    );
  });

  it("every other list is known, with what bounds it", () => {
    const isOfPage = (owner: string) => owner.endsWith("Connection");
    const isOfPayload = (coordinate: string) => /Payload\.errors$/.test(coordinate);
    const lists = fields
      .filter(({ owner, coordinate, field }) => isList(field.type) && !isOfPage(owner) && !isOfPayload(coordinate))
      .map(({ coordinate }) => coordinate);
    assert.deepEqual(
      lists.sort(),
      Object.keys(OTHER_LISTS).sort(),
      "Make the list a connection, or add it to OTHER_LISTS with what bounds it.",
    );
  });

  it("every list in an input has a maximum", () => {
    const ofInputs = Object.values(schema.getTypeMap())
      .filter(isInputObjectType)
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter((field) => isList(field.type))
          .map((field) => `${type.name}.${field.name}`),
      );
    const ofArguments = fields.flatMap(({ coordinate, field }) =>
      field.args.filter(({ type }) => isList(type)).map(({ name }) => `${coordinate}(${name})`),
    );
    assert.deepEqual(
      [...ofInputs, ...ofArguments].sort(),
      Object.keys(INPUT_LISTS).sort(),
      "Add the list to INPUT_LISTS with its maximum.",
    );
  });
});

describe("a list in an input", () => {
  for (const [coordinate, list] of Object.entries(INPUT_LISTS)) {
    it(`${coordinate} takes at most ${list.max} values`, async () => {
      const tooMany = new RegExp(`at most ${list.max}\\b.*\\b${list.max + 1}\\b`);
      const errorsFor = async (count: number) => (await messagesFor(coordinate, list, count)).join("\n");
      assert.match(await errorsFor(list.max + 1), tooMany);
      assert.doesNotMatch(await errorsFor(list.max), /at most/);
    });
  }
});

/** The messages of all errors of an operation in which the list has so many values. */
async function messagesFor(coordinate: string, { value, mutation }: InputList, count: number): Promise<string[]> {
  const values = Array.from({ length: count }, value);
  const [owner = "", name = ""] = coordinate.split(".");
  if (mutation !== undefined) return mutate(mutation.name, { ...(await mutation.others?.()), [name]: values });
  if (owner === "UpsertPostInput")
    return mutate("upsertPosts", { posts: [{ ...body, externalId: "one", [name]: values }] });
  if (owner === "MenuItemInput") {
    // The item above counts as well.
    const items = [{ ...menuItem(), items: values.slice(1) }];
    return mutate("saveMenu", { slug: text(), name: "Menu", items });
  }
  if (coordinate === "Query.changes(nodeTypes)") {
    return query("query ($v: [ChangeNodeType!]!) { changes(nodeTypes: $v) { cursor } }", values);
  }
  if (coordinate === "Subscription.changes(nodeTypes)") {
    return subscribe("subscription ($v: [ChangeNodeType!]) { changes(nodeTypes: $v) { cursor } }", values);
  }
  if (coordinate === "Query.comments(statuses)") {
    return query("query ($v: [CommentStatus!]!) { comments(statuses: $v) { totalCount } }", values);
  }
  if (coordinate === "Query.pages(statuses)") {
    return query("query ($v: [PostStatus!]!) { pages(statuses: $v) { totalCount } }", values);
  }
  if (owner === "Query") return query("query ($v: [ID!]!) { nodes(ids: $v) { id } }", values);
  const filter = {
    CategoryMatch: { categories: { [name]: values } },
    TagMatch: { tags: { [name]: values } },
  }[owner] ?? { [name]: values };
  return query("query ($v: PostFilter) { posts(filter: $v) { totalCount } }", filter);
}

async function query(document: string, v: unknown): Promise<string[]> {
  return ((await app.send(document, { v }, { token })).errors ?? []).map(({ message }) => message);
}

async function subscribe(document: string, v: unknown): Promise<string[]> {
  const stream = await LiveStream.open(app, { query: document, variables: { v } });
  const { data = "{}" } = (await stream.next()) ?? {};
  stream.close();
  return ((JSON.parse(data) as { errors?: { message: string }[] }).errors ?? []).map(({ message }) => message);
}

interface Payload {
  errors: { message: string }[];
  results?: { errors: { message: string }[] }[];
}

async function mutate(name: string, input: Record<string, unknown>): Promise<string[]> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const results = name === "upsertPosts" ? "results { errors { message } }" : "";
  const document = `mutation ($input: ${type}!) { payload: ${name}(input: $input) { ${results} errors { message } } }`;
  const { payload } = await app.query<{ payload: Payload }>(document, { input }, { token });
  const all = [...payload.errors, ...(payload.results ?? []).flatMap(({ errors }) => errors)];
  return all.map(({ message }) => message);
}
