// Runs the programs of docs/webhooks.md as they are printed: webhooks of a real site call them.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { encodeGlobalId } from "../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "./support/app.js";
import { publishWebhookSecret } from "./support/environment.js";
import { eventually } from "./support/eventually.js";
import { Factories } from "./support/factories.js";
import { startReceiver, type WebhookReceiver } from "./support/webhook-receiver.js";

const ROOT = new URL("../../", import.meta.url);
const PROGRAM = /^```js\n\/\/ (\S+)\n(.*?)^```/gms;

let app: TestApp;
let token: string;
let authorId: string;
let folder: string;
let programs: ReadonlyMap<string, string>;
let elsewhere: WebhookReceiver;
let child: ChildProcess | null = null;

before(async () => {
  app = await startTestApp();
  token = await app.tokenFor("ADMIN");
  authorId = encodeGlobalId("Author", await new Factories(app.dataSource).author());
  const page = await readFile(new URL("docs/webhooks.md", ROOT), "utf8");
  programs = new Map([...page.matchAll(PROGRAM)].map(([, name = "", code = ""]) => [basename(name), code]));
  folder = await mkdtemp(join(tmpdir(), "colophon-hooks-"));
  await symlink(await realpath(fileURLToPath(new URL("node_modules", ROOT))), join(folder, "node_modules"));
  elsewhere = await startReceiver();
});
after(async () => {
  elsewhere.close();
  await app.close();
  await rm(folder, { recursive: true });
});
afterEach(async () => {
  child?.kill("SIGKILL");
  child = null;
  elsewhere.calls.length = 0;
  await app.dataSource.query("delete from webhook");
});

async function createWebhook(input: object): Promise<string> {
  const document = "mutation ($i: CreateWebhookInput!) { createWebhook(input: $i) { secret errors { message } } }";
  type Created = { createWebhook: { secret: string; errors: object[] } };
  const variables = { i: { name: "Recipe", ...input } };
  const { createWebhook: created } = await app.query<Created>(document, variables, { token });
  assert.deepEqual(created.errors, []);
  return created.secret;
}

interface Written {
  id: string;
  version: number;
}

async function publish(title: string): Promise<Written> {
  const document = "mutation ($i: CreatePostInput!) { createPost(input: $i) { post { id version } } }";
  const i = { title, body: { source: "Text." }, authorIds: [authorId], publishAt: "2020-01-01T00:00:00Z" };
  return (await app.query<{ createPost: { post: Written } }>(document, { i }, { token })).createPost.post;
}

async function trash({ id, version }: Written): Promise<void> {
  const document = "mutation ($i: TrashPostInput!) { trashPost(input: $i) { errors { code } } }";
  await app.query(document, { i: { id, expectedVersion: version } }, { token });
}

/** Starts a program on a free port for a new webhook, and resolves to its output, which grows. */
async function run(
  name: string,
  env: Record<string, string> = {},
  input: object = {},
): Promise<{ url: string; output: string[] }> {
  const code = programs.get(name) ?? assert.fail(`docs/webhooks.md has no ${name}.`);
  const free = await startReceiver();
  free.close();
  const url = `http://127.0.0.1:${free.port}/`;
  const secret = await createWebhook({ url, nodeTypes: ["POST"], ...input });
  await writeFile(join(folder, name), code);
  const started = spawn(process.execPath, [join(folder, name)], {
    env: { PORT: String(free.port), WEBHOOK_SECRET: secret, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child = started;
  const output: string[] = [];
  started.stdout.setEncoding("utf8").on("data", (text: string) => output.push(text));
  // A request without a signature is refused.
  const statusOf = () =>
    fetch(url, { method: "POST", body: "{}" }).then(
      (response) => response.status,
      () => 0,
    );
  await eventually(async () => (await statusOf()) === 401, `${name} listens`);
  return { url, output };
}

test("receiver.mjs verifies calls and prints the paths of what changed", async () => {
  const { output } = await run("receiver.mjs");
  await publish("Printed");
  await eventually(() => /^content\.changed .*\/posts\/printed\b/m.test(output.join("")), "the paths are printed");
});

test("github-relay.mjs starts workflows for calls, and for nothing else", async () => {
  const env = {
    GITHUB_API: `http://127.0.0.1:${elsewhere.port}`,
    GITHUB_REPOSITORY: "me/site",
    GITHUB_TOKEN: "github",
  };
  await run("github-relay.mjs", env);
  await publish("Relayed");
  await eventually(() => elsewhere.calls.length > 0, "the workflow is started");
  const [call] = elsewhere.calls;
  assert.deepEqual([call?.path, call?.headers.authorization], ["/repos/me/site/dispatches", "Bearer github"]);
  assert.equal(JSON.parse(call?.body ?? "").event_type, "colophon");
});

test("meilisearch-mirror.mjs writes what is public, and deletes what is not", async () => {
  const page = await readFile(new URL("docs/webhooks.md", ROOT), "utf8");
  const document = /^```graphql\n(query .*?)^```/ms.exec(page)?.[1] ?? "";
  const env = { MEILI_URL: `http://127.0.0.1:${elsewhere.port}`, MEILI_KEY: "meili" };
  await run("meilisearch-mirror.mjs", env, { document });
  const post = await publish("Mirrored");
  const sent = (path: string): unknown[] =>
    elsewhere.calls.filter((call) => call.path === `/indexes/posts/${path}`).flatMap(({ body }) => JSON.parse(body));
  await eventually(() => sent("documents").length > 0, "the post is written");
  assert.deepEqual(sent("documents")[0], {
    ...{ id: post.id, title: "Mirrored", path: "/posts/mirrored", excerpt: "Text." },
    body: { text: "Text." },
  });
  await trash(post);
  await eventually(() => sent("documents/delete-batch").includes(post.id), "the post is deleted");
});

test("the route handler of Next.js revalidates the paths, or all pages if they are not known", async () => {
  const revalidated: unknown[][] = [];
  Object.assign(globalThis, { revalidatePath: (...path: unknown[]) => revalidated.push(path) });
  const code = programs.get("route.js") ?? assert.fail();
  const module = join(folder, "route.mjs");
  // The only line that needs Next.js itself.
  await writeFile(module, code.replace('import { revalidatePath } from "next/cache";\n', ""));
  const { POST } = (await import(module)) as { POST(request: Request): Promise<Response> };
  const secret = await createWebhook({ url: elsewhere.url, nodeTypes: ["POST", "MENU"] });
  await publish("Revalidated");
  await eventually(() => elsewhere.calls.length > 0, "it is called");
  const { body, headers } = elsewhere.calls[0] ?? assert.fail();
  const post = (sent: string, key: string) => {
    publishWebhookSecret(key);
    return POST(
      new Request("http://localhost/", { method: "POST", body: sent, headers: headers as Record<string, string> }),
    );
  };
  assert.equal((await post(body, `whsec_${"A".repeat(43)}=`)).status, 401);
  assert.equal((await post(body, secret)).status, 204);
  assert.ok(revalidated.some(([path]) => path === "/posts/revalidated"));
  assert.ok(!revalidated.some(([, type]) => type === "layout"));
  const saved = { slug: "main", name: "Main", items: [] };
  await app.query("mutation ($i: SaveMenuInput!) { saveMenu(input: $i) { errors { code } } }", { i: saved }, { token });
  await eventually(() => elsewhere.calls.some((call) => call.body.includes("MENU")), "the menu is told");
  const menu = elsewhere.calls.find((call) => call.body.includes("MENU")) ?? assert.fail();
  const sent = new Request("http://localhost/", {
    method: "POST",
    body: menu.body,
    headers: menu.headers as Record<string, string>,
  });
  assert.equal((await POST(sent)).status, 204);
  assert.deepEqual(revalidated.at(-1), ["/", "layout"]);
});
