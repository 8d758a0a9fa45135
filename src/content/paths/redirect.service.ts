// Writes of redirects. Each function is one transaction that also records its event.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import { sql } from "../../platform/db/sql-text.js";
import { decodeGlobalId } from "../../platform/graphql/global-id.js";
import { Refusal, throwUserError, UserErrors } from "../../platform/graphql/user-error.js";
import { internalPath } from "../../platform/markup/internal-path.js";
import { PathAliasRow } from "../aliases/path-alias.entity.js";
import { pathDigest } from "../cache-tags/cache-tags.js";
import { recordContent } from "../cache-tags/content-event.js";
import { InputCheck } from "../input-check.js";
import { loadSite } from "../site/site.resolver.js";
import { MAX_PATH_BYTES, normalisePath, parsePath, type RoutedKind } from "../site-path.js";
import { lockTerms } from "../terms/term-lock.js";
import type { CreateRedirectInput, DeleteRedirectInput } from "./redirect.inputs.js";
import { redirectPathsOf } from "./redirect-path.js";
import { type RedirectStep, redirectStepsSql } from "./redirect-steps.js";

const PERMANENT = 308;
const STATUS_CODES: readonly number[] = [301, PERMANENT];
const KINDS: Readonly<Record<string, RoutedKind>> = {
  Post: "post",
  Category: "category",
  Tag: "tag",
  Author: "author",
  Series: "series",
  Page: "page",
};

interface ObjectTarget {
  kind: RoutedKind;
  id: string;
}

/** `path` is null for another site. */
interface UrlTarget {
  url: string;
  path: string | null;
}

type Destination = ObjectTarget | UrlTarget;

const SAVE = sql`/* PathAlias.save */ insert into path_alias (id, path, kind, target_id, to_url, to_path, status_code, is_manual)
  values ($1::uuid, $2, $3, $4::uuid, $5, $6, $7, true)
  on conflict (path, kind, target_id) do update
    set status_code = excluded.status_code, is_manual = true, created_at = now()
  returning ${computedColumn("id", "uuid", "id")}`;

export async function createRedirect(ctx: Context, input: CreateRedirectInput): Promise<string> {
  requireViewer(ctx, "manageRedirect");
  const site = await loadSite(ctx);
  const check = new InputCheck();
  const from = checkedPath(check, input.from);
  const statusCode = input.statusCode ?? PERMANENT;
  if (!STATUS_CODES.includes(statusCode)) {
    check.invalid(`Expected the status code 301 or 308, got ${statusCode}.`, "statusCode");
  }
  const wanted = checkedDestination(check, input, site.url);
  check.finish();
  return ctx.transact(async (tx) => {
    // Two redirects that are made at the same time could form a loop, and an object could get the path meanwhile.
    await lockTerms(tx, "exclusive");
    await requireFree(tx, from);
    const to = "url" in wanted ? await destinationAt(tx, ctx, from, wanted) : await existingTarget(tx, wanted);
    const newId = randomUUID();
    const row = "url" in to ? ["url", newId, to.url, to.path] : [to.kind, to.id, null, null];
    // A former path of the object that is made a redirect keeps its id.
    const [saved] = await queryPrepared(tx, SAVE, [newId, from, ...row, statusCode]);
    const id = saved?.id ?? newId;
    const payload = { redirectId: id, pathDigests: [pathDigest(from)] };
    await recordContent(tx, [{ type: "redirect.created", payload }], changeOf(from, "url" in to ? null : to));
    return id;
  });
}

/** The node that a redirect leads to, or its path if it leads to none. */
function changeOf(path: string, target: ObjectTarget | null): Parameters<typeof recordContent>[2] {
  if (target === null) return { redirectPaths: [path] };
  const type = target.kind.toUpperCase() as Uppercase<RoutedKind>;
  return { nodes: [{ type, id: target.id, isItself: true }] };
}

const DELETE = sql`/* PathAlias.deleteById */ delete from path_alias a where a.id = $1
  returning ${selectColumns(PathAliasRow, "a", ["path", "kind", "targetId"])}`;

export async function deleteRedirect(ctx: Context, input: DeleteRedirectInput): Promise<string> {
  requireViewer(ctx, "manageRedirect");
  const id = new InputCheck().requiredId(input.id, "StoredRedirect", "id");
  await ctx.transact(async (tx) => {
    const [deleted] = await queryPrepared(tx, DELETE, [id]);
    if (deleted === undefined) throwUserError("NOT_FOUND", "No redirect with this id exists.", ["input", "id"]);
    const payload = { redirectId: id, pathDigests: [pathDigest(deleted.path)] };
    const target = deleted.kind === "url" ? null : { kind: deleted.kind, id: deleted.targetId };
    await recordContent(tx, [{ type: "redirect.deleted", payload }], changeOf(deleted.path, target));
  });
  return id;
}

function checkedPath(check: InputCheck, text: string): string {
  const [path] = /^\/(?!\/)/.test(text) ? redirectPathsOf(text) : [];
  if (path !== undefined) return path;
  check.invalid(
    `Expected a path of the site that starts with one slash, names a page other than the root and has at most ${MAX_PATH_BYTES} bytes.`,
    "from",
  );
  return "";
}

function checkedDestination(check: InputCheck, { to, targetId }: CreateRedirectInput, siteUrl: string): Destination {
  const none = { url: "", path: null };
  if ((to == null) === (targetId == null)) {
    check.invalid("Expected either `to` or `targetId`, and not both.", targetId == null ? "to" : "targetId");
    return none;
  }
  if (to != null) return urlTarget(check.url(to, true, "to"), siteUrl);
  const decoded = decodeGlobalId(targetId ?? "");
  const kind = decoded === null ? undefined : KINDS[decoded.type];
  if (decoded !== null && kind !== undefined) return { kind, id: decoded.uuid };
  check.invalid("Expected the id of a post, page, category, tag, author or series.", "targetId");
  return none;
}

/** An absolute URL of this site becomes a path, so that its object is found and loops are noticed. */
function urlTarget(url: string, siteUrl: string): UrlTarget {
  if (url.startsWith("/")) return { url, path: redirectPathsOf(url).at(-1) ?? normalisePath(url) };
  const path = URL.canParse(url) ? internalPath(url, siteUrl) : null;
  if (path === null) return { url, path };
  const { search, hash } = new URL(url);
  return { url: path.startsWith("/?") ? path : path + search + hash, path };
}

/** The input names the path of an object, a path that redirects, or one that this service does not know. */
async function destinationAt(tx: EntityManager, ctx: Context, from: string, wanted: UrlTarget): Promise<Destination> {
  if (wanted.path === null) return wanted;
  const paths = redirectPathsOf(wanted.url);
  const steps = await stepsFrom(tx, ctx, paths);
  // The path of a step has not the query of a script, so that one with the same script counts as the same path.
  const [script] = from.split(/(?<=[^/])\?/);
  if (paths.includes(from) || steps.some(({ toPath }) => toPath === from || toPath === script)) {
    throwUserError("REDIRECT_LOOP", `The destination leads back to ${from}.`, ["input", "to"]);
  }
  const own = await objectAt(tx, wanted.path);
  if (own !== null) return boundTo(own, wanted.url, wanted.path);
  const found = paths.find((path) => steps.some(({ requestedPath }) => requestedPath === path));
  const last = steps.findLast(({ requestedPath }) => requestedPath === found);
  if (found === undefined || last === undefined || last.kind === "url") return wanted;
  return boundTo({ kind: last.kind, id: last.targetId }, wanted.url, found);
}

/** A redirect to an object has no place for the part of the URL that `path` does not contain. */
function boundTo(target: ObjectTarget, url: string, path: string): ObjectTarget {
  if (!(path.includes("?") ? /#/ : /[?#]/).test(url)) return target;
  const message = "Expected a destination without query and fragment, since it is the path of an object.";
  return throwUserError("INVALID", message, ["input", "to"]);
}

/** Those of each path in their order. */
function stepsFrom(tx: EntityManager, ctx: Context, paths: readonly string[]): Promise<RedirectStep[]> {
  const parameters = new SqlParameters();
  const statement = redirectStepsSql(ctx, parameters.bind(paths, "text[]"), parameters);
  return queryPrepared(tx, sql`/* PathAlias.steps */ ${statement}`, parameters.values);
}

/** The object whose current path it is, hidden ones included. */
async function objectAt(tx: EntityManager, path: string): Promise<ObjectTarget | null> {
  const { kind, name } = parsePath(path) ?? { kind: "page" as const, name: path };
  const column = kind === "category" || kind === "page" ? "path" : "slug";
  const [row] = await queryPrepared(
    tx,
    sql`/* PathAlias.object ${kind} */ select ${computedColumn("id", "uuid", "o.id")} from ${kind} o where o.${column} = $1`,
    [name],
  );
  return row === undefined ? null : { kind, id: row.id };
}

async function requireFree(tx: EntityManager, from: string): Promise<void> {
  if ((await objectAt(tx, from)) !== null) {
    throw taken(`The path ${from} belongs to an object of the site.`);
  }
  const statement = "/* PathAlias.manual */ select 1 as one from path_alias where path = $1 and is_manual";
  if ((await queryPrepared(tx, statement, [from])).length > 0) {
    throw taken(`The path ${from} redirects already. Delete that redirect first.`);
  }
}

const taken = (message: string): UserErrors => new UserErrors(Refusal.of("PATH_TAKEN", message, ["input", "from"]));

async function existingTarget(tx: EntityManager, target: ObjectTarget): Promise<ObjectTarget> {
  const { kind, id } = target;
  const rows = await queryPrepared(tx, `/* PathAlias.target ${kind} */ select 1 as one from ${kind} where id = $1`, [
    id,
  ]);
  if (rows.length > 0) return target;
  throwUserError("NOT_FOUND", "No object with this id exists.", ["input", "targetId"]);
}
