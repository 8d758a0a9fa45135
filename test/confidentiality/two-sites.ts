// Two databases that an anonymous reader cannot distinguish. The full one has hidden posts of every state, terms that only they use, their
// former paths, revisions and secrets, arranged to interfere with the visible content. The bare one has only the same visible rows, stored
// in another order and without statistics.
import { enrichOutdatedBodies } from "../../src/content/posts/body/html/enrich-bodies.js";
import { encodeGlobalId, type NodeType } from "../../src/platform/graphql/global-id.js";
import {
  buildTestSite,
  categoryPaths,
  formerPath,
  HIDDEN_COMMENTS,
  hiddenSlug,
  hiddenStates,
  postSlug,
  uuidOfName,
} from "../graph/test-site.js";
import { Factories, type PostOptions } from "../support/factories.js";
import { canary, canarySql } from "./canary.js";
import { type SpiedApp, startSpiedApp } from "./spied-app.js";
import { fillChangeFeed } from "./two-change-feeds.js";

export interface TwoSites {
  full: SpiedApp;
  bare: SpiedApp;
  close(): Promise<void>;
}

const HIDDEN_POST = "(state <> 'PUBLISHED' or visible_from > now())";
const HIDDEN_PAGE = "(p.state <> 'PUBLISHED' or p.visible_from > now())";
/** More than any limit on neighbours or candidates, so that a limit applied before visibility would be noticed. */
const HIDDEN_POSTS = 120;
const LATER = "2098-01-01T00:00:00.000Z";

export async function buildTwoSites(): Promise<TwoSites> {
  const [full, bare] = await Promise.all([startSpiedApp(), startSpiedApp()]);
  const close = async () => void (await Promise.all([full.close(), bare.close()]));
  try {
    await fill(full, bare);
  } catch (error) {
    // Open resources would keep the process running.
    await close();
    throw error;
  }
  return { full, bare, close };
}

async function fill(full: SpiedApp, bare: SpiedApp): Promise<void> {
  await Promise.all([full, bare].map((app) => buildTestSite(app.dataSource, { scale: 1 })));
  await Promise.all([full, bare].map(alignAliases));
  await Promise.all([full, bare].map(insertRedirects));
  await deleteHidden(bare);
  await addHidden(full);
  await reorder(full, "reverse(id::text)");
  await reorder(bare, "md5(id::text)");
  await full.dataSource.query("analyze");
  // The background job would do it at a time of its own, and record changes.
  await Promise.all([full, bare].map(({ platform }) => enrichOutdatedBodies(platform.transact)));
  await Promise.all([full, bare].map(fillChangeFeed));
}

/** The age of an alias decides between several aliases of a path, so both sites must agree on it. */
async function alignAliases({ dataSource }: SpiedApp): Promise<void> {
  await dataSource.query(
    "update path_alias set created_at = timestamptz '2020-01-01Z' + make_interval(secs => ascii(right(target_id::text, 1)))",
  );
}

/** Redirects to paths and to another site, which readers may follow, whatever is hidden at the paths. */
async function insertRedirects({ dataSource }: SpiedApp): Promise<void> {
  const to = ["/by-hand/0", `/posts/${hiddenSlug("draft", 0)}`, "/posts/post-0-0", "https://elsewhere.example/"];
  await dataSource.query(
    `insert into path_alias (id, path, kind, target_id, to_url, to_path, status_code, is_manual, created_at)
     select x.id, '/by-hand/to-' || x.place, 'url', x.id, x.url, case when x.url like '/%' then x.url end, 308, true, timestamptz '2021-01-01Z'
     from (select md5(u.url)::uuid as id, u.url, u.place from unnest($1::text[]) with ordinality u(url, place)) x`,
    [to],
  );
}

async function deleteHidden({ dataSource }: SpiedApp): Promise<void> {
  await dataSource.query(
    "delete from comment c where not exists (select 1 from published.comment v where v.id = c.id)",
  );
  await dataSource.query(`delete from path_alias a where not exists (
    select 1 from published.path_alias v where (v.path, v.kind, v.target_id) = (a.path, a.kind, a.target_id))`);
  for (const table of ["tag", "author", "series"]) {
    if (table === "tag")
      await dataSource.query(
        `delete from post_tag m using post p where p.id = m.post_id and ${HIDDEN_POST.replaceAll("visible_from", "p.visible_from")}`,
      );
    if (table === "author") await dataSource.query(`delete from post where ${HIDDEN_POST}`);
    await dataSource.query(
      `delete from ${table} t where not exists (select 1 from published.${table} v where v.id = t.id)`,
    );
  }
  await dataSource.query("delete from revision");
  await dataSource.query("delete from page_revision");
  await dataSource.query(`delete from menu_item i where not exists (
    select 1 from published.menu_item v where (v.menu_id, v.position) = (i.menu_id, i.position))`);
  await dataSource.query("delete from asset a where not exists (select 1 from published.asset v where v.id = a.id)");
  await dataSource.query(`update page c set parent_id = null from page p where p.id = c.parent_id and ${HIDDEN_PAGE}`);
  await dataSource.query(`delete from page p where ${HIDDEN_PAGE}`);
}

async function addHidden(app: SpiedApp): Promise<void> {
  const { dataSource } = app;
  await insertHiddenTerms(app);
  await new Factories(dataSource).posts([...interleavedPosts(), ...shadowingDrafts()]);
  await insertShadowingAliases(app);
  const post = ["title", "excerpt", "seo_title", "seo_description", "canonical_url"];
  const set = (columns: readonly string[]) => columns.map((column) => `${column} = ${canarySql(column)}`).join(", ");
  await dataSource.query(`update post set ${set(post)}, cover = jsonb_build_object('url', ${canarySql("cover")}, 'alt',
    ${canarySql("alt")}) where ${HIDDEN_POST}`);
  for (const [table, columns] of Object.entries({
    tag: ["name"],
    author: ["name", "bio"],
    series: ["title", "description"],
  })) {
    const isHidden = `not exists (select 1 from published.${table} v where v.id = t.id)`;
    await dataSource.query(`update ${table} t set ${set(columns)} where ${isHidden}`);
  }
  await dataSource.query(
    `update revision set title = ${canarySql("title")}, source = ${canarySql("source")}, editor = ${canarySql("editor")}`,
  );
  const texts = ["file_name", "alt", "caption", "credit", "taken_from", "created_by"];
  await dataSource.query(
    `update asset a set ${set(texts)} where not exists (select 1 from published.asset v where v.id = a.id)`,
  );
  await insertHiddenComments(app);
  await insertWorkingCopies(app);
  await fillHiddenPages(app);
  await insertSecrets(app);
}

/** Canaries in all that hidden pages and the items of menus that lead to hidden objects have. */
async function fillHiddenPages({ dataSource }: SpiedApp): Promise<void> {
  const set = (columns: readonly string[]) => columns.map((column) => `${column} = ${canarySql(column)}`).join(", ");
  const page = ["title", "excerpt", "template", "seo_title", "seo_description", "canonical_url"];
  await dataSource.query(`update page p set ${set(page)} where ${HIDDEN_PAGE}`);
  await dataSource.query(
    `update page_body set source = '${canary("page source")}', html = '${canary("page html")}', text = '${canary("page text")}'
     where page_id in (select p.id from page p where ${HIDDEN_PAGE})`,
  );
  await dataSource.query(`update page_revision set ${set(["title", "source", "editor"])}`);
  await dataSource.query(
    `update menu_item i set label = '${canary("menu label")}' where not exists (
       select 1 from published.menu_item v where (v.menu_id, v.position) = (i.menu_id, i.position))`,
  );
}

/** Comments that are hidden among those that are visible, as roots and as replies, and canaries in all that are hidden. */
async function insertHiddenComments({ dataSource }: SpiedApp): Promise<void> {
  await dataSource.query(`insert into comment (post_id, parent_id, depth, author_name, html, text, written_at, status, is_shown)
    select c.post_id, r.parent_id, case when r.parent_id is null then 1 else c.depth + 1 end, '', '', '', c.written_at, s.status, false
    from comment c cross join unnest(array['PENDING', 'HIDDEN', 'SPAM']) s(status)
    cross join lateral (values (null::uuid), (c.id)) r(parent_id)`);
  const texts = ["author_name", "author_url", "html", "text"].map((column) => `${column} = ${canarySql(column)}`);
  await dataSource.query(`update comment c set ${texts.join(", ")}, author_key = md5(c.id::text)
    where not exists (select 1 from published.comment v where v.id = c.id)`);
}

/** Every post has edits that are not public yet, the visible ones too. */
async function insertWorkingCopies({ dataSource }: SpiedApp): Promise<void> {
  const texts = ["title", "slug", "source", "excerpt", "seo_title", "seo_description", "canonical_url", "saved_by"];
  await dataSource.query(`insert into working_copy (post_id, version, base_version, format, author_ids, category_ids, tag_ids, tag_names, cover,
      no_index, ${texts.join(", ")})
    select p.id, 1, p.version, 'MARKDOWN', p.author_id || p.co_author_ids, p.category_ids, p.tag_ids, array[${canarySql("tag_name")}],
      jsonb_build_object('url', ${canarySql("cover")}, 'alt', ''), true, ${texts.map((text) => canarySql(text)).join(", ")}
    from post p`);
  const ofPage = texts.filter((text) => text !== "excerpt");
  await dataSource.query(`insert into page_working_copy (page_id, version, base_version, format, no_index, ${ofPage.join(", ")})
    select p.id, 1, p.version, 'MARKDOWN', true, ${ofPage.map((text) => canarySql(text)).join(", ")} from page p`);
}

/** Inserts hidden terms whose names sort around those of visible terms. */
async function insertHiddenTerms({ dataSource }: SpiedApp): Promise<void> {
  for (const [table, column] of Object.entries({ tag: "name", author: "name", series: "title" })) {
    await dataSource.query(
      `insert into ${table} (id, slug, ${column}) select md5('${table}' || i)::uuid, 'kxqcanary' || '${table}' || i,
        chr(60 + i) || 'kxqcanary' from generate_series(1, 40) i`,
    );
  }
}

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
const hiddenTerm = (app: string, index: number): string =>
  uuidOfName(`${app} hidden-${app === "tag" ? "topic" : app === "author" ? "writer" : "course"}-${index % 2}`);

/** Hidden posts that lie among the visible ones in every list, order and index, with links in both directions. */
function interleavedPosts(): PostOptions[] {
  return Array.from({ length: HIDDEN_POSTS }, (_, index): PostOptions => {
    const instant = new Date(Date.UTC(2023, 10, 18 + index, 8)).toISOString();
    const block = index % 2;
    return {
      id: uuidOfName(`crowd ${index}`),
      slug: canary(`slug ${index}`),
      title: `${String.fromCharCode(60 + (index % 60))} ${canary(`title ${index}`)}`,
      ...at(
        [
          { state: "DRAFT" as const, publishedAt: instant },
          { state: "TRASHED" as const, publishedAt: instant },
          { state: "PUBLISHED" as const, publishedAt: LATER },
        ],
        index,
      ),
      createdAt: instant,
      updatedAt: instant,
      source: `# ${canary(`heading ${index}`)}\n\n${canary(`text ${index}`)} [it](/posts/${postSlug(block, index % 6)})
        [old](${formerPath(block, index % 6)})\n\n\`\`\`sh\n${canary(`code ${index}`)}\n\`\`\``,
      categoryIds: categoryPaths(block).map((path) => uuidOfName(`category ${path}`)),
      tagIds: ["common", "frequent", `topic-${block}`]
        .map((slug) => uuidOfName(`tag ${slug}`))
        .concat(hiddenTerm("tag", index)),
      authorId: index % 3 === 0 ? hiddenTerm("author", index) : uuidOfName("author editor"),
      coAuthorIds: index % 3 === 0 ? [uuidOfName("author editor")] : [hiddenTerm("author", index)],
      series: {
        id:
          index % 4 === 0
            ? hiddenTerm("series", index)
            : uuidOfName(`series ${at(["chronicle", "course-0", "course-1"], index)}`),
        position: index % 14,
      },
    };
  });
}

/** Drafts with former slugs of visible posts: a current path takes precedence over a former one, but only if it is visible. */
function shadowingDrafts(): PostOptions[] {
  return [0, 1, 2, 3].map((part) => ({
    id: uuidOfName(`shadow ${part}`),
    slug: `old-${postSlug(part % 2, part)}`,
    title: canary(`shadow ${part}`),
    state: "DRAFT",
    publishedAt: null,
    source: canary(`shadow text ${part}`),
  }));
}

/** Inserts aliases of hidden objects, younger than the visible aliases of the same paths, and at current paths of visible objects. */
async function insertShadowingAliases({ dataSource }: SpiedApp): Promise<void> {
  const hidden: [string, string][] = [
    ...hiddenStates.map((state): [string, string] => ["post", uuidOfName(`post ${state}-0`)]),
    ["tag", uuidOfName("tag hidden-topic-0")],
    ["author", uuidOfName("author hidden-writer-0")],
    ["series", uuidOfName("series hidden-course-0")],
  ];
  for (const [place, [kind, id]] of hidden.entries()) {
    for (const path of [`/by-hand/${place}`, "/by-hand/to-4"]) {
      await dataSource.query(
        `insert into path_alias (path, kind, target_id, status_code, is_manual, created_at)
         values ($1, $2, $3, 308, true, timestamptz '2031-01-01Z')`,
        [path, kind, id],
      );
    }
    await dataSource.query(
      `insert into path_alias (path, kind, target_id, created_at) select distinct path, $1, $2::uuid, timestamptz '2030-01-01Z'
       from (select path from path_alias union select '/posts/' || slug from post where not ${HIDDEN_POST}
             union select '/tags/' || slug from published.tag union select '/categories/' || path from category) x
       on conflict do nothing`,
      [kind, id],
    );
    await dataSource.query("insert into path_alias (path, kind, target_id) values ($1, $2, $3)", [
      `/${canary(`alias ${kind} ${id}`)}`,
      kind,
      id,
    ]);
  }
}

async function insertSecrets({ dataSource }: SpiedApp): Promise<void> {
  await dataSource.query("insert into api_token (name, role, secret_hash, prefix) values ($1, 'ADMIN', 'x', $2)", [
    canary("token"),
    canary("prefix"),
  ]);
  await dataSource.query(
    `insert into studio_session (secret_hash, origin, subject, name, role, expires_at, user_agent)
     values ('x', 'LINK', $1, $2, 'ADMIN', now() + interval '1 day', $3)`,
    [canary("session subject"), canary("session name"), canary("user agent")],
  );
  await dataSource.query(
    "insert into studio_link (key_hash, name, role, expires_at) values ('x', $1, 'ADMIN', now() + interval '1 day')",
    [canary("link name")],
  );
  await dataSource.query("insert into instance_secret (name, value) values ($1, 'x')", [canary("secret")]);
  await dataSource.query("insert into outbox_event (type, payload) values ($1, jsonb_build_object('x', $2::text))", [
    canary("event"),
    canary("payload"),
  ]);
  await dataSource.query(
    "insert into idempotency_key (caller, key_hash, digest, status, content_type, body) values ($1, $2, 'x', 200, 'x', convert_to($3, 'utf8'))",
    [canary("caller"), canary("key"), canary("answer")],
  );
  await dataSource.query(
    "insert into import_item (source, key, post_id, digest, version) values ($1, $2, $3, 'x', 1)",
    [canary("import"), canary("item"), uuidOfName("post draft-0")],
  );
}

const ROW_TABLES = ["post", "tag", "author", "series", "category", "page", "menu"];

/** Rewrites all rows in a different order, so that the result of a statement without an order differs. */
async function reorder({ dataSource }: SpiedApp, order: string): Promise<void> {
  for (const table of ROW_TABLES) {
    await dataSource.query(`do $$ declare r record; begin
      for r in select id from ${table} order by ${order} loop update ${table} set slug = slug where id = r.id; end loop; end $$`);
  }
  for (const table of [
    "post_category",
    "post_tag",
    "category_listing",
    "post_link",
    "series_entry",
    "post_body",
    "comment",
  ]) {
    await dataSource.query(`do $$ declare r record; begin
      for r in select ctid from ${table} order by md5(${table}::text || '${order.slice(0, 3)}') loop
        update ${table} set post_id = post_id where ctid = r.ctid; end loop; end $$`);
  }
}

export const hiddenIds = (): string[] => {
  const id = (type: NodeType, name: string) => encodeGlobalId(type, uuidOfName(name));
  return [0, 1].flatMap((block) => [
    ...hiddenStates.map((state) => id("Post", `post ${state}-${block}`)),
    id("Asset", `asset hidden-asset-${block}`),
    ...HIDDEN_COMMENTS.map((number) => id("Comment", `comment ${postSlug(block, 0)} ${number}`)),
    id("Comment", `comment ${hiddenSlug("draft", block)} 0`),
    id("Tag", `tag hidden-topic-${block}`),
    id("Author", `author hidden-writer-${block}`),
    id("Series", `series hidden-course-${block}`),
    id("Post", `shadow ${block}`),
    ...[0, 1, 2].map((index) => id("Post", `crowd ${index + 3 * block}`)),
  ]);
};

/** Inserts a draft that is not related to any other content. */
export async function insertLoneDraft({ dataSource }: SpiedApp): Promise<string[]> {
  const draft = { slug: "lone-draft", state: "DRAFT", publishedAt: null, source: "Lone text" } as const;
  return (await new Factories(dataSource).posts([draft])).map(({ id }) => id);
}
