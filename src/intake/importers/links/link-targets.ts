// SQL that finds what the path of a row `l` of `post_link` leads to. All conditions can use the indexes of paths and slugs.
import { PATH_PREFIXES } from "../../../content/site-path.js";

/** As `path_alias.path` has it. In any other collation than that of the column, its index could not be used. */
export const FORMER_PATH_OF_LINK = `lower(l.path collate "und-x-icu") collate "C"`;

/** The condition that the path is the current one of an object here. */
export function leadsTo(kind: keyof typeof PATH_PREFIXES, table: string, name: string, condition = "true"): string {
  const prefix = PATH_PREFIXES[kind];
  return `(starts_with(l.path, '${prefix}')
    and exists (select from ${table} t where t.${name} = substr(l.path, ${prefix.length + 1}) and ${condition}))`;
}
