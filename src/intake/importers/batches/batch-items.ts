// The rows of `import_item` of a batch, by which a second run finds its posts.
import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import { bulkInsert } from "../../../platform/db/bulk-insert.js";
import type { ChangedPost } from "../import-selection.js";

export async function saveItems(tx: EntityManager, source: string, posts: readonly ChangedPost[]): Promise<void> {
  await bulkInsert(tx, {
    name: "import.items insert",
    table: "import_item",
    columns: {
      ...{ source: "text", key: "text", post_id: "uuid", digest: "bytea", version: "integer" },
      translation_group: "uuid",
    },
    rows: posts.map(({ post, id, digest, known }) => [
      ...[source, post.key, id, digest, (known?.version ?? 0) + 1],
      post.translationKey === undefined ? null : groupOf(source, post.translationKey),
    ]),
    onConflict: `on conflict (source, key) do update set digest = excluded.digest, version = excluded.version,
      translation_group = excluded.translation_group`,
  });
}

/** The same in every run, so that a translation that is imported later finds the group of the others. */
function groupOf(source: string, key: string): string {
  const bytes = createHash("sha256")
    .update(JSON.stringify([source, key]))
    .digest();
  // The version and the variant of a UUID of this kind.
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
