// Places in the tree of pages: whether a page may have one, and how a page moves there with everything below it. A write that moves a page
// holds the exclusive lock on terms, by which moves and redirects are serialized; it is the same lock so that a redirect and a page cannot
// take one path.
import type { EntityManager } from "typeorm";
import { nullableColumn, selectColumns } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import { Refusal, throwUserError, UserErrors } from "../../../platform/graphql/user-error.js";
import { slugFrom } from "../../../platform/markup/slug.js";
import { isReservedPath, MAX_PATH_BYTES } from "../../site-path.js";
import { freeSlug } from "../../terms/free-slug.js";
import { slugTaken } from "../../terms/slug-conflict.js";
import { Page } from "../page.entity.js";

/** The maximum number of levels of the tree. */
export const MAX_PAGE_DEPTH = 8;

type TreePage = Pick<Page, "id" | "path">;

/** A place in the tree: the page above, or null at the top, and the slug below it. */
export interface PagePlace {
  parent: TreePage | null;
  slug: string;
  /** Whether the slug is derived, and so free. If another page takes it meanwhile, the unique constraint decides. */
  isDerived?: boolean;
}

export const pathOfPlace = ({ parent, slug }: Pick<PagePlace, "parent" | "slug">): string =>
  `${parent?.path ?? ""}/${slug}`;

const PARENT = sql`/* Page.parent lock */ select ${selectColumns(Page, "p", ["id", "path"])} from page p where p.id = $1 for share`;

/** The page that is to be the parent, locked so that it neither moves nor disappears meanwhile. */
export async function lockParent(tx: EntityManager, id: string): Promise<TreePage> {
  const [parent] = await queryPrepared(tx, PARENT, [id]);
  return parent ?? throwUserError("NOT_FOUND", "No page with this id exists.", ["input", "parentId"]);
}

/** A slug derived from the title that no sibling and no redirect has. */
export function derivedSlug(
  tx: EntityManager,
  title: string,
  parent: TreePage | null,
  ownId: string | null,
): Promise<string> {
  const slug = slugFrom(title);
  // The page "Tags" of a blog cannot have the path of the list of its tags.
  const base = isReservedPath(pathOfPlace({ parent, slug })) ? `${slug}-page` : slug;
  return freeSlug(tx, base, { kind: "page", ownId, above: `${parent?.path ?? ""}/` });
}

const SUBTREE = "(p.id = $1 or starts_with(p.path, $2::text || '/'))";

const BELOW = sql`/* Page.subtree */ select ${selectColumns(Page, "p", ["id", "path"])} from page p
  where ${SUBTREE} order by p.path for update`;

/** The page and all below it, by path, locked so that none of them disappears while it moves. */
export function subtreeOf(tx: EntityManager, page: TreePage): Promise<TreePage[]> {
  return queryPrepared(tx, BELOW, [page.id, page.path]);
}

const REDIRECTS = sql`/* Page.manualRedirects */ select ${nullableColumn("path", "text", "min(a.path)")} from path_alias a
  where a.path = any($1::text[]) and a.is_manual and a.target_id is distinct from $2`;

/** Where the errors of a place are reported. */
interface ErrorFields {
  slug: "slug" | "parentId";
  place: "slug" | "parentId";
}

/** Refuses a place below the page itself, too deep in the tree, or with a path that something else has. */
export async function checkPlace(
  tx: EntityManager,
  place: PagePlace,
  { page, subtree, fields }: { page: TreePage | null; subtree: readonly TreePage[]; fields: ErrorFields },
): Promise<void> {
  const { parent } = place;
  if (page !== null && parent !== null && (parent.id === page.id || parent.path.startsWith(`${page.path}/`))) {
    throwUserError("PAGE_CYCLE", "A page cannot be moved below itself.", ["input", "parentId"]);
  }
  const path = pathOfPlace(place);
  const paths = page === null ? [path] : subtree.map((each) => path + each.path.slice(page.path.length));
  const levels = Math.max(...paths.map((each) => each.split("/").length - 1));
  if (levels > MAX_PAGE_DEPTH) {
    const message = `Expected at most ${MAX_PAGE_DEPTH} levels of pages, got ${levels}.`;
    throwUserError("INVALID", message, ["input", fields.place]);
  }
  const bytes = Math.max(...paths.map((each) => Buffer.byteLength(each)));
  if (bytes > MAX_PATH_BYTES) {
    const message = `Expected paths of at most ${MAX_PATH_BYTES} bytes in UTF-8, got one of ${bytes}.`;
    throwUserError("INVALID", message, ["input", fields.place]);
  }
  if (isReservedPath(path)) throw taken(`The path ${path} is kept for posts and terms.`, fields.slug);
  const slugPlace = { kind: "page", ownId: page?.id ?? null, above: `${parent?.path ?? ""}/` } as const;
  const conflict = place.isDerived ? null : await slugTaken(tx, place.slug, slugPlace, ["input", fields.slug]);
  if (conflict !== null) throw new UserErrors(conflict);
  const [redirect] = await queryPrepared(tx, REDIRECTS, [paths, page?.id ?? null]);
  if (redirect?.path != null) {
    throw taken(`The path ${redirect.path} redirects already. Delete that redirect first.`, fields.slug);
  }
}

const taken = (message: string, field: string): UserErrors =>
  new UserErrors(Refusal.of("PATH_TAKEN", message, ["input", field]));

/** Makes the paths of the page and of all below it redirect, and gives those below it their new paths. The caller saves the page itself. */
export async function moveBelow(tx: EntityManager, page: TreePage, newPath: string): Promise<void> {
  const values = [page.id, page.path, newPath];
  await tx.query(
    `/* Page.formerPaths insert */ insert into path_alias (path, kind, target_id) select p.path, 'page', p.id from page p where ${SUBTREE}
     on conflict (path, kind, target_id) do update set created_at = now()`,
    values.slice(0, 2),
  );
  // A path to which a page returns is no longer a former path.
  await tx.query(
    `/* Page.formerPaths delete */ delete from path_alias a using page p
     where ${SUBTREE} and a.kind = 'page' and a.target_id = p.id and a.path = $3 || substr(p.path, length($2::text) + 1)`,
    values,
  );
  await tx.query(
    `/* Page.move */ update page p set path = $3 || substr(p.path, length($2::text) + 1) where ${SUBTREE} and p.id <> $1`,
    values,
  );
}
