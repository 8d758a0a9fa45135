// Writing authors. Each function is one transaction with its event.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { recordFormerPath } from "../aliases/former-path.js";
import { recordContent } from "../cache-tags/content-event.js";
import { checkedImage } from "../images/image.inputs.js";
import type { Image } from "../images/image.js";
import { InputCheck, LIMITS } from "../input-check.js";
import { PATH_PREFIXES } from "../site-path.js";
import { termSlug, writeSlugged } from "../terms/term-slug.js";
import type { CreateAuthorInput, UpdateAuthorInput } from "./author.inputs.js";

interface AuthorFields {
  slug: string;
  name: string;
  bio: string | null;
  avatar: Image | null;
}

const authorPath = (slug: string): string => PATH_PREFIXES.author + slug;

export async function createAuthor(ctx: Context, input: CreateAuthorInput): Promise<string> {
  requireViewer(ctx, "writeAuthor");
  const id = randomUUID();
  await writeSlugged(ctx, async (tx) => {
    const nobody = { slug: "", name: "", bio: null, avatar: null };
    const fields = await checkedFields(tx, { ...input, slug: input.slug ?? null }, { before: nobody, ownId: null });
    await tx.query("insert into author (id, slug, name, bio, avatar) values ($1, $2, $3, $4, $5)", [
      id,
      ...values(fields),
    ]);
    await recordContent(tx, [{ type: "author.created", payload: { authorId: id } }]);
  });
  return id;
}

export async function updateAuthor(ctx: Context, input: UpdateAuthorInput): Promise<string> {
  requireViewer(ctx, "writeAuthor");
  const id = new InputCheck().requiredId(input.id, "Author", "id");
  await writeSlugged(ctx, async (tx) => {
    const [before]: AuthorFields[] = await tx.query(
      "select slug, name, bio, avatar from author where id = $1 for update",
      [id],
    );
    if (before === undefined) throwUserError("NOT_FOUND", "No author with this id exists.", ["input", "id"]);
    const fields = await checkedFields(tx, input, { before, ownId: id });
    await tx.query("update author set slug = $2, name = $3, bio = $4, avatar = $5 where id = $1", [
      id,
      ...values(fields),
    ]);
    if (fields.slug !== before.slug) {
      const move = { from: authorPath(before.slug), to: authorPath(fields.slug) };
      await recordFormerPath(tx, "author", id, move);
    }
    await recordContent(tx, [{ type: "author.updated", payload: { authorId: id } }]);
  });
  return id;
}

async function checkedFields(
  tx: EntityManager,
  input: Omit<UpdateAuthorInput, "id">,
  { before, ownId }: { before: AuthorFields; ownId: string | null },
): Promise<AuthorFields> {
  const check = new InputCheck();
  const fields = { ...before };
  if (input.name !== undefined) {
    fields.name = check.text(input.name ?? "", { max: LIMITS.name, isRequired: true }, "name");
  }
  if (input.bio !== undefined) fields.bio = check.optionalText(input.bio, { max: LIMITS.description }, "bio");
  if (input.avatar !== undefined) {
    fields.avatar = input.avatar === null ? null : checkedImage(check, input.avatar, "avatar");
  }
  if (input.slug !== undefined) {
    fields.slug = await termSlug(tx, check, "author", { slug: input.slug, name: fields.name, ownId });
  }
  check.finish();
  return fields;
}

const values = ({ slug, name, bio, avatar }: AuthorFields): unknown[] => [
  slug,
  name,
  bio,
  avatar === null ? null : JSON.stringify(avatar),
];
