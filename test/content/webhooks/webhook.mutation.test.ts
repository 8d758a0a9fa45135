// The mutations of webhooks: what is refused when a webhook is stored, and that a secret is shown once.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { MAX_WEBHOOKS } from "../../../src/content/webhooks/webhook-limits.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { ADMIN, EDITOR, type Executor, startExecutor } from "../../support/execute.js";

let app: Executor;
before(async () => {
  app = await startExecutor(4);
});
after(() => app.close());

interface Shown {
  id: string;
  version: number;
  isEnabled: boolean;
  disabledReason: string | null;
  nodeTypes: string[];
  debounceSeconds: number;
  document: string | null;
}
const SHOWN = "{ id name url nodeTypes document debounceSeconds isEnabled disabledReason createdAt version }";
const URL_OK = "https://hooks.example.org/colophon?key=1";
const DOCUMENT = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Post { title path } } }";

const create = (input: object = {}): Promise<Shown> =>
  app.accepted<Shown>(ADMIN, "createWebhook", { name: "Build", url: URL_OK, ...input }, SHOWN);
const refused = (input: object): Promise<string[]> =>
  app.refused(ADMIN, "createWebhook", { name: "Build", url: URL_OK, ...input });

describe("createWebhook", () => {
  it("createWebhook stores what it is given, and shows the secret once", async () => {
    const { data } = await app.executeAs<{ createWebhook: { webhook: Shown; secret: string } }>(
      ADMIN,
      `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook ${SHOWN} secret errors { code } } }`,
      {
        input: {
          name: " Mirror ",
          url: URL_OK,
          nodeTypes: ["TAG", "POST", "TAG"],
          document: DOCUMENT,
          debounceSeconds: 30,
        },
      },
    );
    const { webhook, secret } = data?.createWebhook ?? assert.fail();
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    const { id, createdAt, ...fields } = webhook as Shown & { createdAt: string };
    assert.deepEqual(fields, {
      ...{ name: "Mirror", url: URL_OK, nodeTypes: ["POST", "TAG"], document: DOCUMENT, debounceSeconds: 30 },
      ...{ isEnabled: true, disabledReason: null, version: 1 },
    });
    const read = await app.read<object>(
      ADMIN,
      `query ($id: ID!) { node(id: $id) { ... on Webhook ${SHOWN} } webhooks { nodes ${SHOWN} } }`,
      { id },
    );
    assert.deepEqual(read, { node: webhook, webhooks: { nodes: [webhook] } });
    assert.ok(!JSON.stringify(read).includes(secret.slice(6)));
    const events = JSON.stringify(await app.events());
    assert.ok(!events.includes(secret.slice(6)));
    await app.accepted(ADMIN, "deleteWebhook", { id }, "");
  });

  it("createWebhook refuses URLs that lead to this machine, a private network or elsewhere than by http, in every notation", async () => {
    const urls = [
      ...["http://2130706433/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://127.1/"],
      ...["https://[::1]/", "https://[::ffff:127.0.0.2]/", "https://[64:ff9b::7f00:1]/", "https://169.254.169.254/"],
      ...["https://10.1.2.3/", "https://192.168.0.1/", "https://100.64.0.1/", "https://[fd00::1]/", "https://0/"],
      ...["http://hooks.example.org/", "https://user:secret@hooks.example.org/", "ftp://hooks.example.org/"],
      ...["file:///etc/passwd", "javascript:alert(1)", "/hook", "", "https://", "https://hooks.example.org/a b"],
      `https://hooks.example.org/${"x".repeat(2_000)}`,
    ];
    // The address 127.0.0.1 itself is in OUTBOUND_ALLOW here.
    for (const url of urls.filter((each) => !/^https?:\/\/(?:2130706433|0x7f|0177|127\.1)/.test(each))) {
      const errors = await refused({ url });
      assert.ok(errors.length > 0 && errors.every((error) => error === "INVALID input.url"), `${url}: ${errors}`);
    }
    const { id } = await create({ url: "http://127.0.0.1:9/" });
    await app.accepted(ADMIN, "deleteWebhook", { id }, "");
  });

  it("createWebhook refuses documents that are not one affordable query of `$ids`", async () => {
    const documents = [
      "query ($ids: [ID!]!) { nodes(ids: $ids) { id }",
      "query ($ids: [ID!]!) { nodes(ids: $ids) { secret } }",
      "query { site { title } }",
      "query ($ids: [String!]!) { site { title } }",
      "query ($ids: [ID!]!, $more: Int!) { nodes(ids: $ids) { id } posts(first: $more) { totalCount } }",
      "mutation ($ids: [ID!]!) { deletePost(input: { id: $ids, expectedVersion: 1 }) { deletedId } }",
      "query A ($ids: [ID!]!) { nodes(ids: $ids) { id } } query B ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
      "subscription ($ids: [ID!]!) { changes { node { id } } }",
      "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Category { posts(first: 100) { nodes { tags { posts(first: 100) { nodes { id } } } } } } } }",
      "fragment A on Post { id }",
      "{",
      `query ($ids: [ID!]!) { nodes(ids: $ids) { id } } ${"#".repeat(10_000)}`,
    ];
    for (const document of documents)
      assert.deepEqual(await refused({ document }), ["INVALID input.document"], document);
  });

  it("createWebhook refuses bad names, windows and more webhooks than a process calls", async () => {
    assert.deepEqual(await refused({ name: " " }), ["INVALID input.name"]);
    assert.deepEqual(await refused({ name: "x".repeat(201) }), ["INVALID input.name"]);
    assert.deepEqual(await refused({ debounceSeconds: -1 }), ["INVALID input.debounceSeconds"]);
    assert.deepEqual(await refused({ debounceSeconds: 3_601, url: "x" }), [
      "INVALID input.debounceSeconds",
      "INVALID input.url",
    ]);
    const made: string[] = [];
    for (let n = 0; n < MAX_WEBHOOKS; n += 1) made.push((await create()).id);
    assert.deepEqual(await refused({}), ["INVALID input.name"]);
    for (const id of made) await app.accepted(ADMIN, "deleteWebhook", { id }, "");
  });
});

describe("updateWebhook", () => {
  it("updateWebhook changes what it is given, with the version, and checks it like a creation", async () => {
    const { id } = await create({ document: DOCUMENT, nodeTypes: ["POST"] });
    const update = (input: object) => app.accepted<Shown>(ADMIN, "updateWebhook", { id, ...input }, SHOWN);
    const changed = await update({
      expectedVersion: 1,
      document: null,
      nodeTypes: [],
      debounceSeconds: 5,
      isEnabled: false,
    });
    const { version, document, nodeTypes, debounceSeconds, isEnabled } = changed;
    assert.deepEqual([version, document, nodeTypes, debounceSeconds, isEnabled], [2, null, [], 5, false]);
    assert.equal((await update({ expectedVersion: 2, debounceSeconds: 5 })).version, 2);
    const refuse = (input: object) => app.refused(ADMIN, "updateWebhook", { id, expectedVersion: 2, ...input });
    assert.deepEqual(await refuse({ url: "https://[::1]/" }), ["INVALID input.url"]);
    assert.deepEqual(await refuse({ document: "{ site { title } }" }), ["INVALID input.document"]);
    assert.deepEqual(await refuse({ name: null }), ["INVALID input.name"]);
    assert.deepEqual(await refuse({ expectedVersion: 1, name: "New" }), ["VERSION_CONFLICT input.expectedVersion"]);
    await app.dataSource.query("update webhook set disabled_reason = 'Gone.', held_until = now() + interval '1 day'");
    const revived = await update({ expectedVersion: 2, isEnabled: true });
    assert.deepEqual([revived.isEnabled, revived.disabledReason], [true, null]);
    await app.accepted(ADMIN, "deleteWebhook", { id }, "");
  });
});

describe("access to webhooks", () => {
  it("webhooks, their deliveries and their conflicts are for administrators only", async () => {
    const { id } = await create();
    const delivery = await app.accepted<{ id: string }>(ADMIN, "testWebhook", { id }, "{ id }");
    for (const viewer of [null, EDITOR]) {
      const { errors } = await app.executeAs(viewer, "{ webhooks { totalCount } }");
      assert.equal(errors[0]?.extensions.code, viewer === null ? "UNAUTHENTICATED" : "FORBIDDEN");
      const query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
      assert.deepEqual(await app.read(viewer, query, { ids: [id, delivery.id] }), { nodes: [null, null] });
    }
    const { webhooks } = await app.read<{ webhooks: object }>(
      ADMIN,
      "{ webhooks { totalCount nodes { deliveries(first: 1) { totalCount nodes { id attempts } } } } }",
    );
    assert.deepEqual(JSON.parse(JSON.stringify(webhooks).replace(/"attempts":\d/, '"attempts":0')), {
      totalCount: 1,
      nodes: [{ deliveries: { totalCount: 1, nodes: [{ id: delivery.id, attempts: 0 }] } }],
    });
    await app.accepted(ADMIN, "deleteWebhook", { id }, "");
    assert.deepEqual(await app.dataSource.query("select * from webhook_delivery"), []);
  });

  it("mutations refuse ids that do not exist or are of another type", async () => {
    const ids = [encodeGlobalId("Post", crypto.randomUUID()), "no id"];
    const unknown = encodeGlobalId("Webhook", crypto.randomUUID());
    for (const name of ["rotateWebhookSecret", "deleteWebhook", "testWebhook"]) {
      for (const id of ids) assert.deepEqual(await app.refused(ADMIN, name, { id }), ["INVALID input.id"]);
      assert.deepEqual(await app.refused(ADMIN, name, { id: unknown }), ["NOT_FOUND input.id"]);
    }
    const delivery = encodeGlobalId("WebhookDelivery", crypto.randomUUID());
    assert.deepEqual(await app.refused(ADMIN, "redeliverWebhook", { deliveryId: delivery }), [
      "NOT_FOUND input.deliveryId",
    ]);
    assert.deepEqual(await app.refused(ADMIN, "redeliverWebhook", { deliveryId: unknown }), [
      "INVALID input.deliveryId",
    ]);
  });
});
