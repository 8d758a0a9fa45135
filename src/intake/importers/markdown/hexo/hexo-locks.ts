// Posts that plug-ins of Hexo protect or leave out: hexo-blog-encrypt by the tags in _config.yml, and hexo-hide-posts by a field that it
// names. Tags are compared in any case, and every version of the plug-ins is taken into account.
import { type FieldMap, type FieldValue, flagOf, isFieldMap, lineOf, listOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";

/** Clauses about what hides the post. */
export type HexoLocks = (fields: FrontMatterFields) => string[];

/** `packages` is the content of package.json, if there is one. */
export function hexoLocks(config: FrontMatterFields, packages: FieldMap | null): HexoLocks {
  const locked = lockedTags(config);
  const takesPasswordAway = passwordTakesLockAway(config, packages);
  const filter = lineOf(config.first("hide_posts.filter"));
  return (fields) => [...lockReason(fields, locked, takesPasswordAway), ...filterReason(fields, filter)];
}

/** `encrypt: { tags: [{ name: diary, password: … }] }` */
function lockedTags(config: FrontMatterFields): ReadonlySet<string> {
  const names = [config.first("encrypt.tags"), config.first("encrypt.categories")].flatMap((written) =>
    isFieldMap(written) ? [...written.keys()] : listOf(written).map(nameOf),
  );
  return new Set(names.flatMap((name) => (name === null ? [] : name.toLowerCase())));
}

function nameOf(item: FieldValue): string | null {
  return lineOf(isFieldMap(item) ? new FrontMatterFields(item).first("name", "tag") : item);
}

/** Version 2, which has the setting `encrypt.enable`, protects by tags in spite of an empty password. */
function passwordTakesLockAway(config: FrontMatterFields, packages: FieldMap | null): boolean {
  const dependencies = packages?.get("dependencies") ?? null;
  const version = isFieldMap(dependencies) ? lineOf(dependencies.get("hexo-blog-encrypt") ?? null) : null;
  const major = /\d+/.exec(version ?? "")?.[0];
  return config.first("encrypt.enable") === null && (major === undefined || Number(major) >= 3);
}

function lockReason(fields: FrontMatterFields, locked: ReadonlySet<string>, takesPasswordAway: boolean): string[] {
  if (locked.size === 0 || (takesPasswordAway && fields.isEmptyText("password"))) return [];
  const tags = ["tags", "tag", "categories", "category"].flatMap((name) => textsIn(fields.first(name)));
  const found = tags
    .flatMap((tag) => [tag, ...tag.split(/[,，、]/)])
    .find((tag) => locked.has(tag.trim().toLowerCase()));
  return found === undefined ? [] : [`hexo-blog-encrypt protects posts with the tag or category “${found.trim()}”`];
}

/** All texts in a value, however deep they are. */
function textsIn(value: FieldValue): string[] {
  if (isFieldMap(value)) return [...value.values()].flatMap(textsIn);
  return Array.isArray(value) ? value.flatMap(textsIn) : [lineOf(value) ?? ""];
}

function filterReason(fields: FrontMatterFields, filter: string | null): string[] {
  const flag = filter === null ? null : flagOf(fields.first(filter));
  return flag === null || flag === false ? [] : [`hexo-hide-posts leaves out posts with the field ${filter}`];
}
