// The authors of a Jekyll site, by whose keys posts name them: the data file `authors` and the table `authors` of the configuration. What
// they say beside name and biography, such as addresses, is not read.
import { slugFrom } from "../../../../platform/markup/slug.js";
import type { ImportedAuthor } from "../../import-event.js";
import { type FieldValue, isFieldMap, lineOf, listOf, textOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { readConfiguration } from "../generator-settings.js";
import type { ItemNotices } from "../item-notices.js";
import type { JekyllSettings } from "./jekyll-settings.js";

const EXTENSIONS = ["yml", "yaml", "json"];
const MAX_AUTHORS = 10_000;

/** `root` is the absolute path of the folder of the configuration. */
export async function readJekyllAuthors(
  { config, source }: JekyllSettings,
  root: string,
  notices: ItemNotices,
): Promise<ImportedAuthor[]> {
  const folder = (lineOf(config.first("data_dir")) ?? "_data").replace(/^(?:\.?\/)+|\/+$/g, "");
  const tables: FieldValue[] = [];
  for (const extension of EXTENSIONS) {
    tables.push(await readConfiguration(root, `${source}${folder}/authors.${extension}`, notices));
  }
  tables.push(config.first("authors"));
  return tables.flatMap(authorsIn).slice(0, MAX_AUTHORS);
}

/** `anna: { name: Anna Berg, bio: … }`, or a list of tables with a key in them. */
function authorsIn(table: FieldValue): ImportedAuthor[] {
  const items: [string | null, FieldValue][] = isFieldMap(table)
    ? [...table]
    : listOf(table).map((item) => [null, item]);
  return items.flatMap(([key, details]) => {
    const fields = new FrontMatterFields(isFieldMap(details) ? details : new Map());
    const name = lineOf(fields.first("name", "display_name", "title")) ?? (isFieldMap(details) ? key : lineOf(details));
    const known = key ?? lineOf(fields.first("key", "slug", "id", "username", "short_name", "nickname")) ?? name;
    if (name === null || known === null) return [];
    return [{ slug: slugFrom(known), name, bio: textOf(fields.first("bio", "description", "about")) }];
  });
}
