// The files of the old site to which the posts and pages of a source refer. They are read from what is stored, so that a later run finds the
// files of posts that have not changed.
import type { EntityManager } from "typeorm";
import { familyPath } from "../../../platform/markup/files/file-path.js";
import { isImportedFile } from "./folder-files.js";

export interface ReferencedFile {
  /** As file-path.ts forms it. */
  path: string;
  /** The title of one of the posts. */
  example: string;
}

const BATCH_SIZE = 500;
/** A picture that was edited in WordPress is no form of its original. */
const EDITED = /-e\d{10,13}[-.]/;

const OPEN = `/* import.files open */ declare import_files no scroll cursor with hold for
  select x.path, min(x.title) as example from (
    select unnest(b.asset_paths) as path, p.title
    from import_item i join post_body b on b.post_id = i.post_id join post p on p.id = i.post_id
    where i.source = $1 and b.asset_paths <> '{}'
    union all
    select unnest(b.asset_paths), p.title
    from import_item i join page_body b on b.page_id = i.post_id join page p on p.id = i.post_id
    where i.source = $1 and b.asset_paths <> '{}'
    union all
    select p.cover ->> 'path', p.title from import_item i join post p on p.id = i.post_id
    where i.source = $1 and p.cover ->> 'path' is not null) x
  where x.path like '/%' and not starts_with(x.path, '/assets/')
  group by x.path order by x.path`;
const FETCH = `/* import.files fetch */ fetch ${BATCH_SIZE} from import_files`;
const CLOSE = "/* import.files close */ close import_files";
const KNOWN = `/* import.files known */ select l.path, l.asset_id as "assetId" from asset_alias l where l.path = any($1::text[])`;

/** In batches, in the order of their paths. */
export async function* referencedFiles(session: EntityManager, source: string): AsyncGenerator<ReferencedFile[]> {
  await session.query(OPEN, [source]);
  try {
    for (;;) {
      const rows: ReferencedFile[] = await session.query(FETCH);
      if (rows.length === 0) return;
      yield rows.filter(({ path }) => isImportedFile(path));
    }
  } finally {
    await session.query(CLOSE);
  }
}

/** An asset to which a path leads, by an alias of its own or by that of all forms of the picture. */
export interface KnownFile {
  assetId: string;
  isByForm: boolean;
}

export async function knownFiles(session: EntityManager, paths: readonly string[]): Promise<Map<string, KnownFile>> {
  const forms = paths.map((path) => ({ path, family: EDITED.test(path) ? null : familyPath(path) }));
  const wanted = forms.flatMap(({ path, family }) => (family === null ? [path] : [path, family]));
  const rows: { path: string; assetId: string }[] = await session.query(KNOWN, [wanted]);
  const assets = new Map(rows.map(({ path, assetId }) => [path, assetId]));
  return new Map(
    forms.flatMap(({ path, family }): [string, KnownFile][] => {
      const exact = assets.get(path);
      if (exact !== undefined) return [[path, { assetId: exact, isByForm: false }]];
      const ofForms = family === null ? undefined : assets.get(family);
      return ofForms === undefined ? [] : [[path, { assetId: ofForms, isByForm: true }]];
    }),
  );
}
