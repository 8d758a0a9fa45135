// Adds the revision that belongs to each write of a post: a copy of the columns of the post and of its body that a revision has as well.
import type { EntityManager } from "typeorm";
import { entityColumns } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { PostBodyRow } from "../body/post-body.entity.js";
import { Post } from "../post.entity.js";
import { Revision } from "./revision.entity.js";
import type { RevisionKind } from "./revision-kind.js";

/** The columns of a revision that are no copies. */
const OWN_COLUMNS: ReadonlySet<string> = new Set(["id", "postId", "createdAt", "editor", "kind"]);

const COPIES = entityColumns(Revision)
  .filter(({ property }) => !OWN_COLUMNS.has(property))
  .map(({ property, name }) => {
    const inPost = entityColumns(Post).find((column) => column.property === property);
    const inBody = entityColumns(PostBodyRow).find((column) => column.property === property);
    const original = inPost ?? inBody;
    if (original === undefined) {
      throw new Error(
        `Expected Revision.${property} to copy a column of that name of Post or PostBodyRow, but neither has it.`,
      );
    }
    return { name, original: original.name, alias: inPost === undefined ? "b" : "p" };
  });

const originalsIn = (alias: string): string[] =>
  COPIES.filter((copy) => copy.alias === alias).map(({ original }) => original);

/** The columns that `insertRevisionSql` reads of a post and of a body. */
export const REVISED_COLUMNS = {
  post: ["id", ...originalsIn("p")].join(", "),
  body: ["post_id", ...originalsIn("b")].join(", "),
};

/** Inserts a revision for each row of `post`, which is joined with its row of `body`. `$2` is the editor, `$3` the kind. */
export const insertRevisionSql = (post: string, body: string): string =>
  `insert into revision (post_id, ${COPIES.map(({ name }) => name).join(", ")}, editor, kind)
   select p.id, ${COPIES.map(({ alias, original }) => `${alias}.${original}`).join(", ")}, $2, $3
   from ${post} p join ${body} b on b.post_id = p.id`;

const INSERT_REVISIONS = `/* Revision.insert */ ${insertRevisionSql("post", "post_body")} where p.id = any($1::uuid[])`;

/** Who wrote a version, and what the write did. */
export interface WriteFacts {
  /** The name that revisions store; null for an import. */
  editor: string | null;
  kind: RevisionKind;
}

export const IMPORT_FACTS: WriteFacts = { editor: null, kind: "IMPORTED" };

/** Adds a revision of each post as it is now; the text is copied inside the database. */
export async function saveRevisions(
  tx: EntityManager,
  postIds: readonly string[],
  { editor, kind }: WriteFacts,
): Promise<void> {
  await queryPrepared(tx, INSERT_REVISIONS, [postIds, editor, kind]);
}
